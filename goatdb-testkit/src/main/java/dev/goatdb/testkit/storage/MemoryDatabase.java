package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is on the medium of one database, and who has it open. Its lock guards all of it.
final class MemoryDatabase {

  private final String place;
  private final SortedMap<RepositoryPath, MemoryMedium> media = new TreeMap<>();
  private byte @Nullable [] keys;
  private StorageObserver observer = call -> {};
  private @Nullable MemoryStorage opening;

  MemoryDatabase(String place) {
    this.place = place;
  }

  synchronized MemoryStorage open() throws IOException {
    if (opening != null) {
      throw new IOException(
          "mem:%s is in use. One process opens a database; let it listen and connect to it."
              .formatted(place));
    }
    opening = new MemoryStorage(this);
    return opening;
  }

  synchronized void close(MemoryStorage closed) {
    if (opening == closed) {
      opening = null;
    }
  }

  synchronized void crash(RandomGenerator chance) {
    if (opening == null) {
      return;
    }
    media.values().forEach(medium -> medium.crash(chance));
    opening = null;
  }

  synchronized MemorySnapshot snapshot() {
    Map<RepositoryPath, List<Entry>> logs = new HashMap<>();
    media.forEach((repository, medium) -> logs.put(repository, medium.entries()));
    return new MemorySnapshot(logs, keys);
  }

  synchronized void restore(MemorySnapshot snapshot) {
    if (opening != null) {
      throw new IllegalStateException("mem:" + place + " is open");
    }
    media.clear();
    snapshot.logs().forEach((repository, log) -> media.put(repository, new MemoryMedium(log)));
    keys = snapshot.keys().orElse(null);
  }

  synchronized void observe(StorageObserver next) {
    observer = next;
  }

  /// Tells the observer of a call of an opening, and checks that the opening is still the one.
  synchronized void before(StorageObserver.Call call, MemoryStorage by) throws IOException {
    requireOpen(by);
    observer.before(call);
    requireOpen(by);
  }

  synchronized void requireOpen(MemoryStorage by) throws IOException {
    if (opening != by) {
      throw new IOException("mem:" + place + " is closed, or has crashed");
    }
  }

  synchronized List<RepositoryPath> repositories() {
    return List.copyOf(media.keySet());
  }

  synchronized MemoryMedium medium(RepositoryPath repository) {
    return media.computeIfAbsent(repository, absent -> new MemoryMedium(List.of()));
  }

  synchronized void delete(RepositoryPath repository) {
    media.remove(repository);
  }

  synchronized Optional<byte[]> keys() {
    return Optional.ofNullable(keys).map(byte[]::clone);
  }

  synchronized void keepKeys(byte[] next) {
    keys = next.clone();
  }
}
