package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that can lose, tear and reorder what was not forced, and fail on demand.
///
/// Each change is announced first: there a test makes its crashed copies, or throws to let the
/// change fail.
final class SimDisk implements Disk {

  /// Sees changes before they happen.
  interface Watch {
    void before(Change change) throws IOException;
  }

  /// What is about to happen.
  enum Change {
    WRITE,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    FORCE_DIRECTORY
  }

  private final Map<Path, SimFile> shown;
  private final Map<Path, SimFile> medium;
  private Watch watch = change -> {};

  /// How many bytes of the next write arrive before it fails; negative for no failure.
  private int failAfter = -1;

  /// What chooses the loss of the next force, if that is to fail.
  private @Nullable RandomGenerator failForce;

  SimDisk() {
    this(new TreeMap<>());
  }

  private SimDisk(Map<Path, SimFile> files) {
    this.shown = files;
    this.medium = new TreeMap<>(files);
  }

  void watch(Watch next) {
    watch = next;
  }

  void failNextWriteAfter(int bytes) {
    failAfter = bytes;
  }

  void failNextForce(@Nullable RandomGenerator chance) {
    failForce = chance;
  }

  SimFile file(Path path) {
    SimFile file = shown.get(path);
    if (file == null) {
      throw new AssertionError(path + " is not there");
    }
    return file;
  }

  /// {@return the disk as a crash leaves it}
  SimDisk afterCrash(SimFile.Fate fate, RandomGenerator chance) {
    boolean areNamesKept =
        switch (fate) {
          case LOST -> false;
          case KEPT -> true;
          case TORN, REORDERED, STALE -> chance.nextBoolean();
        };
    Map<Path, SimFile> files = new TreeMap<>();
    (areNamesKept ? shown : medium)
        .forEach((path, file) -> files.put(path, file.afterCrash(fate, chance)));
    return new SimDisk(files);
  }

  @Override
  public boolean exists(Path file) {
    return shown.containsKey(file);
  }

  @Override
  public void makeDirectory(Path directory) {}

  @Override
  public List<Path> list(Path directory) {
    return shown.keySet().stream().filter(path -> directory.equals(path.getParent())).toList();
  }

  @Override
  public DiskFile open(Path path) {
    return new Opened(shown.computeIfAbsent(path, absent -> new SimFile(new byte[0])));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    watch.before(Change.RENAME);
    shown.put(to, file(from));
    shown.remove(from);
  }

  @Override
  public void delete(Path file) throws IOException {
    watch.before(Change.DELETE);
    shown.remove(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    watch.before(Change.FORCE_DIRECTORY);
    medium.clear();
    medium.putAll(shown);
  }

  /// An opening of a file.
  private final class Opened implements DiskFile {

    private final SimFile file;

    Opened(SimFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public MemorySegment read(long offset, long length) throws IOException {
      return file.read(offset, length);
    }

    @Override
    public void write(long offset, MemorySegment bytes) throws IOException {
      watch.before(Change.WRITE);
      int arrives = failAfter;
      failAfter = -1;
      if (arrives >= 0) {
        file.write(offset, bytes.asSlice(0, Math.min(arrives, bytes.byteSize())));
        throw new IOException("no space left on device");
      }
      file.write(offset, bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      watch.before(Change.TRUNCATE);
      file.cut(size);
    }

    @Override
    public void force() throws IOException {
      watch.before(Change.FORCE);
      RandomGenerator chance = failForce;
      failForce = null;
      if (chance != null) {
        file.failForce(chance);
        throw new IOException("input/output error");
      }
      file.force();
    }

    @Override
    public void close() {}
  }
}
