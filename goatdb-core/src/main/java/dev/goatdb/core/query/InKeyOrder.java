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
  private @Nullable String[] keys = new String[16];
  private @Nullable Object[] values = new Object[16];
  private int skipped;
  private int size;

  InKeyOrder(Window window) {
    this.window = window;
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
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    keys[size] = item.key();
    values[size++] = value;
    return size < window.limit();
  }

  @Override
  public List<Row<T>> rows(Reader<T> reader, String name) {
    return new FoundRows<>(reader, keys, values, 0, size);
  }
}
