package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.core.repository.ItemEntry;
import java.util.ArrayList;
import java.util.List;

/// Keeps everything and sorts it in the end. The sort is stable and values come in the order of
/// their keys, so equal ones stay in that order.
///
/// @param <T> type of the values
final class Sorted<T> implements Collected<T> {

  private final String name;
  private final Selection<T> selection;
  private final Order<T> order;
  private final List<Found<T>> found = new ArrayList<>();

  Sorted(String name, Selection<T> selection, Order<T> order) {
    this.name = name;
    this.selection = selection;
    this.order = order;
  }

  @Override
  public boolean accept(ItemEntry item, T value) {
    return found.add(new Found<>(order.key().apply(value), item.key(), value));
  }

  @Override
  public List<Row<T>> rows(Reader<T> reader) {
    RowOrder<T> rowOrder = selection.rowOrder();
    Found<T>[] all = found.toArray(Found.array(found.size()));
    try {
      java.util.Arrays.sort(
          all, (left, right) -> rowOrder.compareKeys(order, left.sortKey(), right.sortKey()));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name, "?", e);
    }
    return Found.rows(all, all.length, selection.window(), reader);
  }
}
