package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A total order of rows: by value, then by the item's key, then by its repository. Sorting
/// descending turns the order of the values around; equal values stand in the order of their keys
/// all the same. Where nothing is sorted, it turns the order of the keys around.
///
/// @param values how values are sorted, or null
/// @param isDescending whether that is turned around
/// @param <T> type of the values
record RowOrder<T>(@Nullable Order<T> values, boolean isDescending) implements Comparator<Row<T>> {

  @Override
  public int compare(Row<T> left, Row<T> right) {
    int byValue = values == null ? 0 : values.compare(left.value(), right.value());
    if (byValue != 0) {
      return isDescending ? -Integer.signum(byValue) : byValue;
    }
    int byKey = left.item().key().compareTo(right.item().key());
    if (byKey == 0) {
      byKey = byRepository(left, right);
    }
    return values == null && isDescending ? -byKey : byKey;
  }

  private int byRepository(Row<T> left, Row<T> right) {
    return left.item().repository().path().compareTo(right.item().repository().path());
  }

  /// Compares what rows are sorted by.
  int compareKeys(Order<T> order, Object left, Object right) {
    int compared = order.keys().compare(left, right);
    return isDescending ? -Integer.signum(compared) : compared;
  }
}
