package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.testkit.storage.StorageObserver.Call;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One opening of a database in memory.
final class MemoryStorage implements Storage {

  private final MemoryDatabase database;
  private final Set<RepositoryPath> open = ConcurrentHashMap.newKeySet();

  MemoryStorage(MemoryDatabase database) {
    this.database = database;
  }

  @Override
  public List<RepositoryPath> repositories() throws IOException {
    database.requireOpen(this);
    return database.repositories();
  }

  @Override
  public CommitLog open(RepositoryPath repository) throws IOException {
    database.before(Call.OPEN, this);
    if (!open.add(repository)) {
      throw new IOException(repository + " is open already");
    }
    return new MemoryLog(this, repository, database.medium(repository));
  }

  @Override
  public void delete(RepositoryPath repository) throws IOException {
    database.before(Call.DELETE, this);
    if (open.contains(repository)) {
      throw new IOException(repository + " is open");
    }
    database.delete(repository);
  }

  @Override
  public Optional<byte[]> readKeys() throws IOException {
    database.requireOpen(this);
    return database.keys();
  }

  @Override
  public void writeKeys(byte[] keys) throws IOException {
    database.before(Call.WRITE_KEYS, this);
    database.keepKeys(keys);
  }

  @Override
  public void close() {
    database.close(this);
  }

  void before(Call call) throws IOException {
    database.before(call, this);
  }

  void requireOpen() throws IOException {
    database.requireOpen(this);
  }

  void closed(RepositoryPath repository) {
    open.remove(repository);
  }
}
