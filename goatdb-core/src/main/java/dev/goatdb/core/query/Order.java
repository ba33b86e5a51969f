package dev.goatdb.core.query;

import dev.goatdb.api.schema.Field;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How values are sorted: by a key that is taken out of each, or by a comparator of their own.
///
/// @param key gives what to sort by, once for each value
/// @param keys compares two keys
/// @param field the field behind the key, or null; the keys are optional values then
/// @param <T> type of the values
public record Order<T>(
    Function<? super T, ?> key, Comparator<Object> keys, @Nullable Field<T, ?> field) {

  /// {@return by a key}
  @SuppressWarnings("unchecked") // the function gives nothing but K
  public static <T, K extends Comparable<? super K>> Order<T> by(
      Function<? super T, ? extends K> key) {
    return new Order<>(key, (left, right) -> ((K) left).compareTo((K) right), null);
  }

  /// {@return by a comparator}
  @SuppressWarnings("unchecked") // the keys are the values themselves
  public static <T> Order<T> by(Comparator<? super T> order) {
    return new Order<>(value -> value, (left, right) -> order.compare((T) left, (T) right), null);
  }

  /// {@return by a field; values without it come last}
  ///
  /// @param field which
  /// @param value reads it
  @SuppressWarnings("unchecked") // the function gives nothing but optional Vs
  public static <T, V extends Comparable<? super V>> Order<T> by(
      Field<T, V> field, Function<? super T, Optional<V>> value) {
    return new Order<>(
        value, (left, right) -> compare((Optional<V>) left, (Optional<V>) right), field);
  }

  private static <V extends Comparable<? super V>> int compare(
      Optional<V> left, Optional<V> right) {
    return left.isPresent() && right.isPresent()
        ? left.get().compareTo(right.get())
        : Boolean.compare(left.isEmpty(), right.isEmpty());
  }

  int compare(T left, T right) {
    return keys.compare(key.apply(left), key.apply(right));
  }
}
