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
  private RepositoryEngine engine;
  private boolean isAnother; // engine than the one that gave the items
  private final Selection<T> selection;
  private final List<ItemEntry> items;
  private final boolean isBackward;
  private final boolean looksInside;
  private final ItemEntry[] block = new ItemEntry[BLOCK];
  private final @Nullable Object[] values = new Object[BLOCK];
  private Class<?> type = Object.class;
  private int next;
  private int ahead = 16;

  /// @param name names the query's source in messages
  /// @param reader reads items
  /// @param selection what to look for
  Scan(String name, Reader<T> reader, Selection<T> selection) {
    this.name = name;
    this.reader = reader;
    this.engine = reader.engine();
    this.selection = selection;
    this.items = engine.sorted();
    this.looksInside = selection.isFiltered() || selection.order() != null;
    this.isBackward = selection.order() == null && selection.isDescending();
  }

  /// Waits until everybody has heard of what it may have seen.
  void awaitTold() {
    engine.awaitTold();
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
    pin();
    try {
      return look(most, sink);
    } finally {
      engine.usage().unpin();
    }
  }

  /// Keeps the repository open during a slice; one that was closed between two is opened again.
  private void pin() {
    while (!engine.usage().pin()) {
      engine = reader.engine();
      isAnother = true;
    }
  }

  private boolean look(int most, Sink<? super T> sink) {
    engine.usage().use();
    int end = (int) Math.min(items.size(), (long) next + most);
    while (next < end) {
      int count = Math.min(ahead, end - next);
      ahead = Math.min(BLOCK, 2 * ahead); // a query that ends early has not read far
      read(count);
      for (int i = 0; i < count; i++) {
        if (!take(i, sink)) {
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
      values[i] = isAnother ? readAgain(item) : read(item);
    }
    for (int i = 0; looksInside && i < count; i++) {
      Object value = values[i];
      if (value != null && value.getClass() != type) {
        type = value.getClass();
      }
    }
  }

  private @Nullable T read(ItemEntry item) {
    try {
      return reader.read(engine, item, selection.fieldTests());
    } catch (RuntimeException | StackOverflowError | AssertionError e) { // a test of a field threw
      throw QueryFailure.at(name, item.key(), e);
    }
  }

  private @Nullable T readAgain(ItemEntry known) {
    ItemEntry item = engine.find(known.key());
    return item == null ? null : read(item);
  }

  private ItemEntry item(int i) {
    return items.get(isBackward ? items.size() - 1 - next - i : next + i);
  }

  @SuppressWarnings("unchecked") // the reader's
  private boolean take(int i, Sink<? super T> sink) {
    T value = (T) values[i];
    try {
      return value == null || !selection.matches(value) || sink.accept(block[i], value);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name, block[i].key(), e);
    }
  }
}
