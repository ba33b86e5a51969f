package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Rows as two arrays; a row is made when it is asked for. Immutable; any thread.
///
/// @param <T> type of the values
final class FoundRows<T> extends AbstractList<Row<T>> implements RandomAccess {

  private final Reader<T> reader;
  private final @Nullable String[] keys;
  private final @Nullable Object[] values;
  private final int from;
  private final int size;

  /// @param reader makes handles on items
  /// @param keys the items' keys; nobody changes it
  /// @param values their values; nobody changes it
  /// @param from where the rows begin in both
  /// @param size how many there are
  FoundRows(
      Reader<T> reader, @Nullable String[] keys, @Nullable Object[] values, int from, int size) {
    this.reader = reader;
    this.keys = keys;
    this.values = values;
    this.from = from;
    this.size = size;
  }

  @Override
  @SuppressWarnings("unchecked") // only values of this type were found
  public Row<T> get(int index) {
    Objects.checkIndex(index, size);
    String key = Objects.requireNonNull(keys[from + index]);
    return new Row<>(reader.item(key), (T) Objects.requireNonNull(values[from + index]));
  }

  @Override
  public Iterator<Row<T>> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Row<T> next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        return get(next++);
      }
    };
  }

  @Override
  public int size() {
    return size;
  }
}
