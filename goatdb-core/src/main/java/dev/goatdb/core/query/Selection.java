package dev.goatdb.core.query;

import dev.goatdb.core.codec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a query looks for.
///
/// @param fieldTests asked first, before a value is made out of a state; all must pass
/// @param test asked of the values
/// @param order how the values are sorted, or null
/// @param isDescending whether that is turned around
/// @param window which of the matching rows are results
/// @param <T> type of the values
public record Selection<T>(
    List<Predicate<State>> fieldTests,
    Predicate<? super T> test,
    @Nullable Order<T> order,
    boolean isDescending,
    Window window) {

  private static final Predicate<Object> EVERYTHING = value -> true;

  /// Copies the list.
  public Selection {
    fieldTests = List.copyOf(fieldTests);
  }

  /// {@return whether anything is asked of the values}
  boolean isFiltered() {
    return !fieldTests.isEmpty() || test != EVERYTHING;
  }

  boolean matches(T value) {
    return test.test(value);
  }

  /// {@return one test for several} Most queries have one, and then there is no loop.
  ///
  /// @param tests all must pass
  public static <T> Predicate<? super T> all(List<Predicate<? super T>> tests) {
    List<Predicate<? super T>> all = new ArrayList<>(tests);
    return switch (all.size()) {
      case 0 -> EVERYTHING;
      case 1 -> all.getFirst();
      default ->
          value -> {
            for (Predicate<? super T> test : all) {
              if (!test.test(value)) {
                return false;
              }
            }
            return true;
          };
    };
  }

  RowOrder<T> rowOrder() {
    return new RowOrder<>(order, isDescending);
  }
}
