package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The log of one repository, in one file.
///
/// One thread appends, forces and closes: one of the engine's own, for an interrupt closes a
/// channel for everybody. Any thread reads. A reader sees what was published: the extent, within
/// which bytes do not change, and the index, which is fit for one writer and many readers.
final class FileLog implements CommitLog {

  private final DiskFile disk;
  private final Path path;
  private final Damage damage;
  private final GroupWriter writer;
  private final Runnable onClosed;
  private volatile View view;
  private volatile boolean isClosed;

  /// What readers may see.
  ///
  /// @param contents where the entries are
  /// @param size number of the entry that is not to be seen yet
  private record View(Contents contents, long size) {}

  FileLog(
      DiskFile disk,
      Path path,
      Env env,
      Recovery.Recovered recovered,
      Damage damage,
      Runnable onClosed)
      throws IOException {
    this.disk = disk;
    this.path = path;
    this.damage = damage;
    this.writer = new GroupWriter(disk, path, env, recovered);
    this.view = new View(recovered.contents(), recovered.number());
    this.onClosed = onClosed;
  }

  @Override
  public long append(List<Entry> entries, Durability durability) throws IOException {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    requireOpen();
    GroupWriter.Appended appended = writer.append(entries);
    if (durability == Durability.DISK) {
      writer.force();
    }
    publish(appended, entries);
    return size();
  }

  @Override
  public Optional<MemorySegment> read(CommitId id) throws IOException {
    requireOpen();
    return readable(() -> {
      Contents contents = view.contents;
      long location = contents.find(id);
      return location == 0
          ? Optional.empty()
          : Optional.of(contents.source().records().body(location, contents.end()));
    });
  }

  @Override
  public Optional<Entry> entry(long position) throws IOException {
    requireOpen();
    View now = view;
    if (position < 0 || position >= now.size) {
      return Optional.empty();
    }
    return readable(() -> {
      long location = now.contents.locate(position);
      return location == 0
          ? Optional.empty()
          : Optional.of(now.contents.source().records().entry(location, now.contents.end()));
    });
  }

  @Override
  public long scan(long from, Visitor visitor) throws IOException {
    return scan(from, Long.MAX_VALUE, visitor);
  }

  @Override
  public long scan(long from, long to, Visitor visitor) throws IOException {
    requireOpen();
    View now = view;
    long end = Math.min(to, now.size);
    if (from < end) {
      readable(() -> {
        Scan scan = new Scan(path, from, end, visitor, this::requireOpen);
        now.contents.walk(now.contents.groupOf(from), scan);
        return end;
      });
    }
    return Math.max(from, end);
  }

  @Override
  public long size() {
    return view.size;
  }

  @Override
  public List<Checkpoint> checkpoints() throws IOException {
    requireOpen();
    return view.contents.checkpoints().stream().map(CheckpointGroup::checkpoint).toList();
  }

  @Override
  public boolean isIntact(Checkpoint checkpoint, long offset, long length) {
    for (CheckpointGroup group : view.contents.checkpoints()) {
      if (group.checkpoint().equals(checkpoint)) {
        return group.isIntact(offset, length);
      }
    }
    return true;
  }

  @Override
  public void keep(Checkpoint checkpoint) throws IOException {
    requireOpen();
    writer.force();
    View now = view;
    Contents next = readable(() -> new CheckpointWriter(now.contents, writer).write(checkpoint));
    view = new View(next, now.size);
  }

  @Override
  public long bytes() {
    return writer.allocated();
  }

  @Override
  public void force() throws IOException {
    requireOpen();
    writer.force();
  }

  @Override
  public List<String> damage() {
    return damage.lines();
  }

  @Override
  public List<String> verify() throws IOException {
    requireOpen();
    Contents contents = view.contents;
    readable(() -> {
      contents.walk(GroupWalk.Start.OF_FILE, new Verification(contents.source()));
      return contents;
    });
    if (!new Superblocks(disk, path).areBothWhole()) {
      damage.add(0, "one of the two superblocks is damaged; the next opening writes it anew");
    }
    return damage.lines();
  }

  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (disk) {
      writer.finish();
      giveSpaceBack();
    } finally {
      onClosed.run();
    }
  }

  /// Some systems cut no file of which somebody still holds a part. All is forced by now, and space
  /// that stays is found as zeros at the next opening, so that costs nothing but the space.
  private void giveSpaceBack() {
    if (writer.isHealthy() && writer.allocated() > writer.end()) {
      try {
        disk.truncate(writer.end());
      } catch (IOException inUse) {
        // see above
      }
    }
  }

  /// What may be read grows first: who finds a location in the index may read there. What a scan
  /// sees grows last: what it has seen is found by its id.
  private void publish(GroupWriter.Appended appended, List<Entry> entries) throws IOException {
    Contents contents = view.contents;
    HeapIndex tail = contents.tail();
    tail.extend(writer.end());
    tail.addGroup(appended.lsn(), appended.first());
    for (int i = 0; i < entries.size(); i++) {
      tail.add(entries.get(i).id(), appended.locations()[i]);
    }
    view = new View(contents, writer.number());
  }

  private void requireOpen() throws IOException {
    if (isClosed) {
      throw new IOException(path + ": is closed");
    }
  }

  /// A mapping whose file was cut by somebody else, or whose medium fails, throws an
  /// [InternalError] at the access.
  private <T> T readable(Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (InternalError failed) {
      throw new IOException(
          path + ": cannot be read: the medium failed, or somebody cut the file", failed);
    }
  }

  /// Something that reads.
  private interface Reading<T> {
    T run() throws IOException;
  }
}
