package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Worded.worded;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A database in a directory. Any thread.
final class FileStorage implements Storage {

  private final DatabaseLock lock;
  private final LogFiles files;
  private final KeyFile keys;
  private final Set<RepositoryPath> open = ConcurrentHashMap.newKeySet();
  private final Map<RepositoryPath, FileLog> logs = new ConcurrentHashMap<>();
  private final Env env;
  private boolean isClosed;

  private FileStorage(DatabaseLock lock, LogFiles files, KeyFile keys, Env env) {
    this.env = env;
    this.lock = lock;
    this.files = files;
    this.keys = keys;
  }

  static FileStorage open(Path directory, Env env) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException(
          directory + ": not a directory. A database is a directory; name another place.");
    }
    return worded(() -> lockAndSweep(directory, env));
  }

  private static FileStorage lockAndSweep(Path directory, Env env) throws IOException {
    Disk disk = new LocalDisk();
    disk.makeDirectory(directory);
    DatabaseLock lock = DatabaseLock.take(directory);
    try {
      LogFiles files = new LogFiles(directory, disk, env);
      files.sweep();
      return new FileStorage(lock, files, new KeyFile(directory, disk), env);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  @Override
  public List<RepositoryPath> repositories() throws IOException {
    requireOpen();
    return worded(files::list);
  }

  @Override
  public CommitLog open(RepositoryPath repository) throws IOException {
    requireOpen();
    if (!open.add(repository)) {
      throw new IOException(repository + " is open already; a log is open at most once at a time.");
    }
    boolean isOpened = false;
    try {
      FileLog log = worded(() -> files.open(repository, () -> closed(repository)));
      logs.put(repository, log);
      isOpened = true;
      return log;
    } finally {
      if (!isOpened) {
        open.remove(repository);
      }
    }
  }

  private void closed(RepositoryPath repository) {
    logs.remove(repository);
    open.remove(repository);
  }

  @Override
  public long backup(RepositoryPath repository, Path directory) throws IOException {
    requireOpen();
    if (!files.exists(repository)) {
      throw new IOException(repository + " is not there");
    }
    return worded(() -> {
      new LocalDisk().makeDirectory(directory);
      DatabaseLock lockOfCopy = DatabaseLock.take(directory);
      try {
        return backup(repository, place(repository, directory));
      } finally {
        lockOfCopy.close();
      }
    });
  }

  private long backup(RepositoryPath repository, Place target) throws IOException {
    FileLog log = logs.get(repository);
    if (log != null) {
      return log.backup(target);
    }
    try (CommitLog opened = open(repository)) {
      return ((FileLog) opened).backup(target);
    }
  }

  @Override
  public void restore(RepositoryPath repository, Path directory) throws IOException {
    requireOpen();
    if (!open.add(repository)) {
      throw new IOException(repository + " is open; close it before it is restored.");
    }
    try {
      worded(() -> {
        new Restore(place(repository, directory)).to(files.place(repository));
        return repository;
      });
    } finally {
      open.remove(repository);
    }
  }

  private Place place(RepositoryPath repository, Path directory) {
    return new LogFiles(directory, new LocalDisk(), env).place(repository);
  }

  @Override
  public void delete(RepositoryPath repository) throws IOException {
    requireOpen();
    if (!open.add(repository)) {
      throw new IOException(repository + " is open; close it before it is deleted.");
    }
    try {
      worded(() -> {
        files.delete(repository);
        return repository;
      });
    } finally {
      open.remove(repository);
    }
  }

  @Override
  public Optional<byte[]> readKeys() throws IOException {
    requireOpen();
    return worded(keys::read);
  }

  @Override
  public synchronized void writeKeys(byte[] content) throws IOException {
    requireOpen();
    worded(() -> {
      keys.write(content);
      return content;
    });
  }

  /// Refuses while a log is open: without the lock, another process could write to its file.
  @Override
  public synchronized void close() throws IOException {
    if (!isClosed) {
      if (!open.isEmpty()) {
        throw new IOException(open + " is still open; the lock is kept until it is closed.");
      }
      isClosed = true;
      lock.close();
    }
  }

  private synchronized void requireOpen() throws IOException {
    if (isClosed) {
      throw new IOException("the database is closed");
    }
  }
}
