package dev.goatdb.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Query;
import dev.goatdb.api.Query.Row;
import dev.goatdb.api.schema.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A live query, what its changes add up to, and what it should show.
final class QueryWatch {

  private final GoatDb database;
  private final QuerySpec spec;
  private final Query<Document> live;
  private final Query.Groups<Long> groups;
  private final Map<Long, Integer> told = new HashMap<>();
  private final List<Row<Document>> replayed = new ArrayList<>();
  private final List<List<Row<Document>>> snapshots = new ArrayList<>();
  private final List<List<Row<Document>>> copies = new ArrayList<>();

  QueryWatch(GoatDb database, QuerySpec spec) {
    this.database = database;
    this.spec = spec;
    Query<Document> parent = spec.builder(database).open();
    this.live = spec.chained().map(stage -> stage.of(parent.chain()).open()).orElse(parent);
    this.groups = live.groupBy(task -> task.get(QuerySpec.RANK));
    live.onChange(changes -> changes.forEach(this::replay));
    groups.onChange(told::putAll);
  }

  private void replay(Change<Document> change) {
    switch (change) {
      case Change.Added<Document>(var row, int index) -> replayed.add(index, row);
      case Change.Removed<Document>(var row, int index) ->
          assertEquals(row.item(), replayed.remove(index).item());
      case Change.Moved<Document>(var row, int from, int to) -> {
        assertEquals(row.item(), replayed.remove(from).item());
        replayed.add(to, row);
      }
      case Change.Updated<Document>(var row, int index, var update) -> {
        assertEquals(replayed.get(index).value(), update.before().orElseThrow());
        assertEquals(row.value(), update.after().orElseThrow());
        assertEquals(row.item(), replayed.set(index, row).item());
      }
    }
  }

  void check() {
    List<Row<Document>> expected = spec.expected(database);
    assertEquals(expected, live.results(), () -> "live " + spec);
    assertEquals(expected.size(), live.count());
    assertEquals(expected, replayed, () -> "told of by " + spec);
    if (spec.chained().isEmpty()) {
      assertEquals(expected, spec.builder(database).list(), () -> "once " + spec);
      assertEquals(expected.size(), spec.builder(database).count());
    }
    Map<Long, Integer> counts = new HashMap<>();
    expected.forEach(row -> counts.merge(row.value().get(QuerySpec.RANK), 1, Integer::sum));
    assertEquals(counts, groups.counts());
    told.values().removeIf(count -> count == 0);
    assertEquals(counts, told);
    for (long rank = 0; rank < 4; rank++) {
      assertEquals(
          counts.getOrDefault(rank, 0), live.find(QuerySpec.RANK, rank).size(), () -> "" + spec);
    }
    snapshots.add(live.results());
    copies.add(List.copyOf(live.results()));
  }

  /// Snapshots that were taken on the way show what they showed.
  void checkSnapshots() {
    assertEquals(copies, snapshots);
  }
}
