package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.testkit.StorageContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A backend as simple as can be, a folder for each repository and a file for each entry: the
/// contract asks for no more than that. For teaching: it forces nothing, and an append of several
/// entries is not atomic.
final class FolderStorageTest extends StorageContract {

  @Override
  protected StorageProvider provider() {
    return new FolderStorageProvider();
  }

  @Override
  protected URI location(Path emptyDirectory) {
    return URI.create("folder:" + emptyDirectory.toUri().getPath());
  }

  private record FolderStorageProvider() implements StorageProvider {

    @Override
    public String name() {
      return "folder";
    }

    @Override
    public Storage open(URI location, Env env) throws IOException {
      Path root = Files.createDirectories(Path.of(location.getPath()));
      try {
        return new FolderStorage(root, Files.createFile(root.resolve("lock")));
      } catch (FileAlreadyExistsException locked) {
        throw new IOException(root + " is in use", locked);
      }
    }
  }

  private record FolderStorage(Path root, Path lock) implements Storage {

    @Override
    public List<RepositoryPath> repositories() throws IOException {
      try (Stream<Path> found = Files.walk(root, 2)) {
        return found
            .map(root::relativize)
            .filter(path -> path.getNameCount() == 2)
            .map(path -> new RepositoryPath(path.getName(0).toString(), path.getName(1).toString()))
            .sorted()
            .toList();
      }
    }

    @Override
    public CommitLog open(RepositoryPath repository) throws IOException {
      Path folder = Files.createDirectories(folder(repository));
      try {
        return new FolderLog(folder, Files.createFile(folder.resolve("open")));
      } catch (FileAlreadyExistsException isOpen) {
        throw new IOException(repository + " is open", isOpen);
      }
    }

    @Override
    public void delete(RepositoryPath repository) throws IOException {
      Path folder = folder(repository);
      if (Files.exists(folder.resolve("open"))) {
        throw new IOException(repository + " is open");
      }
      if (Files.exists(folder)) {
        try (Stream<Path> found = Files.walk(folder)) {
          for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(lock);
    }

    private Path folder(RepositoryPath repository) {
      return root.resolve(repository.type()).resolve(repository.name());
    }
  }

  private static final class FolderLog implements CommitLog {

    private final Path folder;
    private final Path lock;
    private final SortedMap<Long, Path> order = new TreeMap<>();
    private final Map<CommitId, Path> newest = new HashMap<>();
    private boolean isClosed;

    FolderLog(Path folder, Path lock) throws IOException {
      this.folder = folder;
      this.lock = lock;
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(path -> path.getFileName().toString().contains("-"))
            .sorted()
            .forEach(this::index);
      } catch (UncheckedIOException failed) {
        throw new IOException(failed);
      }
    }

    @Override
    public synchronized long append(List<Entry> entries, Durability durability) throws IOException {
      for (Entry entry : entries) {
        Path next = folder.resolve("next");
        Files.write(next, entry.bytes().toArray(ValueLayout.JAVA_BYTE));
        Path file = folder.resolve("%016d-%s".formatted(size(), entry.id()));
        index(Files.move(next, file, StandardCopyOption.ATOMIC_MOVE));
      }
      return size();
    }

    @Override
    public synchronized Optional<MemorySegment> read(CommitId id) throws IOException {
      Path file = newest.get(id);
      return file == null ? Optional.empty() : Optional.of(content(file));
    }

    @Override
    public long scan(long from, Visitor visitor) throws IOException {
      long position = from;
      for (Map.Entry<Long, Path> one : filesFrom(from).entrySet()) {
        visitor.visit(one.getKey(), new Entry(idOf(one.getValue()), content(one.getValue())));
        position = one.getKey() + 1;
      }
      return position;
    }

    @Override
    public synchronized long size() {
      return order.isEmpty() ? 0 : order.lastKey() + 1;
    }

    @Override
    public void force() {}

    @Override
    public synchronized void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        Files.delete(lock);
      }
    }

    private synchronized SortedMap<Long, Path> filesFrom(long from) {
      return new TreeMap<>(order.tailMap(from));
    }

    private static MemorySegment content(Path file) throws IOException {
      return MemorySegment.ofArray(Files.readAllBytes(file)).asReadOnly();
    }

    private void index(Path file) {
      order.put(Long.parseLong(file.getFileName().toString().substring(0, 16)), file);
      newest.put(idOf(file), file);
    }

    private static CommitId idOf(Path file) {
      return CommitId.parse(file.getFileName().toString().substring(17));
    }
  }
}
