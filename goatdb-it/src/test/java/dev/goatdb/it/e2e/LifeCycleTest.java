package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.it.e2e.Notes.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening, closing, opening again.
class LifeCycleTest {

  @TempDir Path directory;

  @Test
  void closeCommitsWhatIsPending() {
    GoatDbConfig slow = GoatDbConfig.DEFAULT.flushWindow(Duration.ofSeconds(10));
    try (GoatDb db = GoatDb.open(directory, slow)) {
      IntStream.range(0, 300).forEach(i -> note(db, "k" + i));
    }
    try (GoatDb db = GoatDb.open(directory)) {
      assertEquals(300, db.repository(PATH).count());
      assertEquals(List.of(), db.verify(progress -> {}).findings());
    }
  }

  private static Item<Note> note(GoatDb db, String key) {
    return db.repository(PATH).put(NOTE, key, Note.of(key, "text of " + key));
  }

  @Test
  void reopenedDatabaseIsTheSame() {
    String digest;
    CommitId head;
    String identity;
    try (GoatDb db = GoatDb.open(directory)) {
      Item<Note> item = note(db, "a");
      Soon.get(item.receipt().appended());
      item.set(TITLE, "A");
      item.delete();
      item.restore();
      head = Soon.get(item.receipt().durable());
      digest = db.repository(PATH).digest();
      identity = db.status().database();
    }
    try (GoatDb db = GoatDb.open(directory)) {
      Item<Note> item = db.repository(PATH).item(NOTE, "a");
      assertEquals("A", item.get().title());
      assertEquals(List.of(head), item.heads());
      assertEquals(digest, db.repository(PATH).digest());
      assertEquals(identity, db.status().database());
      assertEquals(List.of(RepositoryPath.parse(PATH)), db.repositories());
    }
  }

  @Test
  void closedRepositoryOpensAgainOnUse() {
    try (GoatDb db = GoatDb.open(directory)) {
      Repository notes = db.repository(PATH);
      Item<Note> item = note(db, "a");
      notes.close();
      assertEquals("a", item.get().title());
      item.set(TITLE, "b");
      notes.close();
      assertEquals("b", item.get().title());
    }
  }

  @Test
  void secondOpeningIsRefusedWhoeverHoldsTheDirectory() {
    try (GoatDb db = GoatDb.open(directory)) {
      GoatDbException.Storage refused =
          assertThrows(GoatDbException.Storage.class, () -> GoatDb.open(directory));
      String process = "is in use by process " + ProcessHandle.current().pid();
      assertTrue(refused.getMessage().contains(process), refused::getMessage);
      note(db, "still works");
    }
    GoatDb.open(directory).close();
  }

  @Test
  void anotherProcessIsToldWhoHoldsTheDirectory() throws Exception {
    try (GoatDb db = GoatDb.open(directory)) {
      note(db, "a");
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath(),
                  OpenOnce.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      String printed = new String(other.getInputStream().readAllBytes());
      assertEquals(3, other.waitFor(), printed);
      String process = "in use by process " + ProcessHandle.current().pid();
      assertTrue(printed.contains(process), printed);
    }
  }

  /// Whatever path this run is on, a child finds everything on the class path.
  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    String real = System.getProperty("surefire.real.class.path", "");
    return String.join(
        java.io.File.pathSeparator,
        List.of(modules, classes, real, location(LifeCycleTest.class), location(GoatDb.class)));
  }

  private static String location(Class<?> type) {
    return Path.of(
            java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  @Test
  void usedAfterCloseSaysWhoClosedIt() {
    GoatDb db = GoatDb.open(directory);
    Item<Note> item = note(db, "a");
    db.close();
    db.close();
    for (Runnable use :
        List.<Runnable>of(
            () -> db.repository(PATH), item::get, () -> item.set(TITLE, "x"), db::flush)) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, use::run);
      assertTrue(refused.getMessage().contains("was closed by thread "), refused::getMessage);
      assertTrue(refused.getMessage().contains("LifeCycleTest.java:"), refused::getMessage);
    }
  }

  @Test
  void keysThatCannotBeReadStopTheStartAndAreNeverReplaced() throws IOException {
    GoatDb.open(directory).close();
    Path keys;
    try (var files = Files.list(directory)) {
      keys = files.filter(LifeCycleTest::holdsKeys).findFirst().orElseThrow();
    }
    byte[] genuine = Files.readAllBytes(keys);
    Files.writeString(keys, "garbage");
    GoatDbException.Configuration refused =
        assertThrows(GoatDbException.Configuration.class, () -> GoatDb.open(directory));
    assertTrue(refused.getMessage().contains("never replaced"), refused::getMessage);
    assertEquals("garbage", Files.readString(keys));
    Files.write(keys, genuine);
    GoatDb.open(directory).close();
  }

  private static boolean holdsKeys(Path file) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).startsWith("goatdb-keys");
    } catch (IOException e) {
      return false; // not text
    }
  }

  @Test
  void keyFileOfTheConfigurationIsUsedInsteadOfTheDirectorys(@TempDir Path elsewhere)
      throws IOException {
    Path keys = elsewhere.resolve("keys");
    GoatDbConfig config = GoatDbConfig.DEFAULT.keyFile(keys);
    String identity;
    try (GoatDb db = GoatDb.open(directory, config)) {
      identity = db.status().database();
    }
    assertTrue(Files.readString(keys).startsWith("goatdb-keys: 1\n"));
    try (var files = Files.list(directory)) {
      assertFalse(files.anyMatch(LifeCycleTest::holdsKeys));
    }
    try (GoatDb db = GoatDb.open(directory, config)) {
      assertEquals(identity, db.status().database());
    }
  }

  @Test
  void listenerThatThrowsHarmsNobodyElse() {
    try (GoatDb db = GoatDb.open(directory)) {
      Item<Note> item = note(db, "a");
      Soon.get(item.receipt().appended());
      Soon.Heard<Item.Update<Note>> heard = new Soon.Heard<>();
      item.onChange(update -> {
        throw new IllegalArgumentException("a broken listener");
      });
      item.onChange(heard);
      Soon.get(item.set(TITLE, "b").appended());
      heard.next();
      Soon.get(item.set(TITLE, "c").appended());
      heard.next();
      assertTrue(db.status().listenerFailures() >= 1);
    }
  }
}
