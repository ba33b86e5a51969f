package dev.goatdb.core.merge;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// What the sides of a merge did to one value, and the part of the answer that all strategies with
/// a base share.
///
/// - Nobody changed it: it stays.
/// - Some changed it and others removed it: an edit wins over a removal.
/// - One changed it: that change is the result, whatever the type. So a value that does not fit its
///   field survives too.
///
/// Only what is left, two changes or more, needs a rule of its own.
///
/// @param base the value before; [Value#NULL] if absent
/// @param values the changed values that are present
/// @param removed whether a side made it absent
record Changes(Value base, List<Written> values, boolean removed) {

  static Changes of(MergeInput input) {
    List<Written> values = new ArrayList<>(input.heads().size());
    boolean removed = false;
    for (Written side : LastWriter.written(input.changed())) {
      if (side.value().equals(Value.NULL)) {
        removed = true;
      } else {
        values.add(side);
      }
    }
    return new Changes(input.base(), List.copyOf(values), removed);
  }

  /// {@return the merged value, [Value#NULL] if absent}
  ///
  /// @param rule what to do with two changes or more
  Value merge(BiFunction<Value, List<Written>, Value> rule) {
    return switch (values.size()) {
      case 0 -> removed ? Value.NULL : base;
      case 1 -> values.getFirst().value();
      default -> rule.apply(base, values);
    };
  }

  static boolean areAll(List<Written> values, Class<? extends Value> type) {
    return values.stream().allMatch(side -> type.isInstance(side.value()));
  }
}
