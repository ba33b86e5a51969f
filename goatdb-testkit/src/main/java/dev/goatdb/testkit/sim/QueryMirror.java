package dev.goatdb.testkit.sim;

import dev.goatdb.api.Change;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A live query, and a list that is kept by its changes alone, as a screen does. One thread.
final class QueryMirror {

  /// A row to be compared. Values are compared, not their texts: a set has no order.
  record Line(String key, Map<String, Value> values) {}

  private final String name;
  private final Supplier<Query.Builder<Document>> builder;
  private final List<Query.Row<Document>> rows = new ArrayList<>();
  private @Nullable Query<Document> query;

  private QueryMirror(String name, Supplier<Query.Builder<Document>> builder) {
    this.name = name;
    this.builder = builder;
  }

  /// Opens live queries on a repository: all, in the order of keys, and the first few of some.
  static List<QueryMirror> open(Repository repository) {
    List<QueryMirror> mirrors =
        List.of(
            new QueryMirror(repository.path() + " all", () -> repository.query(Note.SCHEMA)),
            new QueryMirror(
                repository.path() + " top",
                () ->
                    repository
                        .query(Note.SCHEMA)
                        .where(note -> note.get(Note.VOTES) > -3)
                        .sortBy(note -> note.get(Note.STARS))
                        .descending()
                        .limit(2)));
    mirrors.forEach(QueryMirror::begin);
    return mirrors;
  }

  private void begin() {
    builder.get().openAsync().thenAccept(this::opened);
  }

  private void opened(Query<Document> opened) {
    query = opened;
    opened.onChange(changes -> changes.forEach(this::apply));
  }

  private void apply(Change<Document> change) {
    switch (change) {
      case Change.Added<Document> added -> rows.add(added.index(), added.row());
      case Change.Removed<Document> removed -> rows.remove(removed.index());
      case Change.Moved<Document> moved -> {
        rows.remove(moved.from());
        rows.add(moved.to(), moved.row());
      }
      case Change.Updated<Document> updated -> rows.set(updated.index(), updated.row());
    }
  }

  String name() {
    return name;
  }

  /// {@return what the changes amount to}
  List<Line> mirrored() {
    return lines(rows);
  }

  /// {@return what the live query says}
  List<Line> live() {
    return query == null ? List.of(new Line("not opened", Map.of())) : lines(query.results());
  }

  /// {@return what a new query finds}
  List<Line> fresh() {
    return lines(builder.get().list());
  }

  private static List<Line> lines(List<Query.Row<Document>> rows) {
    return rows.stream().map(row -> new Line(row.item().key(), row.value().values())).toList();
  }
}
