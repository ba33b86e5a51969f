package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// What every storage promises. A backend's test extends this class and names the provider and a location:
/// ```java
/// class FolderStorageTest extends StorageContract {
///   @Override protected StorageProvider provider() { return new FolderStorageProvider(); }
///   @Override protected URI location(Path emptyDirectory) { return URI.create("folder:" + emptyDirectory.toUri().getPath()); }
/// }
/// ```
/// Where the backend writes to a medium that can lose power, its own tests must show in addition that what was forced survives.
public abstract class StorageContract {

  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");
  private static final RepositoryPath NOTES = new RepositoryPath("data", "notes");
  private static final RepositoryPath SESSIONS = new RepositoryPath("sys", "sessions");
  private static final int SEED = 20_26;
  private static final int MANY = 20_000;
  private static final int LARGE_BYTES = 5 << 20;

  private final Random random = new Random(SEED);
  private @Nullable StorageProvider provider;
  private @Nullable URI location;
  private @Nullable Storage storage;

  /// For subclasses.
  protected StorageContract() {}

  /// {@return the provider under test; called once for each test}
  protected abstract StorageProvider provider();

  /// {@return where the provider is to make a database}
  ///
  /// @param emptyDirectory a directory for this test alone, deleted after it
  protected abstract URI location(Path emptyDirectory);

  /// {@return time, chance and threads for the provider; without threads unless overridden}
  protected Env env() {
    return new ContractEnv(SEED);
  }

  @BeforeEach
  void openDatabase(@TempDir Path directory) throws IOException {
    provider = provider();
    location = location(directory.resolve("db"));
    storage = openStorage();
  }

  @AfterEach
  void closeDatabase() throws IOException {
    storage().close();
  }

  @Test
  void anEmptyLogHoldsNothing() throws IOException {
    try (CommitLog log = open(TODO)) {
      assertEquals(0, log.size());
      assertEquals(List.of(), scan(log, 0));
      assertEquals(Optional.empty(), log.read(entry(10).id()));
      assertEquals(List.of(), log.damage());
    }
    try (CommitLog log = open(TODO)) {
      assertEquals(0, log.size());
      assertEquals(0, log.scan(0, (position, entry) -> {}));
    }
  }

  @Test
  void entriesComeBackInTheOrderOfAppending() throws IOException {
    List<Entry> entries = entries(300);
    try (CommitLog log = open(TODO)) {
      appendInBatches(log, entries);
      assertSame(entries, scan(log, 0));
    }
  }

