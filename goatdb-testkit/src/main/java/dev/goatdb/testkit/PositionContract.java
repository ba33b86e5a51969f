package dev.goatdb.testkit;

import static dev.goatdb.testkit.SampleEntries.assertSame;
import static dev.goatdb.testkit.SampleEntries.bytes;
import static dev.goatdb.testkit.SampleEntries.entry;
import static dev.goatdb.testkit.SampleEntries.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Health;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The part of [StorageContract] that is about positions, and about checkpoints, which a backend
/// may keep or not.
abstract class PositionContract extends DatabaseContract {

  @Test
  void thePositionOfAnEntryIsTheNumberOfEntriesBeforeIt() throws IOException {
    List<Entry> entries = samples.entries(200);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      assertEquals(200, log.size());
      assertPositions(log, 200);
    }
    try (CommitLog log = open(TODO)) {
      assertEquals(200, log.size());
      assertPositions(log, 200);
      assertEquals(203, log.append(samples.entries(3), Durability.OS));
      assertPositions(log, 203);
    }
  }

  @Test
  void aStretchIsScanned() throws IOException {
    List<Entry> entries = samples.entries(120);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      for (int from = 0; from <= 120; from += 7) {
        for (int to = from; to <= 120; to += 13) {
          List<Entry> found = new ArrayList<>();
          assertEquals(to, log.scan(from, to, (position, entry) -> found.add(entry)));
          assertSame(entries.subList(from, to), found);
        }
      }
      assertEquals(120, log.scan(100, 500, (position, entry) -> {}));
    }
  }

  @Test
  void anEntryIsReadByItsPosition() throws IOException {
    List<Entry> entries = samples.entries(300);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      for (int i = 0; i < entries.size(); i++) {
        assertSame(List.of(entries.get(i)), List.of(log.entry(i).orElseThrow()));
      }
      assertEquals(Optional.empty(), log.entry(300));
    }
  }

  @Test
  void checkpointsComeBackAsTheyWereKept() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(30), Durability.OS);
      assertEquals(List.of(), log.checkpoints());
      keep(log, 0, 20, "first");
      keep(log, 20, 30, "second");
      assertKept(log, "0-20 first", "20-30 second");
    }
    try (CommitLog log = open(TODO)) {
      assertKept(log, "0-20 first", "20-30 second");
    }
  }

  @Test
  void aCheckpointComesInsteadOfThoseWithinItsStretch() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(60), Durability.OS);
      keep(log, 0, 20, "a");
      keep(log, 20, 30, "b");
      keep(log, 30, 60, "c");
      keep(log, 20, 30, "b again");
      assertKept(log, "0-20 a", "20-30 b again", "30-60 c");
      keep(log, 0, 30, "a and b");
      assertKept(log, "0-30 a and b", "30-60 c");
      log.append(samples.entries(5), Durability.OS);
      keep(log, 60, 65, "d");
      keep(log, 30, 65, "c and d");
      assertKept(log, "0-30 a and b", "30-65 c and d");
    }
    try (CommitLog log = open(TODO)) {
      assertKept(log, "0-30 a and b", "30-65 c and d");
    }
  }

  @Test
  void aCheckpointThatDoesNotFitIsRefused() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(60), Durability.OS);
      keep(log, 0, 20, "a");
      Assumptions.assumeFalse(log.checkpoints().isEmpty(), "this storage keeps no checkpoints");
      assertThrows(IllegalArgumentException.class, () -> keep(log, 30, 40, "gap"));
      assertThrows(IllegalArgumentException.class, () -> keep(log, 10, 40, "overlap"));
      assertThrows(IllegalArgumentException.class, () -> keep(log, 20, 61, "beyond the end"));
      assertKept(log, "0-20 a");
    }
  }

  @Test
  void checkpointsChangeNothingOfWhatIsRead() throws IOException {
    List<Entry> entries = new ArrayList<>(samples.entries(400));
    entries.add(entry(entries.get(3).id(), "newer"));
    entries.addAll(samples.entries(99));
    entries.add(entry(entries.get(450).id(), "newest"));
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries.subList(0, 350));
      keep(log, 0, 350, "early");
      assertReads(log, entries.subList(0, 350));
      samples.appendInBatches(log, entries.subList(350, entries.size()));
      assertReads(log, entries);
      keep(log, 350, 501, "late");
      assertReads(log, entries);
    }
    try (CommitLog log = open(TODO)) {
      assertReads(log, entries);
      entries.addAll(samples.entries(7));
      log.append(entries.subList(501, 508), Durability.OS);
      keep(log, 0, 508, "all");
      assertReads(log, entries);
      assertEquals(List.of(), log.verify());
    }
    try (CommitLog log = open(TODO)) {
      assertReads(log, entries);
    }
  }

  @Test
  void theBytesOfACheckpointAreTheLogsOwnAndReadOnly() throws IOException {
    byte[] image = new byte[200_000];
    image[150_000] = 1;
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(3), Durability.OS);
      log.keep(new Checkpoint(0, 3, MemorySegment.ofArray(image)));
      image[150_000] = 2;
      for (Checkpoint kept : log.checkpoints()) {
        assertTrue(kept.bytes().isReadOnly());
        assertTrue(log.isIntact(kept, 0, 200_000) && log.isIntact(kept, 150_000, 1));
        assertEquals(1, kept.bytes().get(ValueLayout.JAVA_BYTE, 150_000));
      }
    }
  }

  @Test
  void aRewrittenLogReadsTheSame() throws IOException {
    List<Entry> entries = new ArrayList<>(samples.entries(300));
    entries.add(entry(entries.get(3).id(), "newer"));
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      keep(log, 0, 200, "early");
      try (Compaction compaction =
          log.compaction(Compaction.Losses.REMEMBER)
              .orElseGet(() -> Assumptions.abort("this storage rewrites no logs"))) {
        List<Entry> more = samples.entries(20);
        log.append(more, Durability.OS);
        entries.addAll(more);
        compaction.copy();
        assertReads(log, entries);
        compaction.finish();
      }
      assertReads(log, entries);
      entries.addAll(samples.entries(5));
      log.append(entries.subList(321, 326), Durability.OS);
      assertReads(log, entries);
      assertEquals(Health.GOOD, log.health());
    }
    try (CommitLog log = open(TODO)) {
      assertReads(log, entries);
      assertKept(log, "0-200 early");
      assertEquals(List.of(), log.verify());
    }
  }

  @Test
  void aCopyIsABeginningAndIsGoneOnWith(@TempDir Path place) throws IOException {
    List<Entry> entries = samples.entries(60);
    Path copy = place.resolve("copy");
    try (CommitLog log = open(TODO)) {
      log.append(entries.subList(0, 40), Durability.DISK);
      try {
        storage().backup(TODO, copy);
      } catch (UnsupportedOperationException copiesNone) {
        Assumptions.abort("this storage makes no copies");
      }
      log.append(entries.subList(40, 60), Durability.DISK);
    }
    storage().restore(TODO, copy);
    try (CommitLog log = open(TODO)) {
      assertReads(log, entries.subList(0, 40));
      log.append(entries.subList(50, 60), Durability.DISK);
      storage().backup(TODO, copy);
    }
    storage().delete(TODO);
    storage().restore(TODO, copy);
    try (CommitLog log = open(TODO)) {
      List<Entry> expected = new ArrayList<>(entries.subList(0, 40));
      expected.addAll(entries.subList(50, 60));
      assertReads(log, expected);
    }
  }

  private static void keep(CommitLog log, long from, long to, String text) throws IOException {
    byte[] image = text.getBytes(StandardCharsets.UTF_8);
    log.keep(new Checkpoint(from, to, MemorySegment.ofArray(image)));
  }

  private static void assertKept(CommitLog log, String... expected) throws IOException {
    List<String> found = new ArrayList<>();
    for (Checkpoint kept : log.checkpoints()) {
      assertTrue(log.isIntact(kept, 0, kept.bytes().byteSize()));
      String text = new String(kept.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
      found.add("%d-%d %s".formatted(kept.from(), kept.to(), text));
    }
    Assumptions.assumeFalse(found.isEmpty(), "this storage keeps no checkpoints");
    assertEquals(List.of(expected), found);
  }

  private static void assertPositions(CommitLog log, int count) throws IOException {
    List<Long> positions = new ArrayList<>();
    log.scan(0, (position, entry) -> positions.add(position));
    for (int i = 0; i < count; i++) {
      assertEquals(i, positions.get(i));
    }
    assertEquals(count, positions.size());
  }

  /// What is read by id is the newest of that id; by position, each.
  private static void assertReads(CommitLog log, List<Entry> entries) throws IOException {
    assertSame(entries, scan(log, 0));
    for (int i = 0; i < entries.size(); i++) {
      CommitId id = entries.get(i).id();
      Entry newest = entries.reversed().stream().filter(e -> e.id().equals(id)).findFirst().get();
      assertArrayEquals(bytes(newest), bytes(log.read(id)));
      assertSame(List.of(entries.get(i)), List.of(log.entry(i).orElseThrow()));
    }
    CommitId absent = new CommitId(1, 2, 3, entries.size());
    assertEquals(Optional.empty(), log.read(absent));
    List<Entry> part = new ArrayList<>();
    int third = entries.size() / 3;
    log.scan(third, 2L * third, (position, entry) -> part.add(entry));
    assertSame(entries.subList(third, 2 * third), part);
  }
}
