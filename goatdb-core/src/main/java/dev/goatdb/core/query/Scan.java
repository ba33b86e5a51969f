package dev.goatdb.core.query;

import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk along the items of one repository, in the order of their keys, a slice at a time. It
/// holds no lock: it sees each item as it is when it comes by. One thread.
///
/// @param <T> type of the values
final class Scan<T> {

  /// How many items a slice has: a few milliseconds, if they have to be decoded.
  static final int SLICE = 1024;

  private static final int BLOCK = 512;

  /// Takes what was found.
  ///
  /// @param <T> type of the value
  interface Sink<T> {

    /// {@return whether it takes more}
    ///
    /// @param item an item that matches
    /// @param value its value
    boolean accept(ItemEntry item, T value);
  }

  private final String name;
  private final Reader<T> reader;
  private final RepositoryEngine engine;
  private final Selection<T> selection;
  private final List<ItemEntry> items;
  private final boolean isBackward;
  private final ItemEntry[] block = new ItemEntry[BLOCK];
  private final @Nullable Object[] values = new Object[BLOCK];
  private Class<?> type = Object.class;
  private int next;

  /// @param name names the query's source in messages
  /// @param reader reads items
  /// @param selection what to look for
  Scan(String name, Reader<T> reader, Selection<T> selection) {
    this.name = name;
    this.reader = reader;
    this.engine = reader.engine();
    this.selection = selection;
    this.items = engine.sorted();
    this.isBackward = selection.order() == null && selection.isDescending();
  }

  int total() {
    return items.size();
  }

  int done() {
    return next;
  }

  /// Looks at some more items.
  ///
  /// @param most how many
  /// @param sink takes those that match
  /// @return whether there are more
  /// @throws IllegalStateException if a predicate throws, naming the item
  boolean advance(int most, Sink<? super T> sink) {
    engine.use();
    int end = (int) Math.min(items.size(), (long) next + most);
    while (next < end) {
      int count = Math.min(BLOCK, end - next);
      read(count);
      for (int i = 0; i < count; i++) {
        if (!look(i, sink)) {
          next = items.size();
          return false;
        }
      }
      next += count;
    }
    return next < items.size();
  }

  /// Reads a block ahead. The values lie anywhere in memory, and a loop that does nothing but fetch
  /// them waits for many at once; one that also asks a predicate waits for each.
  private void read(int count) {
    for (int i = 0; i < count; i++) {
      ItemEntry item = item(i);
      block[i] = item;
      values[i] = reader.read(engine, item, selection.fieldTests());
    }
    for (int i = 0; i < count; i++) {
      Object value = values[i];
      if (value != null && value.getClass() != type) {
        type = value.getClass();
      }
    }
  }

  private ItemEntry item(int i) {
    return items.get(isBackward ? items.size() - 1 - next - i : next + i);
  }

  @SuppressWarnings("unchecked") // the reader's
  private boolean look(int i, Sink<? super T> sink) {
    T value = (T) values[i];
    try {
      return value == null || !selection.matches(value) || sink.accept(block[i], value);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name, block[i].key(), e);
    }
  }
}
