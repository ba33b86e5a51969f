package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.ANY_PORT;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.SHARED;
import static dev.goatdb.it.e2e.Notes.TAGS;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static dev.goatdb.it.e2e.Notes.VISITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.api.value.Value;
import dev.goatdb.it.e2e.Notes.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an item's listener is told: which fields, from what to what, by whom, once.
class ItemEventsTest {

  private static final GoatDbConfig NO_SCHEMAS =
      GoatDbConfig.DEFAULT.rule("/notes/*", context -> Verdict.ALLOW);

  @TempDir Path directory;
  private GoatDb laptop;
  private Endpoint endpoint;

  @BeforeEach
  void open() {
    laptop = GoatDb.open(directory.resolve("laptop"), SHARED);
    endpoint = laptop.listen(ANY_PORT);
  }

  @AfterEach
  void close() {
    laptop.close();
  }

  private void exchangeOnce(GoatDb phone) {
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
    }
  }

  @Test
  void tellsLocalFromRemoteAndMergedFromPlain() {
    try (GoatDb phone = GoatDb.open(directory.resolve("phone"), SHARED)) {
      Item<Note> here = laptop.repository(PATH).put(NOTE, "trip", Note.of("Trip", ""));
      Item<Note> there = phone.repository(PATH).item(NOTE, "trip");
      exchangeOnce(phone);
      Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
      there.onChange(heard);

      Soon.get(there.set(TITLE, "Rome").appended());
      Item.Update<Note> local = heard.next();
      assertTrue(local.isLocal());
      assertFalse(local.isMerge());
      assertEquals(Set.of("title"), local.fields());

      Soon.get(here.set(TAGS, Set.of("rail")).appended());
      exchangeOnce(phone);
      Item.Update<Note> merged = heard.next();
      assertFalse(merged.isLocal());
      assertTrue(merged.isMerge());
      assertEquals(Set.of("tags"), merged.fields());
      assertEquals(Optional.of("Rome"), merged.after().map(Note::title));

      Soon.get(here.set(VISITS, 7L).appended());
      exchangeOnce(phone);
      Item.Update<Note> remote = heard.next();
      assertFalse(remote.isLocal());
      assertFalse(remote.isMerge(), "one head again");
      assertEquals(Set.of("visits"), remote.fields());
      assertEquals(Optional.of(0L), remote.before().map(Note::visits));
      assertEquals(Optional.of(7L), remote.after().map(Note::visits));
    }
  }

  @Test
  void eachChangeIsToldOnceAndFollowsFromTheOneBefore() {
    Item<Note> item = laptop.repository(PATH).put(NOTE, "trip", Note.of("0", ""));
    Note first = item.get();
    Soon.get(item.receipt().appended());
    Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
    item.onChange(heard);
    for (int i = 1; i <= 500; i++) {
      item.set(TITLE, String.valueOf(i));
      if (i % 50 == 0) {
        Soon.get(item.delete().appended());
        Soon.get(item.restore().appended());
      }
    }
    Soon.get(item.receipt().appended());
    int deletions = 0;
    Optional<Note> last = Optional.of(first);
    while (deletions < 10 || !last.equals(Optional.of(Note.of("500", "")))) {
      Item.Update<Note> next = heard.next();
      assertEquals(last, next.before());
      assertFalse(next.before().equals(next.after()), "nothing is told that changed nothing");
      deletions += next.after().isEmpty() ? 1 : 0;
      last = next.after();
    }
    laptop.close();
    assertTrue(heard.isEmpty(), "nothing is told twice");
    assertEquals(10, deletions);
  }

  @Test
  void afterVersionsThatCouldNotBeMergedTheNextChangeCoversThem() {
    try (GoatDb phone = GoatDb.open(directory.resolve("phone"), NO_SCHEMAS)) {
      Item<Note> here = laptop.repository(PATH).put(NOTE, "trip", Note.of("base", ""));
      var root = Soon.get(here.receipt().appended());
      Item<Document> there = phone.repository(PATH).item(Schema.UNTYPED, "trip");
      exchangeOnce(phone);
      Soon.Heard<Item.Update<Document>> heard = new Soon.Heard<>();
      there.onChange(heard);

      for (String side : List.of("left", "right")) {
        Soon.get(here.commitOn(List.of(root), n -> n.map(v -> Note.of(side, ""))).appended());
      }
      exchangeOnce(phone);
      assertEquals(2, there.heads().size());
      Soon.get(here.set(TITLE, "joined").appended());
      exchangeOnce(phone);

      Item.Update<Document> update = heard.next();
      while (!title(update.after()).equals("joined")) {
        assertEquals("base", title(update.before()), "one side may have come alone");
        update = heard.next();
      }
      assertTrue(update.fields().contains("title"));
      assertTrue(heard.isEmpty());
    }
  }

  private static String title(Optional<Document> document) {
    return document.map(d -> d.values().get("title")).map(ItemEventsTest::text).orElse("");
  }

  private static String text(Value value) {
    return value instanceof Value.Text(String text) ? text : "";
  }
}
