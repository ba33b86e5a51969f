package dev.goatdb.testkit;

import static dev.goatdb.testkit.SampleEntries.assertSame;
import static dev.goatdb.testkit.SampleEntries.bytes;
import static dev.goatdb.testkit.SampleEntries.entry;
import static dev.goatdb.testkit.SampleEntries.readUntilComplete;
import static dev.goatdb.testkit.SampleEntries.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every storage promises. A backend's test extends this class and names the provider and a
/// location:
///
/// ```java
/// class FolderStorageTest extends StorageContract {
///   @Override protected StorageProvider provider() { return new FolderStorageProvider(); }
///   @Override protected URI location(Path emptyDirectory) { return URI.create("folder:" + emptyDirectory.toUri().getPath()); }
/// }
/// ```
///
/// Where the backend writes to a medium that can lose power, its own tests must show in addition
/// that what was forced survives.
public abstract class StorageContract extends PositionContract {

  private static final int MANY = 20_000;
  private static final int LARGE_BYTES = 5 << 20;

  /// For subclasses.
  protected StorageContract() {}

  @Test
  void anEmptyLogHoldsNothing() throws IOException {
    try (CommitLog log = open(TODO)) {
      assertEquals(0, log.size());
      assertEquals(List.of(), scan(log, 0));
      assertEquals(Optional.empty(), log.read(samples.entry(10).id()));
      assertEquals(List.of(), log.damage());
    }
    try (CommitLog log = open(TODO)) {
      assertEquals(0, log.size());
      assertEquals(0, log.scan(0, (position, entry) -> {}));
    }
  }

