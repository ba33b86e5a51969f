package dev.goatdb.core.query;

import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a query looks for.
///
/// @param fieldTests asked first, before a value is made out of a state; all must pass
/// @param tests asked of the values; all must pass
/// @param order how the values are sorted, or null
/// @param isDescending whether that is turned around
/// @param window which of the matching rows are results
/// @param <T> type of the values
public record Selection<T>(
    List<Predicate<State>> fieldTests,
    List<Predicate<? super T>> tests,
    @Nullable Order<T> order,
    boolean isDescending,
    Window window) {

  /// Copies the lists.
  public Selection {
    fieldTests = List.copyOf(fieldTests);
    tests = List.copyOf(tests);
  }

  boolean matches(T value) {
    for (int i = 0; i < tests.size(); i++) {
      if (!tests.get(i).test(value)) {
        return false;
      }
    }
    return true;
  }

  RowOrder<T> rowOrder() {
    return new RowOrder<>(order, isDescending);
  }
}
