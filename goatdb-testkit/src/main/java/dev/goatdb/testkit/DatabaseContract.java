package dev.goatdb.testkit;

import static dev.goatdb.testkit.SampleEntries.assertSame;
import static dev.goatdb.testkit.SampleEntries.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The part of [StorageContract] that is about databases: locks, repositories, keys.
abstract class DatabaseContract {

  static final RepositoryPath TODO = new RepositoryPath("data", "todo");
  private static final RepositoryPath NOTES = new RepositoryPath("data", "notes");
  private static final RepositoryPath SESSIONS = new RepositoryPath("sys", "sessions");
  private static final int SEED = 20_26;

  final SampleEntries samples = new SampleEntries(SEED);
  private @Nullable StorageProvider provider;
  private @Nullable URI location;
  private @Nullable Storage storage;

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
  void aDatabaseIsOpenedOnce() throws IOException {
    IOException refused = assertThrows(IOException.class, this::openStorage);
    assertTrue(refused.getMessage() != null && !refused.getMessage().isBlank());
    assertThrows(IOException.class, this::openStorage);
    try (CommitLog log = open(TODO)) {
      log.append(samples.entries(1), Durability.DISK);
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
      log.append(samples.entries(1), Durability.OS);
    }
    open(TODO).close();
  }

  @Test
  void repositoriesAreApartAndListedInOrder() throws IOException {
    assertEquals(List.of(), storage().repositories());
    List<Entry> todo = samples.entries(5);
    List<Entry> notes = samples.entries(7);
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
      log.append(samples.entries(5), Durability.OS);
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
    log.append(samples.entries(1), Durability.MEMORY);
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

  CommitLog open(RepositoryPath repository) throws IOException {
    return storage().open(repository);
  }

  void reopenStorage() throws IOException {
    storage().close();
    storage = openStorage();
  }

  Storage openStorage() throws IOException {
    if (provider == null || location == null) {
      throw new IllegalStateException("before the test begins");
    }
    return provider.open(location, env());
  }

  Storage storage() {
    if (storage == null) {
      throw new IllegalStateException("before the test begins");
    }
    return storage;
  }
}
