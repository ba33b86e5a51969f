package dev.goatdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// What only a new process can show: the time until the first note is read, and the memory it
/// takes.
final class FreshProcess {

  private FreshProcess() {}

  /// {@return a sample of one of the two rows that need a new process}
  ///
  /// @param row which of them
  /// @param contender who
  /// @param directory where its files are
  /// @param number which note to read
  /// @throws IOException if the process fails or reads something else
  static Sample sample(Row row, Contender contender, Path directory, int number)
      throws IOException {
    String what = row == Row.HEAP_OPEN ? "HEAP" : "READ";
    List<String> arguments =
        List.of(what, contender.name(), directory.toString(), Notes.key(number));
    Watch watch = new Watch();
    try (Child child = Child.start(FirstRead.class, List.of(), arguments)) {
      String read = child.hear();
      double millis = watch.millis();
      long expected = Notes.at(number).weight();
      if (!read.equals(Long.toString(expected))) {
        throw new IOException(
            "%s: weight of note %d should be %d, but found %s"
                .formatted(contender.label(), number, expected, read));
      }
      return row == Row.HEAP_OPEN ? memory(child.hear()) : Sample.of(millis);
    }
  }

  /// {@return time and memory of a JVM that does nothing: what no contender can go below}
  ///
  /// @throws IOException if the process fails
  static Floor floor() throws IOException {
    Watch watch = new Watch();
    try (Child child = Child.start(FirstRead.class, List.of(), List.of("NOTHING"))) {
      child.hear();
      double millis = watch.millis();
      return new Floor(millis, memory(child.hear()));
    }
  }

  private static Sample memory(String line) {
    String[] words = line.split(" ");
    return new Sample(mebibytes(words[0]), OptionalDouble.of(mebibytes(words[1])));
  }

  private static double mebibytes(String bytes) {
    return Long.parseLong(bytes) / (double) (1 << 20);
  }

  /// A JVM that does nothing.
  ///
  /// @param millis from its start until its first line
  /// @param memory heap in use after a collection; and resident memory beside it
  record Floor(double millis, Sample memory) {}
}
