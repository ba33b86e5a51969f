package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.testkit.storage.StorageObserver.Call;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// One opening of a log in memory.
final class MemoryLog implements CommitLog {

  private final MemoryStorage storage;
  private final RepositoryPath repository;
  private final MemoryMedium medium;
  private volatile boolean isClosed;

  MemoryLog(MemoryStorage storage, RepositoryPath repository, MemoryMedium medium) {
    this.storage = storage;
    this.repository = repository;
    this.medium = medium;
  }

  /// Where a force is part of an append, the observer sees both before anything happens, so that a
  /// failure means "nothing".
  @Override
  public long append(List<Entry> entries, Durability durability) throws IOException {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    requireOpen();
    storage.before(Call.APPEND);
    if (durability == Durability.DISK) {
      storage.before(Call.FORCE);
    }
    int size = medium.append(entries);
    if (durability == Durability.DISK) {
      medium.force();
    }
    return size;
  }

  @Override
  public Optional<MemorySegment> read(CommitId id) throws IOException {
    requireOpen();
    return medium.read(id);
  }

  @Override
  public long scan(long from, Visitor visitor) throws IOException {
    return scan(from, Long.MAX_VALUE, visitor);
  }

  @Override
  public long scan(long from, long to, Visitor visitor) throws IOException {
    requireOpen();
    long position = from;
    for (Entry entry : medium.entriesFrom(from, to)) {
      requireOpen();
      visitor.visit(position++, entry);
    }
    return position;
  }

  @Override
  public List<Checkpoint> checkpoints() throws IOException {
    requireOpen();
    return medium.checkpoints();
  }

  @Override
  public void keep(Checkpoint checkpoint) throws IOException {
    requireOpen();
    storage.before(Call.KEEP);
    medium.keep(checkpoint);
  }

  @Override
  public long size() {
    return medium.size();
  }

  @Override
  public long bytes() {
    return medium.bytes();
  }

  @Override
  public void force() throws IOException {
    requireOpen();
    storage.before(Call.FORCE);
    medium.force();
  }

  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    storage.closed(repository);
    storage.before(Call.CLOSE);
    medium.force();
  }

  private void requireOpen() throws IOException {
    if (isClosed) {
      throw new IOException(repository + " is closed");
    }
    storage.requireOpen();
  }
}
