package dev.goatdb.storage.file;

import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Makes a file fit for appending: finds its newest checkpoint and walks over what is behind it.
///
/// Idea: above what is known to have been forced, the first group that is not whole begins the torn
/// tail, which nobody was promised; it is cut off and the cut is forced before anything is
/// appended, so that nothing old can ever be read as new. Below, what is not whole is damage:
/// reported, searched for records, passed over, and left as it is. What is known to have been
/// forced is what any later header, or the superblock, knew when it was written. What checkpoints
/// cover was forced before they were written; it is not looked at, and damage there is found when
/// it is read.
///
/// Where the file was cut below what was forced, the number of the next entry is set ahead: to what
/// the superblock knows, or by one. So every later walk finds a jump there, and says that something
/// is missing, also when the file has grown over the place.
final class Recovery {

  private final DiskFile disk;
  private final Path path;
  private final Damage damage;
  private final BlockCache cache;
  private final Superblocks superblocks;
  private long nextSeq;
  private long lastBegin;
  private long newestCheckpoint;
  private long durable;
  private boolean isDurableKnown;

  /// What is known of a file that is fit for appending.
  ///
  /// @param superblock the newest one
  /// @param end where the next group begins
  /// @param number of the next entry
  /// @param durable everything below is on the medium
  /// @param nextSeq number of the next group
  /// @param lastBegin where the last BEGIN group is, 0 if there is none
  /// @param contents where each entry is
  record Recovered(
      Superblock superblock,
      long end,
      long number,
      long durable,
      long nextSeq,
      long lastBegin,
      Contents contents) {}

  Recovery(DiskFile disk, Path path, Damage damage, BlockCache cache) {
    this.disk = disk;
    this.path = path;
    this.damage = damage;
    this.cache = cache;
    this.superblocks = new Superblocks(disk, path);
  }

  Recovered run(String repository) throws IOException {
    Superblock superblock = superblocks.newest(repository);
    long size = superblock.isCopying() ? Math.min(superblock.durable(), disk.size()) : disk.size();
    Contents.Source source = source(superblock.file());
    durable = superblock.durable();
    CheckpointChain chain = CheckpointChain.find(source, superblocks.checkpoints(), durable, size);
    durable = Math.max(durable, chain.durable());
    lastBegin = chain.lastBegin();
    Start start = chain.start();
    nextSeq = start.seq();
    HeapIndex tail = new HeapIndex(source.records(), start, size);
    GroupWalk walk = new GroupWalk(source.reader(), damage, start, new Collector(tail));
    long end = walk.run(size, damagedAt -> durableFor(source.reader(), damagedAt, size));
    chain = adopted(source, chain, end);
    cutTornTail(end);
    long number = numberAfterLosses(superblock, end, walk.number());
    Superblock now = repair(superblock, end, walk.number(), number);
    tail.extend(end);
    Contents contents = new Contents(source, chain.groups(), tail);
    return new Recovered(now, end, number, Math.min(durable, end), nextSeq, lastBegin, contents);
  }

  private Contents.Source source(FileId file) {
    Records records = new Records(disk, file, path, damage, cache);
    return new Contents.Source(new GroupReader(disk, file, path), records, damage);
  }

  /// Headers behind the damage may know that it was on the medium. They are looked for once: the
  /// answer holds for all of the file.
  private long durableFor(GroupReader reader, long damagedAt, long size) throws IOException {
    if (!isDurableKnown && damagedAt >= durable) {
      durable = Math.max(durable, reader.largestDurable(damagedAt, size));
      isDurableKnown = true;
    }
    return durable;
  }

  /// A checkpoint that no superblock knew of counts as well. The index has more than it needs then.
  private CheckpointChain adopted(Contents.Source source, CheckpointChain known, long end)
      throws IOException {
    if (newestCheckpoint == 0) {
      return known;
    }
    CheckpointChain newest = CheckpointChain.at(source, newestCheckpoint, durable, end);
    return newest.groups().isEmpty() || newest.start().at() < known.start().at() ? known : newest;
  }

  private void cutTornTail(long end) throws IOException {
    long size = disk.size();
    if (!Layout.isZero(disk.read(end, size - end), 0, size - end)) {
      disk.truncate(end);
      disk.force();
      durable = Math.max(durable, end);
    }
  }

  private long numberAfterLosses(Superblock superblock, long end, long counted) {
    if (end < durable) {
      String what = "the file ends here, bytes up to %d are missing";
      damage.add(end, what.formatted(durable));
      return Math.max(superblock.entries(), counted + 1);
    }
    if (superblock.entries() > counted) {
      String what = "entries %d to %d are lost; the file was cut here once";
      damage.add(end, what.formatted(counted, superblock.entries() - 1));
    }
    return Math.max(superblock.entries(), counted);
  }

  /// A superblock that a crash tore is written anew, and one that knows of more than there is left
  /// is replaced, or the next torn tail would be taken for damage.
  private Superblock repair(Superblock superblock, long end, long counted, long number)
      throws IOException {
    boolean isRight = superblock.durable() <= end && !superblock.isCopying();
    if (isRight && superblocks.areBothWhole()) {
      return superblock;
    }
    long entries = number > counted ? number : superblock.entries();
    if (number > counted) {
      disk.force();
      durable = end;
    }
    Superblock next = superblock.next(Math.min(durable, end), entries, superblock.checkpoint());
    disk.write(next.place(), next.encode());
    disk.force();
    return next;
  }

  /// Takes in what the walk finds.
  private final class Collector implements GroupWalk.Sink {

    private final HeapIndex index;

    Collector(HeapIndex index) {
      this.index = index;
    }

    @Override
    public boolean group(GroupHeader header, long first) {
      nextSeq = header.seq() + 1;
      durable = Math.max(durable, header.durableLsn());
      if (header.type() == GroupType.BEGIN.code()) {
        lastBegin = header.lsn();
      } else if (header.type() == GroupType.CHECKPOINT.code()) {
        newestCheckpoint = header.lsn();
      }
      return index.group(header, first);
    }

    @Override
    public void entry(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException {
      index.entry(number, position, bytes, body, length);
    }

    @Override
    public void block(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException {
      index.block(number, position, bytes, body, length);
    }
  }
}
