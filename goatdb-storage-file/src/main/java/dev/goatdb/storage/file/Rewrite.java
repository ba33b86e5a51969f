package dev.goatdb.storage.file;

import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Compaction.Losses;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.storage.file.GroupWalk.Durable;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A new file with the entries of an old one under their numbers, in groups of a good size, with
/// the checkpoints that count and without what is of no use any more.
///
/// Each entry is checked when it is read; where one is lost, the numbers jump. The new file has an
/// id of its own, so every mark and every checksum in it is made anew.
///
/// It is filled step by step while the old one grows, by one thread at a time, and then put in its
/// place.
final class Rewrite {

  private static final long GROUP_BYTES = 1 << 18;

  private final Place place;
  private final Place.Unfinished unfinished;
  private final Volume target;
  private final Losses losses;
  private Start next = Start.OF_FILE;
  private boolean isInPlace;

  Rewrite(Place place, Losses losses) throws IOException {
    this.place = place;
    this.losses = losses;
    this.unfinished = place.begin();
    Volume made;
    try {
      made = place.fill(unfinished);
    } catch (IOException failed) {
      place.abandon(unfinished.file(), unfinished.path());
      throw failed;
    }
    this.target = made;
  }

  /// {@return where in the old file the next step begins}
  Start next() {
    return next;
  }

  /// Copies what is new in the old file, and the checkpoints that cover only what is copied.
  ///
  /// @param source the old file
  /// @param limit where its last group ends
  /// @param durable what must be there; above it, whatever is not whole makes this fail
  void copy(Contents source, long limit, Durable durable) throws IOException {
    Regroup regroup = new Regroup(source);
    Damage damage = source.source().damage();
    GroupWalk walk = new GroupWalk(source.source().reader(), damage, next, regroup);
    long end = walk.run(limit, durable);
    if (end < limit) {
      throw new IOException(
          "%s: offset %d: what was appended cannot be read back".formatted(place.path(), end));
    }
    regroup.flush();
    regroup.keepUpTo(walk.number());
    next = new Start(end, walk.seq(), walk.number());
  }

  /// Puts the new file in the place of the old one.
  ///
  /// @param number of the next entry
  /// @return the new file, fit for appending
  Volume finish(long number) throws IOException {
    target.writer().jumpTo(number, losses == Losses.FORGET);
    target.writer().seal();
    place.disk().rename(unfinished.path(), place.path());
    isInPlace = true;
    place.disk().forceDirectory(place.directory());
    target.writer().hurry();
    return target;
  }

  /// {@return whether the name of the log leads to the new file}
  boolean isInPlace() {
    return isInPlace;
  }

  void abandon() throws IOException {
    if (!isInPlace) {
      place.abandon(unfinished.file(), unfinished.path());
    }
  }

  /// Puts entries together to groups.
  private final class Regroup implements GroupWalk.Sink {

    private final List<CheckpointGroup> checkpoints;
    private final List<Entry> batch = new ArrayList<>();
    private long first;
    private long bytes;
    private int kept;
    private boolean areKept = true;

    Regroup(Contents source) {
      this.checkpoints = source.checkpoints();
      while (kept < checkpoints.size() && isKept(checkpoints.get(kept))) {
        kept++;
      }
    }

    private boolean isKept(CheckpointGroup group) {
      return target.contents().checkpoints().stream()
          .anyMatch(there -> there.from() == group.from() && there.to() == group.to());
    }

    @Override
    public boolean group(GroupHeader header, long number) {
      return true;
    }

    @Override
    public void entry(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException {
      add(number, new Entry(Ids.read(bytes, body), Records.content(bytes, body, length)));
    }

    @Override
    public void block(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException {
      Block.Unpacked block = Block.unpack(bytes, body, length);
      for (int i = 0; i < Block.count(bytes, body); i++) {
        add(number + i, new Entry(Ids.read(bytes, Block.idAt(body, i)), block.body(i)));
      }
    }

    private void add(long number, Entry entry) throws IOException {
      boolean isBoundary = kept < checkpoints.size() && number >= checkpoints.get(kept).to();
      if (number != first + batch.size() || bytes >= GROUP_BYTES || isBoundary) {
        flush();
        keepUpTo(number);
        first = number;
      }
      batch.add(entry);
      bytes += GroupBuffer.recordBytes(entry);
    }

    void flush() throws IOException {
      if (batch.isEmpty()) {
        return;
      }
      target.writer().jumpTo(first, losses == Losses.FORGET);
      target.index(target.writer().append(batch), batch);
      batch.clear();
      bytes = 0;
    }

    /// A checkpoint that has rotted is left out, and those behind it with it.
    void keepUpTo(long number) throws IOException {
      while (kept < checkpoints.size() && checkpoints.get(kept).to() <= number) {
        CheckpointGroup group = checkpoints.get(kept++);
        Checkpoint checkpoint = group.checkpoint();
        areKept &= group.isIntact(0, checkpoint.bytes().byteSize());
        if (areKept) {
          target
              .writer()
              .jumpTo(Math.max(target.writer().number(), group.to()), losses == Losses.FORGET);
          target.keep(checkpoint);
        }
      }
    }
  }
}
