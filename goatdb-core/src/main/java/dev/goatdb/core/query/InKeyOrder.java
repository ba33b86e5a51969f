package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.core.repository.ItemEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what comes in the order in which it comes, within a window.
///
/// @param <T> type of the values
final class InKeyOrder<T> implements Collected<T> {

  private final Window window;
  private @Nullable String[] keys;
  private @Nullable Object[] values;
  private int skipped;
  private int size;

  /// @param window which of those that come are wanted
  /// @param expected how many may come
  InKeyOrder(Window window, int expected) {
    this.window = window;
    int capacity = Math.max(1, Math.min(expected, window.limit()));
    this.keys = new String[capacity];
    this.values = new Object[capacity];
  }

  @Override
  public boolean accept(ItemEntry item, T value) {
    if (skipped < window.offset()) {
      skipped++;
      return true;
    }
    if (size >= window.limit()) {
      return false;
    }
    if (size == keys.length) {
      int capacity = Math.min(window.limit(), size * 2);
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    keys[size] = item.key();
    values[size++] = value;
    return size < window.limit();
  }

  @Override
  public List<Row<T>> rows(Reader<T> reader) {
    return new FoundRows<>(reader, keys, values, 0, size);
  }
}
