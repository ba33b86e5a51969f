package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds results by a field: by halving, if they are sorted by it, else one by one.
///
/// @param selection how the results are sorted
/// @param fieldValue reads a field
/// @param <T> type of the values
record Lookup<T>(Selection<T> selection, FieldValue<T> fieldValue) {

  /// {@return the results whose field holds a value}
  <V> List<Row<T>> find(List<Row<T>> results, Field<T, V> field, V value) {
    Order<T> order = selection.order();
    Field<T, ?> sorted = order == null ? null : order.field();
    if (order != null && sorted != null && sorted.equals(field)) {
      Optional<V> wanted = Optional.of(value);
      int from = firstNotBefore(results, order, wanted, false);
      return results.subList(from, firstNotBefore(results, order, wanted, true));
    }
    List<Row<T>> found = new ArrayList<>();
    for (Row<T> row : results) {
      if (fieldValue.of(row.value(), field).equals(Optional.of(value))) {
        found.add(row);
      }
    }
    return List.copyOf(found);
  }

  /// {@return the index of the first result that does not stand before a value, or that stands
  /// behind it}
  private int firstNotBefore(List<Row<T>> results, Order<T> order, Object value, boolean isBehind) {
    RowOrder<T> rowOrder = selection.rowOrder();
    int low = 0;
    int high = results.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Object key = order.key().apply(results.get(middle).value());
      int compared = rowOrder.compareKeys(order, key, value);
      if (compared < 0 || (isBehind && compared == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
