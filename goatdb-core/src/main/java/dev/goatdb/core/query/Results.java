package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The matching rows of a live query in order, and which of them are results. Replacing a row costs
/// O(log n), and what that means for the window follows from the ranks alone: whoever crosses its
/// border, one row leaves and one enters. Guarded by its query.
///
/// @param <T> type of the values
final class Results<T> {

  /// Where a rank lies, seen from the window. A row that is not there lies behind it.
  private enum Region {
    BEFORE,
    WITHIN,
    BEHIND
  }

  private final RowOrder<T> order;
  private final Window window;
  private RankedList<Row<T>> ranked;
  private final RowSet<T> byItem = new RowSet<>();

  Results(RowOrder<T> order, Window window) {
    this.order = order;
    this.window = window;
    this.ranked = new RankedList<>(order);
  }

  /// Fills empty results.
  void fill(List<Row<T>> rows) {
    rows.sort(order);
    ranked = RankedList.ofSorted(order, rows);
    rows.forEach(byItem::put);
  }

  /// {@return the results as they are now} Immutable, O(1).
  List<Row<T>> snapshot() {
    return ranked.snapshot(window.offset(), window.limit());
  }

  /// {@return how many results there are}
  int count() {
    return window.count(ranked.size());
  }

  /// {@return the matching rows, also those outside of the window}
  RankedList<Row<T>> ranked() {
    return ranked;
  }

  /// Puts an item where it belongs now.
  ///
  /// @param out gets what changes in the results
  void apply(Touch<T> touch, List<Delta<T>> out) {
    Row<T> old = byItem.find(touch.item());
    T value = touch.value();
    if (old == null ? value == null : old.value().equals(value)) {
      return;
    }
    Row<T> now = value == null ? null : new Row<>(touch.item(), value);
    Row<T> first = window.isWhole() ? null : border(window.offset());
    Row<T> last = window.isWhole() ? null : border(window.end() - 1);
    int from = -1;
    int to = -1;
    if (old != null && now != null && order.compare(old, now) == 0) {
      from = ranked.rank(old);
      to = from;
      ranked.replace(to, now);
    } else {
      from = old == null ? -1 : ranked.remove(old);
      to = now == null ? -1 : ranked.insert(now);
    }
    if (now == null) {
      byItem.remove(touch.item());
    } else {
      byItem.put(now);
    }
    tell(new Delta<>(old, now, from, to, touch.isLocal(), touch.isMerge()), first, last, out);
  }

  private @Nullable Row<T> border(int rank) {
    return rank >= 0 && rank < ranked.size() ? ranked.at(rank) : null;
  }

  /// Says what a change among the matching rows means for the results.
  ///
  /// @param first the first result before the change, if there was one
  /// @param last the last result before the change, if the window was full
  private void tell(
      Delta<T> change, @Nullable Row<T> first, @Nullable Row<T> last, List<Delta<T>> out) {
    Region from = region(change.from());
    Region to = region(change.to());
    if (window.limit() == 0 || (from == to && from != Region.WITHIN)) {
      return;
    }
    int start = window.offset();
    if (from == Region.WITHIN && to == Region.WITHIN) {
      out.add(moved(change, change.before(), change.from() - start, change.to() - start));
      return;
    }
    int end = window.limit() - 1;
    switch (from) {
      case BEFORE -> leave(change, first, 0, out);
      case WITHIN -> leave(change, change.before(), change.from() - start, out);
      case BEHIND -> leave(change, last, end, out);
    }
    switch (to) {
      case BEFORE -> enter(change, border(start), 0, out);
      case WITHIN -> enter(change, change.after(), change.to() - start, out);
      case BEHIND -> enter(change, border(window.end() - 1), end, out);
    }
  }

  private Region region(int rank) {
    if (rank < 0 || rank >= window.end()) {
      return Region.BEHIND;
    }
    return rank < window.offset() ? Region.BEFORE : Region.WITHIN;
  }

  private Delta<T> moved(Delta<T> change, @Nullable Row<T> before, int from, int to) {
    return new Delta<>(before, change.after(), from, to, change.isLocal(), change.isMerge());
  }

  private void leave(Delta<T> change, @Nullable Row<T> row, int from, List<Delta<T>> out) {
    if (row != null) {
      out.add(new Delta<>(row, null, from, -1, change.isLocal(), change.isMerge()));
    }
  }

  private void enter(Delta<T> change, @Nullable Row<T> row, int to, List<Delta<T>> out) {
    if (row != null) {
      out.add(new Delta<>(null, row, -1, to, change.isLocal(), change.isMerge()));
    }
  }
}
