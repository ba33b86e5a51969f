package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Reads a file once from the first group to the end, and makes it fit for appending.
///
/// Idea: above what is known to have been forced, the first group that is not whole begins the torn
/// tail, which nobody was promised; it is cut off and the cut is forced before anything is
/// appended, so that nothing old can ever be read as new. Below, what is not whole is damage:
/// reported, searched for records, passed over, and left as it is. What is known to have been
/// forced is what any later header, or the superblock, knew when it was written.
final class Recovery {

  private final DiskFile disk;
  private final Path path;
  private final Damage damage;
  private final Superblocks superblocks;
  private final OffsetTable index = new OffsetTable();
  private final Landmarks landmarks = new Landmarks();
  private long nextSeq = 1;
  private long lastBegin;
  private long entriesEnd;
  private long durable;
  private boolean isDurableKnown;

  /// What is known of a file that is fit for appending.
  ///
  /// @param superblock the newest one
  /// @param end where the next group begins
  /// @param entriesEnd where the last entry ends, 0 if there is none
  /// @param durable everything below is on the medium
  /// @param nextSeq number of the next group
  /// @param lastBegin where the last BEGIN group is, 0 if there is none
  /// @param index where each id is
  /// @param landmarks where some groups begin
  record Recovered(
      Superblock superblock,
      long end,
      long entriesEnd,
      long durable,
      long nextSeq,
      long lastBegin,
      OffsetTable index,
      Landmarks landmarks) {}

  Recovery(DiskFile disk, Path path, Damage damage) {
    this.disk = disk;
    this.path = path;
    this.damage = damage;
    this.superblocks = new Superblocks(disk, path);
  }

  Recovered run(String repository) throws IOException {
    Superblock superblock = superblocks.newest(repository);
    long size = disk.size();
    durable = superblock.durable();
    GroupWalk walk = new GroupWalk(disk, superblock.file(), path, damage);
    long end =
        walk.walk(
            Layout.FIRST_GROUP,
            size,
            damagedAt -> durableFor(walk, damagedAt, size),
            new Collector(new Records(disk, superblock.file(), path, damage)));
    if (end < durable) {
      String what = "the file ends here, bytes up to %d are missing";
      damage.add(end, what.formatted(durable));
    }
    cutTornTail(end, size);
    return new Recovered(
        repair(superblock, end),
        end,
        entriesEnd,
        Math.min(durable, end),
        nextSeq,
        lastBegin,
        index,
        landmarks);
  }

  /// Headers behind the damage may know that it was on the medium. They are looked for once: the
  /// answer holds for all of the file.
  private long durableFor(GroupWalk walk, long damagedAt, long size) throws IOException {
    if (!isDurableKnown && damagedAt >= durable) {
      durable = Math.max(durable, walk.largestDurable(damagedAt, size));
      isDurableKnown = true;
    }
    return durable;
  }

  private void cutTornTail(long end, long size) throws IOException {
    if (!Layout.isZero(disk.read(end, size - end), 0, size - end)) {
      disk.truncate(end);
      disk.force();
      durable = Math.max(durable, end);
    }
  }

  /// A superblock that a crash tore is written anew, and one that knows of more than there is left
  /// is replaced, or the next torn tail would be taken for damage.
  private Superblock repair(Superblock superblock, long end) throws IOException {
    if (superblocks.areBothWhole() && superblock.durable() <= end) {
      return superblock;
    }
    Superblock next = superblock.next(Math.min(durable, end));
    disk.write(next.place(), next.encode());
    disk.force();
    return next;
  }

  /// Takes in what the walk finds.
  private final class Collector implements GroupWalk.Sink {

    private final Records records;

    Collector(Records records) {
      this.records = records;
    }

    @Override
    public void group(GroupHeader header) {
      nextSeq = header.seq() + 1;
      durable = Math.max(durable, header.durableLsn());
      if (header.type() == GroupType.BEGIN.code()) {
        lastBegin = header.lsn();
      } else if (header.isCommits()) {
        landmarks.add(header.lsn());
        entriesEnd = header.end();
      }
    }

    @Override
    public void record(long position, MemorySegment bytes, long body, int length)
        throws IOException {
      CommitId id = Ids.read(bytes, body);
      index.put(id.w0(), position, earlier -> records.bears(earlier, id));
      entriesEnd = Math.max(entriesEnd, position + RecordFrame.bytes(length));
    }
  }
}
