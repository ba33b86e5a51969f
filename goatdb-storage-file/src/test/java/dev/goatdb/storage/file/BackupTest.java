package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of open and closed repositories, and going on from them.
final class BackupTest {

  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");
  private final SeededEnv env = new SeededEnv(11);

  @TempDir Path directory;

  @Test
  void aCopyHoldsWhatIsOnTheMedium() throws IOException {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO)) {
      append(log, 0, Durability.OS);
      append(log, 1, Durability.DISK);
      append(log, 2, Durability.OS);
      storage.backup(TODO, directory.resolve("copy"));
      append(log, 3, Durability.OS);
    }
    assertEquals(List.of(0L, 1L), names("copy"));
  }

  @Test
  void whatACopyHoldsIsNotCopiedAgain() throws IOException {
    try (Storage storage = open("db")) {
      for (int opening = 0; opening < 5; opening++) {
        try (CommitLog log = storage.open(TODO)) {
          for (int i = 0; i < 100; i++) {
            append(log, 100L * opening + i, Durability.OS);
          }
          log.keep(new Checkpoint(0, log.size(), MemorySegment.ofArray(new byte[10])));
          log.force();
          long copied = storage.backup(TODO, directory.resolve("copy"));
          assertTrue(opening == 0 || copied < 60_000, "copied " + copied);
          assertEquals(0, storage.backup(TODO, directory.resolve("copy")));
        }
      }
    }
    assertEquals(500, names("copy").size());
  }

  @Test
  void aClosedRepositoryIsCopiedAsWell() throws IOException {
    try (Storage storage = open("db")) {
      try (CommitLog log = storage.open(TODO)) {
        append(log, 0, Durability.OS);
      }
      storage.backup(TODO, directory.resolve("copy"));
      RepositoryPath absent = new RepositoryPath("data", "absent");
      Path copy = directory.resolve("copy");
      assertThrows(IOException.class, () -> storage.backup(absent, copy));
      assertEquals(List.of(TODO), storage.repositories());
    }
    assertEquals(List.of(0L), names("copy"));
  }

  @Test
  void aCopyThatWentItsOwnWayIsReplacedAsAWhole() throws IOException {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO)) {
      append(log, 0, Durability.DISK);
      storage.backup(TODO, directory.resolve("copy"));
      try (Storage other = open("copy");
          CommitLog copy = other.open(TODO)) {
        append(copy, 100, Durability.DISK);
      }
      append(log, 1, Durability.DISK);
      append(log, 2, Durability.DISK);
      append(log, 3, Durability.DISK);
      storage.backup(TODO, directory.resolve("copy"));
    }
    assertEquals(List.of(0L, 1L, 2L, 3L), names("copy"));
  }

  @Test
  void nothingIsCopiedOverAnOpenDatabase() throws IOException {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO);
        Storage other = open("other")) {
      append(log, 0, Durability.DISK);
      for (String place : List.of("db", "other")) {
        Path open = directory.resolve(place);
        IOException refused = assertThrows(IOException.class, () -> storage.backup(TODO, open));
        assertTrue(String.valueOf(refused.getMessage()).contains("in use"), refused::toString);
      }
      assertEquals(List.of(), other.repositories());
    }
    assertEquals(List.of(0L), names("db"));
  }

  @Test
  void whatWasLeftBehindTheEndOfACopyDoesNotComeBack() throws IOException {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO)) {
      append(log, 0, Durability.DISK);
      storage.backup(TODO, directory.resolve("copy"));
      for (int i = 1; i < 4; i++) {
        append(log, i, Durability.DISK);
      }
      byte[] whole = Files.readAllBytes(directory.resolve("db/data/todo.goat"));
      Path copy = directory.resolve("copy/data/todo.goat");
      byte[] held = Files.readAllBytes(copy);
      storage.backup(TODO, directory.resolve("copy2"));
      System.arraycopy(held, 0, whole, 0, held.length);
      Files.write(copy, whole);
      assertTrue(storage.backup(TODO, directory.resolve("copy")) > 0);
      assertTrue(Files.size(copy) < whole.length, "cut where the copy ends");
    }
    assertEquals(List.of(0L, 1L, 2L, 3L), names("copy"));
  }

  @Test
  void aCopyOfAFileThatWasRewrittenIsReplacedAsAWhole() throws IOException {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO)) {
      for (int i = 0; i < 50; i++) {
        append(log, i, Durability.DISK);
      }
      storage.backup(TODO, directory.resolve("copy"));
      try (Compaction compaction = log.compaction(Compaction.Losses.REMEMBER).orElseThrow()) {
        compaction.copy();
        compaction.finish();
      }
      append(log, 50, Durability.DISK);
      storage.backup(TODO, directory.resolve("copy"));
    }
    assertEquals(51, names("copy").size());
  }

  @Test
  void aRestoredCopyIsGoneOnWith() throws IOException {
    try (Storage storage = open("db")) {
      try (CommitLog log = storage.open(TODO)) {
        append(log, 0, Durability.DISK);
        storage.backup(TODO, directory.resolve("copy"));
        append(log, 1, Durability.DISK);
        Path copy = directory.resolve("copy");
        assertThrows(IOException.class, () -> storage.restore(TODO, copy));
      }
      Path absent = directory.resolve("absent");
      assertThrows(IOException.class, () -> storage.restore(TODO, absent));
      storage.restore(TODO, directory.resolve("copy"));
      try (CommitLog log = storage.open(TODO)) {
        assertEquals(1, log.size());
        append(log, 2, Durability.DISK);
        storage.backup(TODO, directory.resolve("copy"));
      }
    }
    assertEquals(List.of(0L, 2L), names("db"));
    assertEquals(List.of(0L, 2L), names("copy"));
  }

  @Test
  void copiesMadeWhileItIsWrittenToAreBeginnings() throws Exception {
    try (Storage storage = open("db");
        CommitLog log = storage.open(TODO)) {
      List<Throwable> failures = new ArrayList<>();
      Runnable copying =
          () -> {
            try {
              for (int i = 0; i < 20; i++) {
                storage.backup(TODO, directory.resolve("copy"));
                storage.backup(TODO, directory.resolve("copy" + i));
              }
            } catch (IOException | RuntimeException failed) {
              failures.add(failed);
            }
          };
      Thread copier = Thread.ofPlatform().start(copying);
      long next = 0;
      while (copier.isAlive() && next < 20_000) {
        append(log, next++, next % 8 == 0 ? Durability.DISK : Durability.OS);
      }
      copier.join();
      assertEquals(List.of(), failures);
    }
    for (String copy : List.of("copy", "copy3", "copy19")) {
      List<Long> names = names(copy);
      for (int i = 0; i < names.size(); i++) {
        assertEquals(i, names.get(i));
      }
    }
  }

  private Storage open(String name) throws IOException {
    return new FileStorageProvider().open(directory.resolve(name).toUri(), env);
  }

  private List<Long> names(String name) throws IOException {
    List<Long> names = new ArrayList<>();
    try (Storage storage = open(name);
        CommitLog log = storage.open(TODO)) {
      log.scan(0, (position, entry) -> names.add(entry.id().w0()));
      assertEquals(List.of(), log.verify());
      assertEquals(names.size(), log.size());
    }
    return names;
  }

  private static void append(CommitLog log, long name, Durability durability) throws IOException {
    byte[] body = new byte[300];
    new Random(name).nextBytes(body);
    Entry entry = new Entry(new CommitId(name, 0, 0, 0), MemorySegment.ofArray(body));
    log.append(List.of(entry), durability);
  }
}
