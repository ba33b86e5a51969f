package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.storage.file.RecordFrame.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Memory in which groups are put together before one write. Used by one thread at a time.
final class GroupBuffer {

  private static final long USUAL_BYTES = 1 << 16;

  /// A buffer that one large append made larger than this is not kept.
  private static final long MOST_KEPT_BYTES = 1 << 22;

  /// Groups with less are not packed: little would be won, and single edits want to be quick.
  private static final long LEAST_PACKED_BYTES = 1 << 15;

  private static final long LEAST_TIGHTLY_PACKED_BYTES = 1 << 11;

  private final FileId file;
  private final long leastPackedBytes;
  private final BlockPacker packer;
  private MemorySegment memory = Arena.ofAuto().allocate(USUAL_BYTES, Long.BYTES);
  private long start;
  private long used;

  GroupBuffer(FileId file, BlockPacker.Effort effort) {
    this.file = file;
    this.packer = new BlockPacker(file, effort);
    this.leastPackedBytes =
        effort == BlockPacker.Effort.QUICK ? LEAST_PACKED_BYTES : LEAST_TIGHTLY_PACKED_BYTES;
  }

  /// What the header of the next group is to say beside what the group itself is.
  ///
  /// @param seq number of the group
  /// @param durable what is on the medium
  /// @param number of the next entry
  /// @param isJump whether the numbers jump here, and nobody is to be told
  record Heading(long seq, long durable, long number, boolean isJump) {
    int flags() {
      return isJump ? GroupHeader.NUMBERED | GroupHeader.FORGIVEN : GroupHeader.NUMBERED;
    }
  }

  /// {@return most bytes of a group with these entries}
  static long bytes(List<Entry> entries) {
    return Layout.align(GROUP_HEADER_BYTES + BlockPacker.plainBytes(entries), Long.BYTES);
  }

  /// {@return bytes of the record of an entry, unless it is packed}
  static long recordBytes(Entry entry) {
    return RecordFrame.bytes(CommitId.BYTES + entry.bytes().byteSize());
  }

  /// Begins anew, for a place in the file, with room for so many bytes.
  void clear(long lsn, long room) {
    start = lsn;
    used = 0;
    boolean isTooLarge = memory.byteSize() > MOST_KEPT_BYTES && room <= MOST_KEPT_BYTES;
    if (room > memory.byteSize() || isTooLarge) {
      memory = Arena.ofAuto().allocate(Math.max(room, USUAL_BYTES), Long.BYTES);
    }
  }

  /// {@return where the next group will be in the file}
  long lsn() {
    return start + used;
  }

  /// {@return the bytes of all groups put in since the last [#clear(long, long)]}
  MemorySegment bytes() {
    return memory.asSlice(0, used);
  }

  /// Puts in a group of entries, packed if that makes it smaller.
  ///
  /// @return where each entry will be
  long[] commits(Heading heading, List<Entry> entries) {
    long[] locations = new long[entries.size()];
    long plain = BlockPacker.plainBytes(entries);
    long end = plain < leastPackedBytes ? -1 : packed(heading, entries, plain, locations);
    int flags = heading.flags();
    if (end >= 0) {
      flags |= GroupHeader.COMPRESSED;
    } else {
      end = plain(heading, entries, locations);
    }
    finish(GroupType.COMMITS, heading, end, entries.size(), flags);
    return locations;
  }

  /// Most that is not to be had is seen at the first block: then no time is lost on the others.
  ///
  /// @return where the last block ends, or -1 if packing does not pay
  private long packed(Heading heading, List<Entry> entries, long plain, long[] locations) {
    long first = used + GROUP_HEADER_BYTES;
    long at = first;
    long plainSoFar = 0;
    for (int from = 0; from < entries.size(); ) {
      int count = packer.extent(entries, from);
      List<Entry> some = entries.subList(from, from + count);
      long end = packer.write(some, memory, at, start + at, heading.number + from);
      plainSoFar += BlockPacker.plainBytes(some);
      if (end < 0 || end - first > plainSoFar - plainSoFar / 8 || end - first >= plain) {
        return -1;
      }
      for (int i = 0; i < count; i++) {
        locations[from + i] = Location.ofBlock(start + at, i);
      }
      at = end;
      from += count;
    }
    return at;
  }

  private long plain(Heading heading, List<Entry> entries, long[] locations) {
    long at = used + GROUP_HEADER_BYTES;
    for (int i = 0; i < locations.length; i++) {
      Entry entry = entries.get(i);
      MemorySegment body = entry.bytes();
      long to = at + RECORD_HEADER_BYTES;
      Ids.write(entry.id(), memory, to);
      MemorySegment.copy(body, 0, memory, to + CommitId.BYTES, body.byteSize());
      int length = CommitId.BYTES + (int) body.byteSize();
      RecordFrame.write(Kind.ENTRY, memory, at, length, start + at, heading.number + i, file);
      locations[i] = start + at;
      at += RecordFrame.bytes(length);
    }
    return at;
  }

  /// Puts in a group with one record, or with none if the body is empty.
  void mark(GroupType type, Heading heading, byte[] body) {
    long at = used + GROUP_HEADER_BYTES;
    if (body.length > 0) {
      MemorySegment.copy(
          MemorySegment.ofArray(body), 0, memory, at + RECORD_HEADER_BYTES, body.length);
      RecordFrame.write(Kind.PLAIN, memory, at, body.length, start + at, 0, file);
      at += RecordFrame.bytes(body.length);
    }
    finish(type, heading, at, body.length > 0 ? 1 : 0, heading.flags());
  }

  /// Puts in the beginning of a checkpoint: the header and the head. The content follows in the
  /// file.
  void checkpoint(Heading heading, CheckpointHead head, MemorySegment content) {
    long lsn = lsn();
    MemorySegment sums = Pages.checksums(content.asSlice(0, head.contentBytes()));
    long at = used + GROUP_HEADER_BYTES;
    head.write(memory, at, lsn, sums, file);
    int crc = Layout.crc32c(memory.asSlice(at, head.bytes()), content);
    int length = (int) (head.bytes() + head.contentBytes());
    new GroupHeader(
            lsn,
            heading.seq,
            heading.durable,
            length,
            0,
            crc,
            GroupType.CHECKPOINT.code(),
            heading.flags(),
            heading.number)
        .write(memory, used, file);
    used = at + head.bytes();
  }

  private void finish(GroupType type, Heading heading, long payloadEnd, int count, int flags) {
    long payload = used + GROUP_HEADER_BYTES;
    long end = Layout.align(payloadEnd, Long.BYTES);
    memory.asSlice(payloadEnd, end - payloadEnd).fill((byte) 0);
    int crc = Layout.crc32c(memory, payload, end - payload);
    int length = (int) (payloadEnd - payload);
    new GroupHeader(
            lsn(),
            heading.seq,
            heading.durable,
            length,
            count,
            crc,
            type.code(),
            flags,
            heading.number)
        .write(memory, used, file);
    used = end;
  }
}
