package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.BODY;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.TAGS;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.it.e2e.Notes.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One database: what an item does.
class ItemsTest {

  @TempDir Path directory;
  private GoatDb db;
  private Repository notes;
  private Item<Note> trip;

  @BeforeEach
  void open() {
    db = GoatDb.open(directory);
    notes = db.repository(PATH);
    trip = notes.put(NOTE, "trip", Note.of("Trip", "Pack bags."));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void editIsVisibleToItsOwnProcessAtOnce() {
    trip.set(TITLE, "Rome");
    assertEquals("Rome", trip.get().title());
    assertEquals("Rome", notes.item(NOTE, "trip").get(TITLE));
  }

  @Test
  void handlesOfOnePlaceAreEqual() {
    assertEquals(trip, notes.item(NOTE, "trip"));
    assertEquals(trip.hashCode(), notes.item(NOTE, "trip").hashCode());
    assertNotEquals(trip, notes.item(NOTE, "other"));
  }

  @Test
  void deletedItemIsGoneUntilItIsRestored() {
    Soon.get(trip.delete().appended());
    assertFalse(trip.exists());
    assertEquals(Optional.empty(), trip.value());
    assertEquals(0, notes.count());
    assertEquals(List.of(), notes.keys());
    assertTrue(notes.find(NOTE, "trip").isEmpty());
    assertThrows(NoSuchElementException.class, trip::get);
    trip.restore();
    assertEquals(Note.of("Trip", "Pack bags."), trip.get());
    assertEquals(List.of("trip"), notes.keys());
  }

  @Test
  void putOverADeletedItemStartsAnew() {
    trip.set(TAGS, Set.of("old"));
    trip.delete();
    notes.put(NOTE, "trip", Note.of("Again", ""));
    assertEquals(Note.of("Again", ""), trip.get());
  }

  @Test
  void listenerHearsTheFieldsThatDiffer() {
    Soon.get(trip.receipt().appended());
    Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
    Subscription subscription = trip.onChange(heard);
    Soon.get(trip.update(n -> new Note("Rome", n.body(), Set.of("x"), 0, n.labels())).appended());
    Item.Update<Note> update = heard.next();
    assertEquals(Set.of("title", "tags"), update.fields());
    assertTrue(update.touches(TITLE));
    assertFalse(update.touches(BODY));
    assertTrue(update.isLocal());
    assertEquals("Trip", update.before().orElseThrow().title());
    assertEquals("Rome", update.after().orElseThrow().title());
    subscription.close();
    Soon.get(trip.set(TITLE, "Unheard").durable());
    db.close();
    assertTrue(heard.isEmpty(), "no call starts after the subscription was closed");
  }

  @Test
  void listenerHearsDeletionAndRestoration() {
    Soon.get(trip.receipt().appended());
    Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
    trip.onChange(heard);
    Soon.get(trip.delete().appended());
    assertEquals(Optional.empty(), heard.next().after());
    Soon.get(trip.restore().appended());
    Item.Update<Note> restored = heard.next();
    assertEquals(Optional.empty(), restored.before());
    assertEquals("Trip", restored.after().orElseThrow().title());
  }

  @Test
  void receiptNamesTheCommitThatHoldsTheEdit() {
    CommitId first = Soon.get(trip.receipt().durable());
    CommitId second = Soon.get(trip.set(TITLE, "Rome").durable());
    assertNotEquals(first, second);
    assertEquals(List.of(second), trip.heads());
    Commit commit = notes.commit(second).orElseThrow();
    assertEquals(List.of(first), commit.parents());
    assertEquals("trip", commit.key());
    assertEquals(Commit.Kind.EDIT, commit.kind());
    assertEquals(db.session().id(), commit.author());
    assertEquals(NOTE.id(), commit.schema());
  }

  @Test
  void editThatChangesNothingMakesNoCommit() {
    CommitId first = Soon.get(trip.receipt().durable());
    assertEquals(first, Soon.get(trip.set(TITLE, "Trip").durable()));
    assertEquals(List.of(first), trip.heads());
  }

  @Test
  void historyGoesFromTheNewestCommitToTheFirst() {
    CommitId first = Soon.get(trip.receipt().appended());
    CommitId second = Soon.get(trip.set(TITLE, "Rome").appended());
    CommitId third = Soon.get(trip.delete().appended());
    assertEquals(List.of(third, second, first), trip.history().map(commit -> commit.id()).toList());
    assertEquals("Trip", trip.at(first).orElseThrow().title());
    assertEquals("Rome", trip.at(second).orElseThrow().title());
    assertEquals(Optional.empty(), trip.at(third));
    CommitId foreign = Soon.get(notes.put(NOTE, "x", Note.of("x", "")).receipt().appended());
    assertThrows(NoSuchElementException.class, () -> trip.at(foreign));
  }

  @Test
  void commitsOnGivenParentsForkAndSettleClosesTheFork() {
    CommitId root = Soon.get(trip.receipt().appended());
    CommitId left =
        Soon.get(
            trip.commitOn(List.of(root), n -> n.map(t -> Note.of("Left", t.body()))).appended());
    CommitId right =
        Soon.get(
            trip.commitOn(List.of(root), n -> n.map(t -> Note.of(t.title(), "Right"))).appended());
    assertEquals(Set.of(left, right), Set.copyOf(trip.heads()));
    assertEquals(Note.of("Left", "Right"), trip.get());
    CommitId settled = Soon.get(trip.settle().appended());
    assertEquals(List.of(settled), trip.heads());
    assertEquals(Set.of(left, right), Set.copyOf(notes.commit(settled).orElseThrow().parents()));
    assertEquals(Note.of("Left", "Right"), trip.get());
  }

  @Test
  void commitOnAnUnknownParentIsRefused() {
    CommitId nowhere = CommitId.parse("ab".repeat(32));
    assertThrows(NoSuchElementException.class, () -> trip.commitOn(List.of(nowhere), note -> note));
  }

  @Test
  void untypedSchemaReadsEverythingAndWritesNothing() {
    Document document = notes.item(Schema.UNTYPED, "trip").get();
    assertEquals(NOTE.id(), document.schema());
    assertEquals(Value.of("Trip"), document.values().get("title"));
    assertThrows(IllegalArgumentException.class, () -> notes.put(Schema.UNTYPED, "copy", document));
    assertEquals(List.of("trip"), notes.keys());
  }

  @Test
  void editsWithinTheFlushWindowShareOneCommit() {
    CommitId first = Soon.get(trip.receipt().durable());
    trip.update(n -> Note.of("a", n.body()));
    trip.update(n -> Note.of("b", n.body()));
    trip.update(n -> Note.of("c", n.body()));
    Soon.get(trip.receipt().appended());
    assertTrue(trip.history().count() <= 4);
    assertEquals("c", trip.get().title());
    assertEquals(first, trip.history().reduce((newer, older) -> older).orElseThrow().id());
  }

  @Test
  void textIsEditedByPosition() {
    trip.replace(BODY, 0, 4, "Unpack");
    trip.replace(BODY, 11, 12, "!");
    assertEquals("Unpack bags!", trip.get().body());
  }
}
