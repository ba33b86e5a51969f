package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;

/// Where a query's rows come from. Any thread.
///
/// @param <T> type of the values
public sealed interface Source<T> extends FieldDiff<T> permits RepositorySource, ParentSource {

  /// {@return names the source in messages}
  String name();

  /// {@return the results of a selection, once}
  ///
  /// @param progress hears how far it is
  List<Row<T>> list(Selection<T> selection, ScanProgress progress);

  /// {@return the number of results of a selection, now}
  ///
  /// @param progress hears how far it is
  int count(Selection<T> selection, ScanProgress progress);

  /// {@return the way by which a live query hears of everything from now on}
  ///
  /// @param query the query, which is to be scanned
  Connection connect(LiveQuery<T> query);

  /// Brings changes to a query.
  interface Connection {

    /// Scans a slice; after the last one the query is live.
    ///
    /// @return whether there is more
    boolean advance(ScanProgress progress);

    /// Brings nothing any more and holds nothing.
    void close();
  }
}
