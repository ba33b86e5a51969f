package dev.goatdb.api.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was declared about a field.
record FieldSpec<V>(
    String name,
    @Nullable FieldType<V> type,
    @Nullable StrategyId strategy,
    boolean isRequired,
    @Nullable V fallback,
    List<Check<? super V>> checks) {

  static final int MAX_NAME_LENGTH = 100;

  FieldSpec {
    requireName(name);
    checks = List.copyOf(checks);
  }

  static <V> FieldSpec<V> of(String name, @Nullable FieldType<V> type) {
    return new FieldSpec<>(name, type, null, false, null, List.of());
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
    return new FieldSpec<>(name, other, strategy, isRequired, fallback, checks);
  }

  FieldSpec<V> withStrategy(StrategyId other) {
    return new FieldSpec<>(name, type, other, isRequired, fallback, checks);
  }

  FieldSpec<V> withRequired() {
    return new FieldSpec<>(name, type, strategy, true, fallback, checks);
  }

  FieldSpec<V> withFallback(V other) {
    return new FieldSpec<>(name, type, strategy, isRequired, other, checks);
  }

  FieldSpec<V> withCheck(Check<? super V> check) {
    List<Check<? super V>> more = new ArrayList<>(checks);
    more.add(check);
    return new FieldSpec<>(name, type, strategy, isRequired, fallback, more);
  }
}
