package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.core.repository.ItemEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps the first few in a heap whose root is the last of them, so that most values cost one
/// comparison. Equal values stand in the order in which they come, which is that of their keys.
///
/// @param <T> type of the values
final class FirstFew<T> implements Collected<T> {

  private static final int BLOCK = 512;

  private final String name;
  private final Selection<T> selection;
  private final RowOrder<T> rowOrder;
  private final Order<T> order;
  private final int most;
  private final ItemEntry[] block = new ItemEntry[BLOCK];
  private final @Nullable Object[] values = new Object[BLOCK];
  private final Object[] keys = new Object[BLOCK];
  private int waiting;
  private int empty; // keys that are
  private Found<T>[] heap;
  private int size;

  FirstFew(String name, Selection<T> selection, Order<T> order) {
    this.name = name;
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
    block[waiting] = item;
    values[waiting] = value;
    keys[waiting++] = order.key().apply(value);
    if (waiting == BLOCK) {
      take();
    }
    return true;
  }

  /// Takes what waits. Texts lie anywhere in memory: asking all of them first for something that
  /// needs their characters' place has the machine fetch many at once.
  private void take() {
    for (int i = 0; i < waiting; i++) {
      if (keys[i] instanceof String text && text.isEmpty()) {
        empty++;
      }
    }
    for (int i = 0; i < waiting; i++) {
      try {
        take(i);
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw QueryFailure.at(name, block[i].key(), e);
      }
    }
    waiting = 0;
  }

  @SuppressWarnings("unchecked") // what was accepted
  private void take(int i) {
    if (size < most) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, Math.min(most, size * 2));
      }
      rise(size++, new Found<>(keys[i], block[i].key(), (T) Objects.requireNonNull(values[i])));
    } else if (rowOrder.compareKeys(order, keys[i], heap[0].sortKey()) < 0) {
      sink(new Found<>(keys[i], block[i].key(), (T) Objects.requireNonNull(values[i])), size);
    }
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
  public List<Row<T>> rows(Reader<T> reader) {
    take();
    for (int last = size - 1; last > 0; last--) { // the last one goes to the end
      Found<T> root = heap[0];
      Found<T> moved = heap[last];
      sink(moved, last);
      heap[last] = root;
    }
    return Found.rows(heap, size, selection.window(), reader);
  }
}
