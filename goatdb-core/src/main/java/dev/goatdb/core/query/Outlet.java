package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody who follows a query's results. It notes what happened under the query's lock, one call
/// at a time, and has work done when it is woken, without that lock.
///
/// @param <T> type of the values
interface Outlet<T> {

  /// The results changed.
  ///
  /// @param deltas what changed, in order
  /// @param now the results
  void changed(List<Delta<T>> deltas, List<Row<T>> now);

  /// The query ended.
  ///
  /// @param failure why, or null if it was closed
  void ended(@Nullable Throwable failure);

  /// Something was noted. Without the query's lock.
  void wake();
}
