package dev.goatdb.core.query;

import dev.goatdb.api.Change;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The changes that turn one list of rows into another: removals first, then, from the front, what
/// comes, moves or differs.
final class WindowDiff {

  private WindowDiff() {}

  /// {@return the changes, to be applied in order}
  static <T> List<Change<T>> between(
      List<Row<T>> before, List<Row<T>> after, FieldDiff<T> fields, Set<String> localKeys) {
    List<Change<T>> changes = new ArrayList<>();
    List<Row<T>> current = new ArrayList<>(before);
    Set<String> staying = new HashSet<>();
    after.forEach(row -> staying.add(row.item().key()));
    for (int i = current.size() - 1; i >= 0; i--) {
      if (!staying.contains(current.get(i).item().key())) {
        changes.add(new Change.Removed<>(current.remove(i), i));
      }
    }
    for (int i = 0; i < after.size(); i++) {
      Row<T> row = after.get(i);
      int from = indexOf(current, row.item().key(), i);
      if (from < 0) {
        current.add(i, row);
        changes.add(new Change.Added<>(row, i));
      } else if (from != i) {
        current.remove(from);
        current.add(i, row);
        changes.add(new Change.Moved<>(row, from, i));
      } else if (!current.get(i).value().equals(row.value())) {
        changes.add(updated(current.get(i), row, i, fields, localKeys));
        current.set(i, row);
      }
    }
    return changes;
  }

  private static <T> int indexOf(List<Row<T>> rows, String key, int from) {
    for (int i = from; i < rows.size(); i++) {
      if (rows.get(i).item().key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// {@return the change of a row that stays where it is}
  static <T> Change<T> updated(
      Row<T> old, Row<T> row, int index, FieldDiff<T> fields, Set<String> localKeys) {
    Item.Update<T> update =
        new Item.Update<>(
            Optional.of(old.value()),
            Optional.of(row.value()),
            fields.between(old.value(), row.value()),
            localKeys.contains(row.item().key()),
            row.item().heads().size() > 1);
    return new Change.Updated<>(row, index, update);
  }
}
