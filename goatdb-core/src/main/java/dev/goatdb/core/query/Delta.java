package dev.goatdb.core.query;

import dev.goatdb.api.Change;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of results, before anybody asked which fields differ.
///
/// @param before the row as it was, or null if it came in
/// @param after the row as it is, or null if it went away
/// @param from where it was, or -1
/// @param to where it is, or -1
/// @param isLocal whether this process alone caused it
/// @param isMerge whether the value was merged out of several heads
/// @param <T> type of the values
record Delta<T>(
    @Nullable Row<T> before,
    @Nullable Row<T> after,
    int from,
    int to,
    boolean isLocal,
    boolean isMerge) {

  /// {@return the change as the application gets it}
  Change<T> change(FieldDiff<T> fields) {
    if (after == null) {
      if (before == null) {
        throw new IllegalStateException("neither came nor went");
      }
      return new Change.Removed<>(before, from);
    }
    if (before == null) {
      return new Change.Added<>(after, to);
    }
    return from == to
        ? new Change.Updated<>(after, to, update(before, after, fields))
        : new Change.Moved<>(after, from, to);
  }

  private Item.Update<T> update(Row<T> old, Row<T> now, FieldDiff<T> fields) {
    return new Item.Update<>(
        Optional.of(old.value()),
        Optional.of(now.value()),
        fields.between(old.value(), now.value()),
        isLocal,
        isMerge);
  }
}