  @Test
  void anEntryIsReadByItsId() throws IOException {
    List<Entry> entries = entries(300);
    try (CommitLog log = open(TODO)) {
      appendInBatches(log, entries);
      for (Entry entry : entries) {
        assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
      }
      assertEquals(Optional.empty(), log.read(entry(10).id()));
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
      log.append(List.of(entry(id, "first"), entry(10), entry(id, "second")), Durability.OS);
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
    List<Entry> entries = entries(60);
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
        long after = log.append(entries(3), Durability.MEMORY);
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
          List<Entry> added = entries(5);
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
    List<Entry> entries = entries(30);
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
    List<Entry> entries = List.of(entry(0), entry(LARGE_BYTES), entry(1), entry(LARGE_BYTES + 3));
    try (CommitLog log = open(TODO)) {
      log.append(entries, Durability.DISK);
      log.append(List.of(entry(LARGE_BYTES)), Durability.OS);
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
    List<Entry> entries = entries(MANY);
    try (CommitLog log = open(TODO)) {
      appendInBatches(log, entries);
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
    List<Entry> entries = entries(20);
    try (CommitLog log = open(TODO)) {
      log.append(entries, Durability.OS);
      List<Entry> found = scan(log, 0);
      MemorySegment first = log.read(entries.getFirst().id()).orElseThrow();
      log.append(List.of(entry(LARGE_BYTES)), Durability.OS);
      appendInBatches(log, entries(2000));
      assertSame(entries, found);
      assertArrayEquals(bytes(entries.getFirst()), bytes(Optional.of(first)));
    }
  }

  @Test
  void aVisitorEndsAScanByThrowing() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(entries(10), Durability.OS);
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
    List<Entry> entries = entries(3000);
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

  @Test
  void aDatabaseIsOpenedOnce() throws IOException {
    IOException refused = assertThrows(IOException.class, this::openStorage);
    assertTrue(refused.getMessage() != null && !refused.getMessage().isBlank());
    assertThrows(IOException.class, this::openStorage);
    try (CommitLog log = open(TODO)) {
      log.append(entries(1), Durability.DISK);
    }
    reopenStorage();
    try (CommitLog log = open(TODO)) {
      assertEquals(1, scan(log, 0).size());
    }
  }

  @Test
  void aLogIsOpenedOnceAtATime() throws IOException {
    try (CommitLog log = open(TODO)) {
      assertThrows(IOException.class, () -> open(TODO));
      log.append(entries(1), Durability.OS);
    }
    open(TODO).close();
  }

  @Test
  void repositoriesAreApartAndListedInOrder() throws IOException {
    assertEquals(List.of(), storage().repositories());
    List<Entry> todo = entries(5);
    List<Entry> notes = entries(7);
    try (CommitLog first = open(TODO);
        CommitLog second = open(NOTES);
        CommitLog third = open(SESSIONS)) {
      first.append(todo, Durability.OS);
      second.append(notes, Durability.OS);
      assertSame(todo, scan(first, 0));
      assertSame(notes, scan(second, 0));
      assertEquals(0, third.size());
      assertEquals(Optional.empty(), first.read(notes.getFirst().id()));
    }
    assertEquals(List.of(NOTES, TODO, SESSIONS), storage().repositories());
    reopenStorage();
    assertEquals(List.of(NOTES, TODO, SESSIONS), storage().repositories());
  }

  @Test
  void aDeletedRepositoryIsGone() throws IOException {
    try (CommitLog log = open(TODO)) {
      log.append(entries(5), Durability.OS);
      assertThrows(IOException.class, () -> storage().delete(TODO));
      assertEquals(5, scan(log, 0).size());
    }
    storage().delete(TODO);
    storage().delete(TODO);
    assertEquals(List.of(), storage().repositories());
    try (CommitLog log = open(TODO)) {
      assertEquals(0, log.size());
      assertEquals(List.of(), scan(log, 0));
    }
  }

  @Test
  void keysAreKeptAsAWhole() throws IOException {
    assertEquals(Optional.empty(), storage().readKeys());
    try {
      storage().writeKeys("first".getBytes(StandardCharsets.UTF_8));
    } catch (UnsupportedOperationException keepsNone) {
      Assumptions.abort("this storage keeps no keys");
    }
    storage().writeKeys("2nd".getBytes(StandardCharsets.UTF_8));
    reopenStorage();
    byte[] found = storage().readKeys().orElseThrow();
    assertArrayEquals("2nd".getBytes(StandardCharsets.UTF_8), found);
    assertEquals(List.of(), storage().repositories());
  }

  @Test
  void closingTwiceIsClosing() throws IOException {
    CommitLog log = open(TODO);
    log.append(entries(1), Durability.MEMORY);
    log.close();
    log.close();
    storage().close();
    storage().close();
    storage = openStorage();
    try (CommitLog again = open(TODO)) {
      log.close();
      assertEquals(1, scan(again, 0).size());
      assertThrows(IOException.class, () -> open(TODO));
    }
  }

  private static void readUntilComplete(
      CommitLog log, List<Entry> entries, AtomicReference<@Nullable Throwable> failure) {
    try {
      int seen = 0;
      long position = 0;
      while (seen < entries.size() && failure.get() == null) {
        List<Entry> found = new ArrayList<>();
        position = log.scan(position, (at, entry) -> found.add(entry));
        assertSame(entries.subList(seen, seen + found.size()), found);
        seen += found.size();
        for (Entry entry : found) {
          assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
        }
      }
    } catch (IOException | RuntimeException | AssertionError thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  private static void assertSame(List<Entry> expected, List<Entry> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).id(), found.get(i).id());
      assertArrayEquals(bytes(expected.get(i)), bytes(found.get(i)));
    }
  }

  private static List<Entry> scan(CommitLog log, long from) throws IOException {
    List<Entry> found = new ArrayList<>();
    log.scan(from, (position, entry) -> found.add(entry));
    return found;
  }

  private void appendInBatches(CommitLog log, List<Entry> entries) throws IOException {
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(100));
      log.append(entries.subList(from, to), Durability.OS);
      from = to;
    }
  }

  private List<Entry> entries(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(random.nextInt(200)));
    }
    return entries;
  }

  private Entry entry(int length) {
    byte[] body = new byte[length];
    random.nextBytes(body);
    byte[] id = new byte[CommitId.BYTES];
    random.nextBytes(id);
    return new Entry(CommitId.of(id), MemorySegment.ofArray(body));
  }

  private static Entry entry(CommitId id, String text) {
    return new Entry(id, MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] bytes(Entry entry) {
    return entry.bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] bytes(Optional<MemorySegment> body) {
    return body.orElseThrow().toArray(ValueLayout.JAVA_BYTE);
  }

  private CommitLog open(RepositoryPath repository) throws IOException {
    return storage().open(repository);
  }

  private void reopenStorage() throws IOException {
    storage().close();
    storage = openStorage();
  }

  private Storage openStorage() throws IOException {
    if (provider == null || location == null) {
      throw new IllegalStateException("before the test begins");
    }
    return provider.open(location, env());
  }

  private Storage storage() {
    if (storage == null) {
      throw new IllegalStateException("before the test begins");
    }
    return storage;
  }
}
