package dev.goatdb.testkit.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.testkit.StorageContract;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemoryStorageTest extends StorageContract {

  private static final URI PLACE = URI.create("mem:crashes");
  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");

  private final MemoryStorageProvider provider = new MemoryStorageProvider();

  @Override
  protected StorageProvider provider() {
    return provider;
  }

  @Override
  protected URI location(Path emptyDirectory) {
    return URI.create("mem:" + emptyDirectory.toUri().getPath());
  }

  @Test
  void aCrashLeavesAPrefixWithAllThatWasForced() throws IOException {
    boolean hasLost = false;
    boolean hasKept = false;
    for (int seed = 0; seed < 40; seed++) {
      CommitLog log = provider.open(PLACE, env()).open(TODO);
      log.append(List.of(entry(1), entry(2)), Durability.OS);
      log.append(List.of(entry(3)), Durability.DISK);
      log.append(List.of(entry(4), entry(5)), Durability.OS);
      provider.crash(PLACE, new Random(seed));
      assertThrows(IOException.class, () -> log.append(List.of(entry(6)), Durability.OS));
      assertThrows(IOException.class, log::close);
      try (Storage storage = provider.open(PLACE, env())) {
        List<Long> left = ids(storage);
        assertTrue(left.size() >= 3);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L).subList(0, left.size()), left);
        hasLost |= left.size() < 5;
        hasKept |= left.size() > 3;
        storage.delete(TODO);
      }
    }
    assertTrue(hasLost && hasKept);
  }

  @Test
  void aCopyIsPutBack() throws IOException {
    MemorySnapshot early;
    try (Storage storage = provider.open(PLACE, env())) {
      storage.writeKeys(new byte[] {1});
      try (CommitLog log = storage.open(TODO)) {
        log.append(List.of(entry(1)), Durability.OS);
        early = provider.snapshot(PLACE);
        log.append(List.of(entry(2)), Durability.DISK);
      }
      storage.writeKeys(new byte[] {2});
      assertThrows(IllegalStateException.class, () -> provider.restore(PLACE, early));
    }
    provider.restore(PLACE, early);
    try (Storage storage = provider.open(PLACE, env())) {
      assertEquals(List.of(1L), ids(storage));
      assertEquals(1, storage.readKeys().orElseThrow()[0]);
    }
  }

  @Test
  void anObserverMakesACallFailAndNothingOfItHappens() throws IOException {
    try (Storage storage = provider.open(PLACE, env());
        CommitLog log = storage.open(TODO)) {
      for (StorageObserver.Call refused :
          List.of(StorageObserver.Call.APPEND, StorageObserver.Call.FORCE)) {
        provider.observe(
            PLACE,
            call -> {
              if (call == refused) {
                throw new IOException("full");
              }
            });
        assertThrows(IOException.class, () -> log.append(List.of(entry(1)), Durability.DISK));
        assertEquals(0, log.size());
      }
      provider.observe(PLACE, call -> {});
    }
  }

  private static List<Long> ids(Storage storage) throws IOException {
    List<Long> found = new ArrayList<>();
    try (CommitLog log = storage.open(TODO)) {
      log.scan(0, (position, entry) -> found.add(entry.id().w0()));
    }
    return found;
  }

  private static Entry entry(long name) {
    return new Entry(new CommitId(name, 0, 0, 0), MemorySegment.ofArray(new byte[] {(byte) name}));
  }
}
