package dev.goatdb.core.query;

import java.util.List;

/// A value that was found, and what it is sorted by.
///
/// @param sortKey taken out of the value once
/// @param key the item's key
/// @param value the value
/// @param <T> type of the value
record Found<T>(Object sortKey, String key, T value) {

  /// {@return some of the found values as rows}
  static <T> List<dev.goatdb.api.Query.Row<T>> rows(
      Found<T>[] found, int size, Window window, Reader<T> reader) {
    int from = Math.min(window.offset(), size);
    int count = window.count(size);
    String[] keys = new String[count];
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      keys[i] = found[from + i].key();
      values[i] = found[from + i].value();
    }
    return new FoundRows<>(reader, keys, values, 0, count);
  }

  @SuppressWarnings("unchecked") // only found values are put in
  static <T> Found<T>[] array(int length) {
    return (Found<T>[]) new Found<?>[length];
  }
}
