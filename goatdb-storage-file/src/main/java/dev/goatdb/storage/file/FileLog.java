package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Health;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The log of one repository, in one file.
///
/// One thread appends, forces and closes: one of the engine's own, for an interrupt closes a
/// channel for everybody. Any thread reads. A reader sees what was published: the extent, within
/// which bytes do not change, and the index, which is fit for one writer and many readers.
///
/// A descriptor whose force has failed is never forced again: the system may have dropped what it
/// could not write and report success the next time. What is known to be on the medium, and what
/// can still be read and checked above it, is then rewritten to a new file. If that fails as well,
/// the log is read only.
final class FileLog implements CommitLog {

  private final Place place;
  private final Runnable onClosed;
  private final List<String> earlierDamage = new CopyOnWriteArrayList<>();
  private volatile Volume volume;
  private volatile View view;
  private volatile Health health = Health.GOOD;
  private volatile boolean isClosed;
  private volatile @Nullable LogCompaction running;

  /// What readers may see.
  ///
  /// @param contents where the entries are
  /// @param size number of the entry that is not to be seen yet
  private record View(Contents contents, long size) {}

  FileLog(Place place, Volume volume, Runnable onClosed) {
    this.place = place;
    this.onClosed = onClosed;
    this.volume = volume;
    this.view = new View(volume.contents(), volume.writer().number());
  }

  @Override
  public long append(List<Entry> entries, Durability durability) throws IOException {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    requireWritable();
    try {
      GroupWriter.Appended appended = healing(() -> volume.writer().append(entries));
      Volume appendedTo = volume;
      if (durability == Durability.DISK) {
        force();
      }
      if (appendedTo == volume) {
        volume.index(appended, entries);
      }
    } catch (IOException refused) {
      noteFull(refused);
      throw refused;
    }
    view = new View(volume.contents(), volume.writer().number());
    health = Health.GOOD;
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
        Scan scan = new Scan(place.path(), from, end, visitor, this::requireOpen);
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

  /// A checkpoint of a file before this one was looked at as a whole when it was copied.
  @Override
  public boolean isIntact(Checkpoint checkpoint, long offset, long length) {
    for (CheckpointGroup group : view.contents.checkpoints()) {
      if (group.checkpoint().equals(checkpoint)) {
        return group.isIntact(offset, length);
      }
      if (group.from() == checkpoint.from() && group.to() == checkpoint.to()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void keep(Checkpoint checkpoint) throws IOException {
    requireWritable();
    try {
      readable(() ->
          healing(() -> {
            volume.keep(checkpoint);
            return checkpoint;
          }));
    } catch (IOException refused) {
      noteFull(refused);
      throw refused;
    }
    view = new View(volume.contents(), view.size);
  }

  @Override
  public long bytes() {
    return volume.writer().allocated();
  }

  @Override
  public long reclaimable() throws IOException {
    requireOpen();
    return readable(() -> Reclaimable.of(view.contents));
  }

  @Override
  public Optional<Compaction> compaction(Compaction.Losses losses) throws IOException {
    requireWritable();
    if (running != null) {
      throw new IOException(place.path() + ": is being rewritten already");
    }
    LogCompaction begun = new LogCompaction(this, new Rewrite(place, losses), volume);
    running = begun;
    return Optional.of(begun);
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public void force() throws IOException {
    requireWritable();
    healing(() -> {
      volume.writer().force();
      return volume;
    });
  }

  @Override
  public List<String> damage() {
    List<String> lines = new ArrayList<>(earlierDamage);
    lines.addAll(volume.damage().lines());
    return List.copyOf(lines);
  }

  @Override
  public List<String> verify() throws IOException {
    requireOpen();
    Contents contents = view.contents;
    Damage damage = contents.source().damage();
    readable(() -> {
      contents.walk(GroupWalk.Start.OF_FILE, new Verification(contents.source()));
      return contents;
    });
    if (!new Superblocks(contents.source().reader().disk, place.path()).areBothWhole()) {
      damage.add(0, "one of the two superblocks is damaged; the next opening writes it anew");
    }
    return damage();
  }

  /// Copies what is on the medium. Any thread.
  ///
  /// @return how many bytes were copied
  long backup(Place target) throws IOException {
    requireOpen();
    Volume now = volume;
    return readable(() -> new Backup(now.disk(), place).to(target, now.writer().durable()));
  }

  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      if (health.state() == Health.State.READ_ONLY) {
        volume.writer().finish();
      } else {
        healing(() -> {
          volume.writer().finish();
          return volume;
        });
      }
    } finally {
      try (DiskFile closed = volume.disk()) {
        giveSpaceBack(closed);
      } finally {
        onClosed.run();
      }
    }
  }

  /// Some systems cut no file of which somebody still holds a part. All is forced by now, and space
  /// that stays is found as zeros at the next opening, so that costs nothing but the space.
  private void giveSpaceBack(DiskFile disk) {
    GroupWriter writer = volume.writer();
    if (writer.isHealthy() && writer.allocated() > writer.end()) {
      try {
        disk.truncate(writer.end());
      } catch (IOException inUse) {
        // see above
      }
    }
  }

  /// Does something with the writer, and once more with that of a new file if nobody can say what
  /// the old one holds.
  private <T> T healing(Reading<T> writing) throws IOException {
    try {
      return writing.run();
    } catch (IOException failed) {
      if (volume.writer().isHealthy()) {
        throw failed;
      }
      heal(failed);
      return writing.run();
    }
  }

  private void heal(IOException cause) throws IOException {
    GroupWriter old = volume.writer();
    try {
      Rewrite rewrite = new Rewrite(place, Compaction.Losses.REMEMBER);
      try {
        rewrite.copy(volume.contents(), old.end(), at -> old.durable());
        volume.disk().mapAll();
        adopt(rewrite.finish(old.number()));
      } finally {
        rewrite.abandon();
      }
    } catch (IOException again) {
      cause.addSuppressed(again);
      endWriting(cause);
      throw cause;
    }
  }

  /// Goes on with another file. Who reads the old one may go on.
  void adopt(Volume next) {
    Volume old = volume;
    earlierDamage.addAll(old.damage().lines());
    volume = next;
    view = new View(next.contents(), next.writer().number());
    try {
      old.disk().retire();
    } catch (IOException failed) {
      earlierDamage.add(
          "%s: the file before it could not be closed: %s"
              .formatted(place.path(), failed.getMessage()));
    }
  }

  /// {@return where entries are found now}
  Contents contents() {
    return view.contents;
  }

  Volume volume() {
    return volume;
  }

  void compactionEnded() {
    running = null;
  }

  void endWriting(IOException cause) {
    health = new Health(Health.State.READ_ONLY, String.valueOf(cause.getMessage()));
  }

  private void noteFull(IOException refused) {
    if (health.state() != Health.State.READ_ONLY) {
      health = new Health(Health.State.FULL, String.valueOf(refused.getMessage()));
    }
  }

  void requireWritable() throws IOException {
    requireOpen();
    Health now = health;
    if (now.state() == Health.State.READ_ONLY) {
      throw new IOException(now.reason());
    }
  }

  void requireOpen() throws IOException {
    if (isClosed) {
      throw new IOException(place.path() + ": is closed");
    }
  }

  /// A mapping whose file was cut by somebody else, or whose medium fails, throws an
  /// [InternalError] at the access.
  <T> T readable(Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (InternalError failed) {
      throw new IOException(
          place.path() + ": cannot be read: the medium failed, or somebody cut the file", failed);
    }
  }

  /// Something that reads or writes.
  interface Reading<T> {
    T run() throws IOException;
  }
}
