package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was declared about a field.
record FieldSpec<V>(
    String name,
    @Nullable FieldType<V> type,
    @Nullable StrategyId strategy,
    SortedMap<String, Value> parameters,
    boolean isRequired,
    @Nullable V fallback,
    List<Check<? super V>> checks) {

  static final int MAX_NAME_LENGTH = 100;

  FieldSpec {
    requireName(name);
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    checks = List.copyOf(checks);
  }

  static <V> FieldSpec<V> of(String name, @Nullable FieldType<V> type) {
    return new FieldSpec<>(name, type, null, Collections.emptySortedMap(), false, null, List.of());
  }

  private static void requireName(String name) {
    if (name.startsWith("$")) {
      throw new IllegalArgumentException(
          "field '" + name + "': names that start with $ are reserved for the engine");
    }
    boolean isName =
        !name.isEmpty()
            && name.length() <= MAX_NAME_LENGTH
            && name.codePoints().noneMatch(FieldSpec::isForbidden);
    if (!isName) {
      throw new IllegalArgumentException(
          "'%s' cannot name a field: 1 to %d characters, no control characters"
              .formatted(name, MAX_NAME_LENGTH));
    }
  }

  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE; // one without its pair
  }

  FieldSpec<V> withType(FieldType<V> other) {
    return new FieldSpec<>(name, other, strategy, parameters, isRequired, fallback, checks);
  }

  FieldSpec<V> withStrategy(StrategyId other, SortedMap<String, Value> parameters) {
    return new FieldSpec<>(name, type, other, parameters, isRequired, fallback, checks);
  }

  FieldSpec<V> withRequired() {
    return new FieldSpec<>(name, type, strategy, parameters, true, fallback, checks);
  }

  FieldSpec<V> withFallback(V other) {
    return new FieldSpec<>(name, type, strategy, parameters, isRequired, other, checks);
  }

  FieldSpec<V> withCheck(Check<? super V> check) {
    List<Check<? super V>> more = new ArrayList<>(checks);
    more.add(check);
    return new FieldSpec<>(name, type, strategy, parameters, isRequired, fallback, more);
  }
}
