package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.ANY_PORT;
import static dev.goatdb.it.e2e.Notes.BODY;
import static dev.goatdb.it.e2e.Notes.LABELS;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.SHARED;
import static dev.goatdb.it.e2e.Notes.TAGS;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static dev.goatdb.it.e2e.Notes.VISITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Query;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.it.e2e.Notes.Note;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two databases on disk and a real WebSocket between them.
class SyncTest {

  @TempDir Path directory;
  private GoatDb laptop;
  private GoatDb phone;
  private Endpoint endpoint;

  @BeforeEach
  void open() {
    laptop = GoatDb.open(directory.resolve("laptop"), SHARED);
    phone = GoatDb.open(directory.resolve("phone"), SHARED);
    endpoint = laptop.listen(ANY_PORT);
  }

  @AfterEach
  void close() {
    phone.close();
    laptop.close();
  }

  private void exchangeOnce() {
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
    }
  }

  private Item<Note> here() {
    return laptop.repository(PATH).item(NOTE, "trip");
  }

  private Item<Note> there() {
    return phone.repository(PATH).item(NOTE, "trip");
  }

  private void shareTrip() {
    Note trip = new Note("Trip", "Pack bags.", Set.of("old", "todo"), 1, Map.of("a", "1"));
    Soon.get(laptop.repository(PATH).put(NOTE, "trip", trip).receipt().appended());
    there();
    exchangeOnce();
    assertEquals(trip, there().get());
  }

  @Test
  void mergesOfflineEditsOfOneItemToTheSameValueOnBothSides() {
    shareTrip();
    here().replace(BODY, 0, 0, "Book train. ");
    here().set(TAGS, Set.of("old", "todo", "rail"));
    here().set(VISITS, 4L);
    here().set(LABELS, Map.of("a", "1", "b", "2"));
    there().replace(BODY, 10, 10, " Passport!");
    there().set(TITLE, "Rome, May");
    there().set(TAGS, Set.of("todo"));
    there().set(VISITS, 3L);
    there().set(LABELS, Map.of("a", "9"));
    assertFalse(here().get().equals(there().get()), "they are apart while offline");
    laptop.flush();

    exchangeOnce();

    Note merged =
        new Note(
            "Rome, May",
            "Book train. Pack bags. Passport!",
            Set.of("todo", "rail"),
            6,
            Map.of("a", "9", "b", "2"));
    assertEquals(merged, here().get());
    assertEquals(merged, there().get());
    assertEquals(here().heads(), there().heads());
    assertEquals(laptop.repository(PATH).digest(), phone.repository(PATH).digest());
  }

  @Test
  void latestWriteOfAFieldWinsOnBothSides() {
    shareTrip();
    here().set(TITLE, "Trip to Rome");
    there().set(TITLE, "Rome, May");
    laptop.flush();
    exchangeOnce();
    assertEquals(here().get().title(), there().get().title());
    assertTrue(Set.of("Trip to Rome", "Rome, May").contains(here().get().title()));
  }

  @Test
  void editBesideADeleteIsNotLost() {
    shareTrip();
    Soon.get(here().delete().appended());
    there().set(TITLE, "Still going");
    exchangeOnce();
    assertEquals("Still going", here().get().title());
    assertEquals(here().get(), there().get());
  }

  @Test
  void deletionAndRestorationReachTheOtherSide() {
    shareTrip();
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.get(here().delete().appended());
      Soon.sync(peer);
      assertFalse(there().exists());
      assertEquals(0, phone.repository(PATH).count());
      there().restore();
      Soon.sync(peer);
      assertEquals("Trip", here().get().title());
    }
  }

  @Test
  void editsArriveWhileConnectedWithoutAsking() {
    shareTrip();
    Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
    there().onChange(heard);
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.await(peer, Peer.State.ONLINE);
      here().set(TITLE, "Live");
      Item.Update<Note> update = heard.next();
      assertEquals(Set.of("title"), update.fields());
      assertEquals("Trip", update.before().orElseThrow().title());
      assertEquals("Live", update.after().orElseThrow().title());
      assertFalse(update.isLocal());
      assertFalse(update.isMerge());
    }
  }

  @Test
  void liveQueryFollowsTheOtherSide() {
    Soon.Heard<List<Change<Note>>> heard = new Soon.Heard<>();
    try (Query<Note> all = phone.repository(PATH).query(NOTE).sortBy(Note::title).open();
        Peer peer = phone.connect(endpoint.address())) {
      Soon.await(peer, Peer.State.ONLINE);
      all.onChange(heard);
      List<String> titles = new ArrayList<>();
      laptop.repository(PATH).create(NOTE, Note.of("b", ""));
      laptop.repository(PATH).create(NOTE, Note.of("a", ""));
      while (titles.size() < 2) {
        for (Change<Note> change : heard.next()) {
          int index = assertInstanceOf(Change.Added.class, change).index();
          titles.add(index, change.row().value().title());
        }
      }
      assertEquals(List.of("a", "b"), titles);
      assertEquals(List.of("a", "b"), all.values().stream().map(Note::title).toList());
    }
  }

  @Test
  void syncTakesAlongEditsThatStillWaitForTheFlushWindow() {
    phone.close();
    phone = GoatDb.open(directory.resolve("phone"), SHARED.flushWindow(Duration.ofSeconds(10)));
    shareTrip();
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
      there().set(TITLE, "first");
      there().set(TITLE, "second");
      there().set(TITLE, "third");
      Soon.sync(peer);
      assertEquals("third", here().get().title());
      there().delete();
      Soon.get(phone.sync());
      assertFalse(here().exists());
    }
  }

  @Test
  void receiptTellsWhenAPeerHasTheCommitOnItsMedium() {
    shareTrip();
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.await(peer, Peer.State.ONLINE);
      CommitId id = Soon.get(there().set(TITLE, "Everywhere").atPeers(1));
      assertEquals(List.of(id), here().heads());
      assertEquals("Everywhere", here().get().title());
    }
  }

  @Test
  void clientReconnectsByItselfWhenTheServerComesBack() {
    shareTrip();
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
      URI address = endpoint.address();
      laptop.close();
      there().set(TITLE, "Written meanwhile");
      laptop = GoatDb.open(directory.resolve("laptop"), SHARED);
      endpoint = laptop.listen(address);
      laptop.repository(PATH);
      Soon.sync(peer);
      assertEquals("Written meanwhile", here().get().title());
    }
  }

  @Test
  void serverThatLostARepositoryIsRefilledByItsClients() throws IOException {
    shareTrip();
    String before = phone.repository(PATH).digest();
    laptop.close();
    try (Stream<Path> files = Files.walk(directory.resolve("laptop"))) {
      for (Path lost : files.filter(file -> file.toString().contains("mine")).toList()) {
        Files.delete(lost);
      }
    }
    laptop = GoatDb.open(directory.resolve("laptop"), SHARED);
    assertFalse(here().exists(), "it must be lost, or the test shows nothing");
    endpoint = laptop.listen(ANY_PORT);
    exchangeOnce();
    assertEquals(before, laptop.repository(PATH).digest());
    assertEquals("Trip", here().get().title());
  }

  @Test
  void verifyFindsNothingWrongAtEitherSide() {
    shareTrip();
    there().set(TITLE, "Checked");
    exchangeOnce();
    assertEquals(List.of(), laptop.verify(progress -> {}).findings());
    assertEquals(List.of(), phone.verify(progress -> {}).findings());
    assertTrue(phone.verify(progress -> {}).commits() >= 2);
  }
}
