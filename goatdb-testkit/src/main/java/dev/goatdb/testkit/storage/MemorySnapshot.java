package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Entry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a database held at one point in time. Immutable.
public final class MemorySnapshot {

  private final SortedMap<RepositoryPath, List<Entry>> logs;
  private final byte @Nullable [] keys;

  MemorySnapshot(Map<RepositoryPath, List<Entry>> logs, byte @Nullable [] keys) {
    this.logs = Collections.unmodifiableSortedMap(new TreeMap<>(logs));
    this.keys = keys == null ? null : keys.clone();
  }

  /// {@return the logs, each from its first entry on}
  public SortedMap<RepositoryPath, List<Entry>> logs() {
    return logs;
  }

  /// {@return this copy without its logs: what is left when a disk is lost and the keys were kept
  /// elsewhere}
  public MemorySnapshot withoutLogs() {
    return new MemorySnapshot(Map.of(), keys);
  }

  Optional<byte[]> keys() {
    return Optional.ofNullable(keys).map(byte[]::clone);
  }
}
