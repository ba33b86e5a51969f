package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import java.util.Comparator;
import java.util.List;

/// What [MaxMerge] and [MinMerge] share: of several changed numbers, the one furthest to one side.
///
/// Only changes count, not the base: whoever alone lowers a maximum sets it back on purpose. NaN is
/// not a number and loses to every number on either side. −0.0 is less than 0.0, so that equal
/// numbers are equal values and no order of heads matters. Whole and floating-point numbers beside
/// each other fit no field; then the last writer wins.
final class Extremes {

  private Extremes() {}

  static boolean areOf(FieldType<?> type) {
    FieldType<?> stored = StoredForm.of(type);
    return stored instanceof FieldType.Int64 || stored instanceof FieldType.Float64;
  }

  static Value greatest(MergeInput input) {
    return Changes.of(input)
        .merge((_, values) ->
            last(values, Comparator.naturalOrder(), Comparator.<Double>naturalOrder()));
  }

  static Value least(MergeInput input) {
    return Changes.of(input)
        .merge((_, values) ->
            last(values, Comparator.reverseOrder(), Comparator.<Double>reverseOrder()));
  }

  private static Value last(
      List<Written> values, Comparator<Long> byLong, Comparator<Double> byDouble) {
    if (Changes.areAll(values, Value.Int64.class)) {
      return Value.of(
          values.stream()
              .map(side -> ((Value.Int64) side.value()).value())
              .max(byLong)
              .orElseThrow()
              .longValue());
    }
    if (Changes.areAll(values, Value.Float64.class)) {
      return Value.of(
          values.stream()
              .map(side -> ((Value.Float64) side.value()).value())
              .max(Comparator.comparing((Double number) -> !number.isNaN()).thenComparing(byDouble))
              .orElseThrow()
              .doubleValue());
    }
    return LastWriter.latest(values);
  }
}
