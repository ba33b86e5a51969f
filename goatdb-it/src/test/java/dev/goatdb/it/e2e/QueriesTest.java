package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.it.e2e.Notes.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries, once and live.
class QueriesTest {

  @TempDir Path directory;
  private GoatDb db;
  private Repository notes;

  @BeforeEach
  void open() {
    db = GoatDb.open(directory);
    notes = db.repository(PATH);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private Item<Note> add(String key, String title) {
    Item<Note> item = notes.put(NOTE, key, Note.of(title, ""));
    Soon.get(item.receipt().appended());
    return item;
  }

  private static List<String> titles(List<Query.Row<Note>> rows) {
    return rows.stream().map(row -> row.value().title()).toList();
  }

  @Test
  void listsWhatMatchesInOrderWithinAWindow() {
    IntStream.range(0, 9).forEach(i -> add("k" + i, "t" + (i * 4) % 9));
    Query.Builder<Note> all = notes.query(NOTE).where(n -> !n.title().equals("t3"));
    assertEquals(8, all.count());
    assertEquals(
        List.of("t7", "t6", "t5"),
        titles(all.sortBy(Note::title).descending().offset(1).limit(3).list()));
  }

  @Test
  void standsInTheOrderOfTheKeysWithoutSorting() {
    add("b", "1");
    add("c", "2");
    add("a", "3");
    assertEquals(List.of("3", "1", "2"), titles(notes.query(NOTE).list()));
  }

  @Test
  void liveQueryTellsOfEveryKindOfChangeOnce() {
    Item<Note> milk = add("milk", "m");
    Soon.Heard<List<Change<Note>>> heard = new Soon.Heard<>();
    try (Query<Note> open =
        notes.query(NOTE).where(n -> !n.title().isEmpty()).sortBy(Note::title).open()) {
      Subscription subscription = open.onChange(heard);
      Change<Note> present = only(heard);
      assertEquals(
          "m", assertInstanceOf(Change.Added.class, present).row().item().key().substring(0, 1));

      add("bread", "b");
      assertEquals(0, assertInstanceOf(Change.Added.class, only(heard)).index());

      milk.set(TITLE, "n");
      Change.Updated<?> updated = assertInstanceOf(Change.Updated.class, only(heard));
      assertEquals(1, updated.index());
      assertEquals(Set.of("title"), updated.update().fields());
      assertTrue(updated.update().isLocal());

      milk.set(TITLE, "a");
      Change.Moved<?> moved = assertInstanceOf(Change.Moved.class, only(heard));
      assertEquals(1, moved.from());
      assertEquals(0, moved.to());

      milk.set(TITLE, "");
      assertEquals(0, assertInstanceOf(Change.Removed.class, only(heard)).index());

      assertEquals(List.of("b"), open.values().stream().map(Note::title).toList());
      subscription.close();
    }
  }

  private static Change<Note> only(Soon.Heard<List<Change<Note>>> heard) {
    List<Change<Note>> changes = heard.next();
    assertEquals(1, changes.size(), changes::toString);
    return changes.getFirst();
  }

  @Test
  void windowOfALiveQueryIsFilledUpFromBehind() {
    IntStream.range(0, 5).forEach(i -> add("k" + i, "t" + i));
    Soon.Heard<List<Change<Note>>> heard = new Soon.Heard<>();
    try (Query<Note> firstTwo = notes.query(NOTE).sortBy(Note::title).limit(2).open()) {
      firstTwo.onChange(heard);
      assertEquals(2, heard.next().size());
      notes.item(NOTE, "k0").delete();
      List<String> seen = new ArrayList<>();
      for (Change<Note> change : heard.next()) {
        seen.add(change.getClass().getSimpleName() + " " + change.row().value().title());
      }
      assertEquals(List.of("Removed t0", "Added t2"), seen);
      assertEquals(List.of("t1", "t2"), titles(firstTwo.results()));
    }
  }

  @Test
  void opensWithoutBlockingTheCaller() {
    add("a", "x");
    try (Query<Note> query = Soon.get(notes.query(NOTE).openAsync())) {
      assertEquals(1, query.count());
    }
  }

  @Test
  void closedQueryEndsAndTellsSo() {
    Query<Note> query = notes.query(NOTE).open();
    query.close();
    Soon.get(query.completion());
    query.close();
  }

  @Test
  void predicateThatThrowsEndsItsOwnQueryAndNoOther() {
    Item<Note> item = add("k3f9", "fine");
    try (Query<Note> bad = notes.query(NOTE).where(n -> n.title().charAt(3) == 'e').open();
        Query<Note> good = notes.query(NOTE).open()) {
      Soon.Heard<List<Change<Note>>> heard = new Soon.Heard<>();
      good.onChange(heard);
      heard.next();
      item.set(TITLE, "");
      heard.next();
      Throwable failure = Soon.failure(bad.completion());
      assertTrue(
          failure.getMessage().startsWith("query on /notes/mine failed at item k3f9: "),
          failure::getMessage);
      assertTrue(!good.completion().isDone());
    }
  }
}
