package dev.goatdb.core.query;

import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;

/// A walk along the items of one repository, in the order of their keys, a slice at a time. It
/// holds no lock: it sees each item as it is when it comes by. One thread.
///
/// @param <T> type of the values
final class Scan<T> {

  /// How many items a slice has: a few milliseconds, if they have to be decoded.
  static final int SLICE = 1024;

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
    int end = (int) Math.min(items.size(), (long) next + most);
    int i = next;
    ItemEntry item = null;
    try {
      while (i < end) {
        item = items.get(isBackward ? items.size() - 1 - i : i);
        i++;
        T value = reader.read(engine, item, selection.fieldTests());
        if (value != null && selection.matches(value) && !sink.accept(item, value)) {
          next = items.size();
          return false;
        }
      }
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name, item == null ? "?" : item.key(), e);
    }
    next = end;
    return next < items.size();
  }
}
