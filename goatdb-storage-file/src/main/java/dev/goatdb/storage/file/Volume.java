package dev.goatdb.storage.file;

import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.util.List;

/// An opened file: where its entries are, and how it grows. One thread changes it.
final class Volume {

  private final DiskFile disk;
  private final GroupWriter writer;
  private volatile Contents contents;

  Volume(Place place, DiskFile disk, Recovery.Recovered recovered, BlockPacker.Effort effort)
      throws IOException {
    this.disk = disk;
    this.writer = new GroupWriter(disk, place.path(), place.env(), recovered, effort);
    this.contents = recovered.contents();
  }

  DiskFile disk() {
    return disk;
  }

  GroupWriter writer() {
    return writer;
  }

  Contents contents() {
    return contents;
  }

  Damage damage() {
    return contents.source().damage();
  }

  /// Lets what was appended be found. What may be read grows first: who finds a location in the
  /// index may read there.
  void index(GroupWriter.Appended appended, List<Entry> entries) throws IOException {
    HeapIndex tail = contents.tail();
    tail.extend(writer.end());
    tail.addGroup(appended.lsn(), appended.first());
    for (int i = 0; i < entries.size(); i++) {
      tail.add(entries.get(i).id(), appended.locations()[i]);
    }
  }

  /// Forces what was appended, and keeps a checkpoint.
  void keep(Checkpoint checkpoint) throws IOException {
    writer.force();
    contents = new CheckpointWriter(contents, writer).write(checkpoint);
  }
}
