package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.core.repository.ItemEntry;
import java.util.List;

/// Keeps the first few in a heap whose root is the last of them, so that most values cost one
/// comparison. Equal values stand in the order in which they come, which is that of their keys.
///
/// @param <T> type of the values
final class FirstFew<T> implements Collected<T> {

  private final Selection<T> selection;
  private final RowOrder<T> rowOrder;
  private final Order<T> order;
  private final int most;
  private Found<T>[] heap;
  private int size;

  FirstFew(Selection<T> selection, Order<T> order) {
    this.selection = selection;
    this.order = order;
    this.rowOrder = selection.rowOrder();
    this.most = selection.window().end();
    this.heap = Found.array(Math.min(most, 64));
  }

  @Override
  public boolean accept(ItemEntry item, T value) {
    if (most == 0) {
      return false;
    }
    Object key = order.key().apply(value);
    if (size < most) {
      if (size == heap.length) {
        heap = java.util.Arrays.copyOf(heap, Math.min(most, size * 2));
      }
      rise(size++, new Found<>(key, item.key(), value));
    } else if (rowOrder.compareKeys(order, key, heap[0].sortKey()) < 0) {
      sink(new Found<>(key, item.key(), value), size);
    }
    return true;
  }

  /// Whether one stands behind another; of equal ones, the one with the greater key.
  private boolean isBehind(Found<T> one, Found<T> other) {
    int compared = rowOrder.compareKeys(order, one.sortKey(), other.sortKey());
    return compared > 0 || (compared == 0 && one.key().compareTo(other.key()) > 0);
  }

  private void rise(int from, Found<T> found) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isBehind(found, heap[parent])) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = found;
  }

  /// Puts one in the place of the root.
  private void sink(Found<T> found, int length) {
    int at = 0;
    for (int child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && isBehind(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBehind(heap[child], found)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = found;
  }

  @Override
  public List<Row<T>> rows(Reader<T> reader, String name) {
    for (int last = size - 1; last > 0; last--) { // the last one goes to the end
      Found<T> root = heap[0];
      Found<T> moved = heap[last];
      sink(moved, last);
      heap[last] = root;
    }
    return Found.rows(heap, size, selection.window(), reader);
  }
}
