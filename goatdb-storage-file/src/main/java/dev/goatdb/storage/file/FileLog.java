package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.runtime.Env;
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
  private final Records records;
  private final Damage damage;
  private final GroupWriter writer;
  private final GroupWalk walk;
  private final OffsetTable index;
  private final Landmarks landmarks;
  private final Runnable onClosed;
  private volatile Extent extent;
  private volatile boolean isClosed;

  /// What readers may see.
  ///
  /// @param end where the last group ends
  /// @param entriesEnd where the last entry ends
  private record Extent(long end, long entriesEnd) {}

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
    FileId file = recovered.superblock().file();
    this.records = new Records(disk, file, path, damage);
    this.walk = new GroupWalk(disk, file, path, damage);
    this.index = recovered.index();
    this.landmarks = recovered.landmarks();
    this.extent = new Extent(recovered.end(), recovered.entriesEnd());
    this.onClosed = onClosed;
  }

  @Override
  public long append(List<Entry> entries, Durability durability) throws IOException {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    requireOpen();
    long lsn = writer.append(entries);
    if (durability == Durability.DISK) {
      writer.force();
    }
    publish(lsn, entries);
    return size();
  }

  @Override
  public Optional<MemorySegment> read(CommitId id) throws IOException {
    requireOpen();
    return readable(() -> {
      long position = index.find(id.w0(), at -> records.surelyBears(at, id, extent.end));
      return position == 0 ? Optional.empty() : Optional.of(records.body(position, extent.end));
    });
  }

  @Override
  public long scan(long from, Visitor visitor) throws IOException {
    requireOpen();
    Extent now = extent;
    long limit = now.entriesEnd;
    if (from < now.entriesEnd) {
      readable(
          () -> walk.walk(landmarks.before(from), limit, at -> limit, visiting(from, visitor)));
    }
    return Math.max(from, now.entriesEnd);
  }

  @Override
  public long size() {
    return extent.entriesEnd;
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
    long limit = extent.end;
    readable(() ->
        walk.walk(Layout.FIRST_GROUP, limit, at -> limit, visiting(0, (position, entry) -> {})));
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
      if (writer.isHealthy() && writer.allocated() > writer.end()) {
        disk.truncate(writer.end());
      }
    } finally {
      onClosed.run();
    }
  }

  /// What may be read grows first: who finds a position in the index may read there. What a scan
  /// sees grows last: what it has seen is found by its id.
  private void publish(long lsn, List<Entry> entries) throws IOException {
    extent = new Extent(writer.end(), extent.entriesEnd);
    landmarks.add(lsn);
    long position = lsn + GROUP_HEADER_BYTES;
    for (Entry entry : entries) {
      CommitId id = entry.id();
      index.put(id.w0(), position, at -> records.bears(at, id));
      position += GroupBuffer.recordBytes(entry);
    }
    extent = new Extent(writer.end(), writer.end());
  }

  private GroupWalk.Sink visiting(long from, Visitor visitor) {
    return new GroupWalk.Sink() {
      @Override
      public void group(GroupHeader header) throws IOException {
        requireOpen();
      }

      @Override
      public void record(long position, MemorySegment bytes, long body, int length)
          throws IOException {
        if (position >= from) {
          visitor.visit(
              position, new Entry(Ids.read(bytes, body), Records.content(bytes, body, length)));
        }
      }
    };
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
    } catch (IllegalStateException closed) {
      requireOpen();
      throw closed;
    }
  }

  /// Something that reads.
  private interface Reading<T> {
    T run() throws IOException;
  }
}
