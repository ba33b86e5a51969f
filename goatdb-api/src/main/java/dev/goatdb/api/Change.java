package dev.goatdb.api;

/// A change of a query's results. Applied in order, changes turn the old results into the new ones.
///
/// @param <T> type of the values
public sealed interface Change<T> {

  /// {@return the row that changed, as it is now}
  Query.Row<T> row();

  /// A row came in.
  ///
  /// @param row the row
  /// @param index where it is now
  /// @param <T> type of the value
  record Added<T>(Query.Row<T> row, int index) implements Change<T> {}

  /// A row went away.
  ///
  /// @param row the row as it was
  /// @param index where it was
  /// @param <T> type of the value
  record Removed<T>(Query.Row<T> row, int index) implements Change<T> {}

  /// A row stands elsewhere; its value may have changed too.
  ///
  /// @param row the row
  /// @param from where it was
  /// @param to where it is, after it was taken out
  /// @param <T> type of the value
  record Moved<T>(Query.Row<T> row, int from, int to) implements Change<T> {}

  /// A row's value changed.
  ///
  /// @param row the row
  /// @param index where it is
  /// @param update what changed
  /// @param <T> type of the value
  record Updated<T>(Query.Row<T> row, int index, Item.Update<T> update) implements Change<T> {}
}
