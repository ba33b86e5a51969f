package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Memory in which groups are put together before one write. Used by one thread at a time.
final class GroupBuffer {

  private static final long USUAL_BYTES = 1 << 16;

  /// A buffer that one large append made larger than this is not kept.
  private static final long MOST_KEPT_BYTES = 1 << 22;

  private final FileId file;
  private MemorySegment memory = Arena.ofAuto().allocate(USUAL_BYTES, Long.BYTES);
  private long start;
  private long used;

  GroupBuffer(FileId file) {
    this.file = file;
  }

  /// {@return bytes of a group with these entries}
  static long bytes(List<Entry> entries) {
    long bytes = GROUP_HEADER_BYTES;
    for (Entry entry : entries) {
      bytes += recordBytes(entry);
    }
    return Layout.align(bytes, Long.BYTES);
  }

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

  void commits(long seq, long durable, List<Entry> entries) {
    long at = used + GROUP_HEADER_BYTES;
    for (Entry entry : entries) {
      MemorySegment body = entry.bytes();
      long to = at + RECORD_HEADER_BYTES;
      Ids.write(entry.id(), memory, to);
      MemorySegment.copy(body, 0, memory, to + CommitId.BYTES, body.byteSize());
      int length = CommitId.BYTES + (int) body.byteSize();
      RecordFrame.write(memory, at, length, start + at, file);
      at += RecordFrame.bytes(length);
    }
    finish(GroupType.COMMITS, seq, durable, at, entries.size());
  }

  /// Puts in a group with one record, or with none if the body is empty.
  void mark(GroupType type, long seq, long durable, byte[] body) {
    long at = used + GROUP_HEADER_BYTES;
    if (body.length > 0) {
      MemorySegment.copy(
          MemorySegment.ofArray(body), 0, memory, at + RECORD_HEADER_BYTES, body.length);
      RecordFrame.write(memory, at, body.length, start + at, file);
      at += RecordFrame.bytes(body.length);
    }
    finish(type, seq, durable, at, body.length > 0 ? 1 : 0);
  }

  private void finish(GroupType type, long seq, long durable, long payloadEnd, int count) {
    long payload = used + GROUP_HEADER_BYTES;
    long end = Layout.align(payloadEnd, Long.BYTES);
    memory.asSlice(payloadEnd, end - payloadEnd).fill((byte) 0);
    int crc = Layout.crc32c(memory, payload, end - payload);
    int length = (int) (payloadEnd - payload);
    new GroupHeader(lsn(), seq, durable, length, count, crc, type.code(), 0)
        .write(memory, used, file);
    used = end;
  }
}
