package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.TreeMap;

/// Where the record of each entry lies in a file that is whole, by the entry's number. Entries of a
/// block share its extent.
final class Extents implements GroupWalk.Sink {

  private final TreeMap<Long, Extent> all = new TreeMap<>();
  private final TreeMap<Long, GroupHeader> groups = new TreeMap<>();

  record Extent(long from, long to) {}

  private Extents() {}

  static Extents of(SimDisk disk) throws IOException {
    DiskFile file = disk.open(Workload.FILE);
    Superblock superblock =
        new Superblocks(file, Workload.FILE).newest(Workload.REPOSITORY.toString());
    Extents extents = new Extents();
    Damage damage = new Damage(Workload.FILE);
    GroupReader reader = new GroupReader(file, superblock.file(), Workload.FILE);
    new GroupWalk(reader, damage, GroupWalk.Start.OF_FILE, extents)
        .run(file.size(), at -> superblock.durable());
    return extents;
  }

  Extent at(long number) {
    Extent extent = all.get(number);
    if (extent == null) {
      throw new AssertionError("there is no entry " + number);
    }
    return extent;
  }

  /// {@return the groups, by offset}
  TreeMap<Long, GroupHeader> groups() {
    return groups;
  }

  @Override
  public boolean group(GroupHeader header, long first) {
    groups.put(header.lsn(), header);
    return true;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length) {
    all.put(number, new Extent(position, position + RecordFrame.bytes(length)));
  }

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length) {
    for (int i = 0; i < Block.count(bytes, body); i++) {
      all.put(number + i, new Extent(position, position + RecordFrame.bytes(length)));
    }
  }
}
