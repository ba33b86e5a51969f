package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;

/// What a scan of one repository found, on its way to being sorted and cut. One thread.
///
/// @param <T> type of the values
interface Collected<T> extends Scan.Sink<T> {

  /// {@return something fit for a selection}
  ///
  /// @param total how many items there are
  static <T> Collected<T> by(Selection<T> selection, int total) {
    Order<T> order = selection.order();
    if (order == null) {
      return new InKeyOrder<>(selection.window());
    }
    return selection.window().end() < total / 2
        ? new FirstFew<>(selection, order)
        : new Sorted<>(selection, order);
  }

  /// {@return the results}
  ///
  /// @param reader makes handles on items
  /// @param name names the query's source in messages
  List<Row<T>> rows(Reader<T> reader, String name);
}