  @Test
  void entriesComeBackInTheOrderOfAppending() throws IOException {
    List<Entry> entries = samples.entries(300);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      assertSame(entries, scan(log, 0));
    }
  }

  @Test
  void anEntryIsReadByItsId() throws IOException {
    List<Entry> entries = samples.entries(300);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
      for (Entry entry : entries) {
        assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
      }
      assertEquals(Optional.empty(), log.read(samples.entry(10).id()));
    }
  }

  @Test
  void idsThatDifferInTheirLastByteAreDifferent() throws IOException {
    CommitId one = new CommitId(7, 7, 7, 1);
    CommitId two = new CommitId(7, 7, 7, 2);
    CommitId three = new CommitId(7, 7, 7, 3);
    try (CommitLog log = open(TODO)) {
      log.append(List.of(entry(one, "one"), entry(two, "two")), Durability.OS);
      assertArrayEquals("one".getBytes(StandardCharsets.UTF_8), bytes(log.read(one)));
      assertArrayEquals("two".getBytes(StandardCharsets.UTF_8), bytes(log.read(two)));
      assertEquals(Optional.empty(), log.read(three));
    }
  }

  @Test
  void theNewestEntryOfAnIdIsRead() throws IOException {
    CommitId id = new CommitId(0, 0, 0, 0);
    try (CommitLog log = open(TODO)) {
      log.append(
          List.of(entry(id, "first"), samples.entry(10), entry(id, "second")), Durability.OS);
      assertArrayEquals("second".getBytes(StandardCharsets.UTF_8), bytes(log.read(id)));
      log.append(List.of(entry(id, "third")), Durability.OS);
      assertArrayEquals("third".getBytes(StandardCharsets.UTF_8), bytes(log.read(id)));
    }
    try (CommitLog log = open(TODO)) {
      assertArrayEquals("third".getBytes(StandardCharsets.UTF_8), bytes(log.read(id)));
      assertEquals(4, scan(log, 0).size());
    }
  }

  @Test
  void aScanGoesOnFromAnyPositionGiven() throws IOException {
    List<Entry> entries = samples.entries(60);
    try (CommitLog log = open(TODO)) {
      long afterTen = log.append(entries.subList(0, 10), Durability.OS);
      assertEquals(afterTen, log.scan(0, (position, entry) -> {}));
      assertEquals(afterTen, log.scan(afterTen, (position, entry) -> {}));
      log.append(entries.subList(10, 60), Durability.OS);
      assertSame(entries.subList(10, 60), scan(log, afterTen));
      List<Long> positions = new ArrayList<>();
      log.scan(0, (position, entry) -> positions.add(position));
      for (int i = 0; i < entries.size(); i++) {
        assertSame(entries.subList(i, 60), scan(log, positions.get(i)));
      }
    }
  }

  @Test
  void positionsGrow() throws IOException {
    try (CommitLog log = open(TODO)) {
      long last = -1;
      for (int i = 0; i < 50; i++) {
        long after = log.append(samples.entries(3), Durability.MEMORY);
        assertTrue(after > last);
        assertEquals(after, log.size());
        last = after;
      }
      List<Long> positions = new ArrayList<>();
      log.scan(0, (position, entry) -> positions.add(position));
      assertEquals(positions.stream().sorted().distinct().toList(), positions);
      assertTrue(positions.getLast() < last);
    }
  }

  @Test
  void whatWasAppendedSurvivesAnOrderlyClose() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int opening = 0; opening < 4; opening++) {
      try (CommitLog log = open(TODO)) {
        assertSame(entries, scan(log, 0));
        for (Durability durability : Durability.values()) {
          List<Entry> added = samples.entries(5);
          log.append(added, durability);
          entries.addAll(added);
        }
        assertSame(entries, scan(log, 0));
      }
      reopenStorage();
    }
    try (CommitLog log = open(TODO)) {
      assertSame(entries, scan(log, 0));
      assertEquals(List.of(), log.damage());
      assertEquals(List.of(), log.verify());
    }
  }

  @Test
  void positionsSurviveAnOrderlyClose() throws IOException {
    List<Entry> entries = samples.entries(30);
    long middle;
    try (CommitLog log = open(TODO)) {
      middle = log.append(entries.subList(0, 15), Durability.OS);
      log.append(entries.subList(15, 30), Durability.OS);
    }
    try (CommitLog log = open(TODO)) {
      assertSame(entries.subList(15, 30), scan(log, middle));
    }
  }

  @Test
  void bodiesMayBeEmptyOrLarge() throws IOException {
    List<Entry> entries =
        List.of(
            samples.entry(0),
            samples.entry(LARGE_BYTES),
            samples.entry(1),
            samples.entry(LARGE_BYTES + 3));
    try (CommitLog log = open(TODO)) {
      log.append(entries, Durability.DISK);
      log.append(List.of(samples.entry(LARGE_BYTES)), Durability.OS);
      assertSame(entries, scan(log, 0).subList(0, 4));
    }
    try (CommitLog log = open(TODO)) {
      for (Entry entry : entries) {
        assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
      }
    }
  }

  @Test
  void manyEntriesAreKept() throws IOException {
    List<Entry> entries = samples.entries(MANY);
    try (CommitLog log = open(TODO)) {
      samples.appendInBatches(log, entries);
    }
    try (CommitLog log = open(TODO)) {
      assertSame(entries, scan(log, 0));
      for (Entry entry : entries) {
        assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
      }
      assertTrue(log.bytes() > 0);
    }
  }

  @Test
  void bodiesAreTheLogsOwnAndReadOnly() throws IOException {
    byte[] buffer = "before".getBytes(StandardCharsets.UTF_8);
    Entry entry = new Entry(new CommitId(1, 2, 3, 4), MemorySegment.ofArray(buffer));
    try (CommitLog log = open(TODO)) {
      log.append(List.of(entry), Durability.MEMORY);
      buffer[0] = '?';
      MemorySegment body = log.read(entry.id()).orElseThrow();
      assertArrayEquals("before".getBytes(StandardCharsets.UTF_8), bytes(Optional.of(body)));
      assertTrue(body.isReadOnly());
      log.scan(0, (position, found) -> assertTrue(found.bytes().isReadOnly()));
    }
  }

  @Test
  void bodiesStayValidWhileTheLogGrows() throws IOException {
    List<Entry> entries = samples.entries(20);
    try (CommitLog log = open(TODO)) {
      log.append(entries, Durability.OS);
      List<Entry> found = scan(log, 0);
      MemorySegment first = log.read(entries.getFirst().id()).orElseThrow();
      log.append(List.of(samples.entry(LARGE_BYTES)), Durability.OS);
      samples.appendInBatches(log, samples.entries(2000));
      assertSame(entries, found);
      assertArrayEquals(bytes(entries.getFirst()), bytes(Optional.of(first)));
    }
  }

  @Test
  void aVisitorEndsAScanByThrowing() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(10), Durability.OS);
      List<CommitId> seen = new ArrayList<>();
      IOException thrown = new IOException("enough");
      CommitLog.Visitor visitor =
          (position, entry) -> {
            seen.add(entry.id());
            if (seen.size() == 3) {
              throw thrown;
            }
          };
      IOException caught = assertThrows(IOException.class, () -> log.scan(0, visitor));
      assertEquals(thrown, caught);
      assertEquals(3, seen.size());
    }
  }

  @Test
  void readersSeeAGrowingPrefixWhileTheLogGrows() throws Exception {
    List<Entry> entries = samples.entries(3000);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (CommitLog log = open(TODO)) {
      List<Thread> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        Runnable reading = () -> readUntilComplete(log, entries, failure);
        readers.add(Thread.ofPlatform().daemon().start(reading));
      }
      for (int i = 0; i < entries.size(); i += 3) {
        log.append(entries.subList(i, i + 3), Durability.OS);
        assertArrayEquals(bytes(entries.get(i)), bytes(log.read(entries.get(i).id())));
      }
      for (Thread reader : readers) {
        reader.join();
      }
    }
    if (failure.get() != null) {
      throw new AssertionError("a reader failed", failure.get());
    }
  }
}
