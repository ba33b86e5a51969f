package dev.goatdb.bench;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// One measurement of one row for one contender.
///
/// @param typical the median of single operations, or the mean where only a whole loop can be timed
/// @param beside a second figure, see [Row#beside()]; nothing where there is none
record Sample(double typical, OptionalDouble beside) {

  /// {@return a sample of one figure}
  ///
  /// @param typical the figure
  static Sample of(double typical) {
    return new Sample(typical, OptionalDouble.empty());
  }

  /// {@return a sample of operations that were timed one by one}
  ///
  /// @param times how long each took; sorted in place
  static Sample ofEach(double[] times) {
    Arrays.sort(times);
    OptionalDouble beside =
        times.length < 100
            ? OptionalDouble.empty()
            : OptionalDouble.of(times[(int) Math.ceil(times.length * 0.99) - 1]);
    return new Sample(median(times), beside);
  }

  /// {@return the median of the samples, and that of their second figures}
  ///
  /// @param samples at least one
  static Sample median(List<Sample> samples) {
    double[] besides =
        samples.stream().flatMapToDouble(sample -> sample.beside().stream()).sorted().toArray();
    return new Sample(
        median(samples.stream().mapToDouble(Sample::typical).sorted().toArray()),
        besides.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(besides)));
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /// {@return this as a line that [#parse] reads}
  String line() {
    return typical + " " + (beside.isPresent() ? beside.getAsDouble() : "-");
  }

  /// {@return the sample of a line}
  ///
  /// @param line as [#line()] gives it
  static Sample parse(String line) {
    String[] parts = line.split(" ");
    return new Sample(
        Double.parseDouble(parts[0]),
        parts[1].equals("-")
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(parts[1])));
  }
}
