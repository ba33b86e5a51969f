package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;

/// What a scan of one repository found, on its way to being sorted and cut. One thread.
///
/// @param <T> type of the values
interface Collected<T> extends Scan.Sink<T> {

  /// {@return something fit for a selection}
  ///
  /// @param name names the query's source in messages
  /// @param selection what is looked for
  /// @param total how many items there are
  static <T> Collected<T> by(String name, Selection<T> selection, int total) {
    Order<T> order = selection.order();
    if (order == null) {
      return new InKeyOrder<>(selection.window(), selection.isFiltered() ? 1024 : total);
    }
    return selection.window().end() < total / 2
        ? new FirstFew<>(name, selection, order)
        : new Sorted<>(name, selection, order);
  }

  /// {@return the results}
  ///
  /// @param reader makes handles on items
  List<Row<T>> rows(Reader<T> reader);
}
