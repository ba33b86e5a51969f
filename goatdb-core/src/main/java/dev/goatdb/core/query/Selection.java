package dev.goatdb.core.query;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// What a query looks for.
///
/// @param tests all must pass
/// @param order of the values; equal values stand in the order of their keys
/// @param offset how many rows are left out at the start
/// @param limit how many rows there are at most
/// @param <T> type of the values
public record Selection<T>(
    List<Predicate<? super T>> tests, Comparator<? super T> order, int offset, int limit) {

  /// Copies the list.
  public Selection {
    tests = List.copyOf(tests);
  }

  /// {@return everything, by key}
  public static <T> Selection<T> all() {
    return new Selection<>(List.of(), (left, right) -> 0, 0, Integer.MAX_VALUE);
  }

  boolean matches(T value) {
    for (Predicate<? super T> test : tests) {
      if (!test.test(value)) {
        return false;
      }
    }
    return true;
  }

  /// {@return whether every matching row is a result}
  boolean isWhole() {
    return offset == 0 && limit == Integer.MAX_VALUE;
  }

  /// {@return the part of the matching rows that are results}
  <E> List<E> window(List<E> rows) {
    int from = Math.min(offset, rows.size());
    int to = (int) Math.min((long) from + limit, rows.size());
    return rows.subList(from, to);
  }
}
