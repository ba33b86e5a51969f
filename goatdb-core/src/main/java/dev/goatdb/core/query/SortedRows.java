package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The matching rows of a query in order. A place is found by binary search. Guarded by its query.
///
/// @param <T> type of the values
final class SortedRows<T> {

  private final Comparator<Row<T>> order;
  private final List<Row<T>> rows = new ArrayList<>();
  private final Map<String, Row<T>> byKey = new HashMap<>();

  SortedRows(Selection<T> selection) {
    Comparator<? super T> values = selection.order();
    this.order =
        (left, right) -> {
          int byValue = values.compare(left.value(), right.value());
          return byValue != 0 ? byValue : left.item().key().compareTo(right.item().key());
        };
  }

  /// {@return the rows, live}
  List<Row<T>> rows() {
    return rows;
  }

  /// {@return the row of an item, or null}
  @Nullable Row<T> find(String key) {
    return byKey.get(key);
  }

  /// Fills an empty list.
  void fill(List<Row<T>> matching) {
    rows.addAll(matching);
    rows.sort(order);
    rows.forEach(row -> byKey.put(row.item().key(), row));
  }

  /// {@return the index from which a row was taken}
  int remove(Row<T> row) {
    int index = search(row);
    rows.remove(index);
    byKey.remove(row.item().key());
    return index;
  }

  /// {@return the index at which a row was put}
  int insert(Row<T> row) {
    int index = -search(row) - 1;
    rows.add(index, row);
    byKey.put(row.item().key(), row);
    return index;
  }

  private int search(Row<T> row) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(rows.get(middle), row);
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
