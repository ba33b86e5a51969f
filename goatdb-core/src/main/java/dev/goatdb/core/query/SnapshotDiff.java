package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What leads from one snapshot of a query's results to a later one. Both are sorted alike, so one
/// walk along both finds it, O(n). A row whose value changed stands in both under different values:
/// in the same place it is an update, elsewhere it goes away and comes in.
final class SnapshotDiff {

  private SnapshotDiff() {}

  /// {@return the changes, to be applied in order}
  static <T> List<Delta<T>> between(List<Row<T>> before, List<Row<T>> after, RowOrder<T> order) {
    List<Delta<T>> deltas = new ArrayList<>();
    Iterator<Row<T>> olds = before.iterator();
    Iterator<Row<T>> news = after.iterator();
    Row<T> old = next(olds);
    Row<T> now = next(news);
    int at = 0; // in the list as it is after the changes so far
    while (old != null || now != null) {
      int compared = old == null ? 1 : now == null ? -1 : order.compare(old, now);
      if (compared < 0) {
        deltas.add(new Delta<>(old, null, at, -1, false, false));
        old = next(olds);
      } else if (compared > 0) {
        deltas.add(new Delta<>(null, now, -1, at++, false, false));
        now = next(news);
      } else {
        if (old != null && now != null && !old.value().equals(now.value())) {
          deltas.add(new Delta<>(old, now, at, at, false, false));
        }
        at++;
        old = next(olds);
        now = next(news);
      }
    }
    return deltas;
  }

  private static <T> @Nullable Row<T> next(Iterator<Row<T>> rows) {
    return rows.hasNext() ? rows.next() : null;
  }
}
