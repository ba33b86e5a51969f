package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first part of a CHECKPOINT group: what the rest is, all checkpoints that counted when it was
/// written, and the checksums of the rest's pages. Its own checksum is sealed with its place.
///
/// ```
///  0 length of the head (4) | 4 checksum of 8 to its end, xor seal (4)
///  8 from (8) | 16 to (8) | 24 base (8)
/// 32 behind: offset (8), seq (8), number (8)   | 56 place of the last BEGIN (8)
/// 64 image bytes (8) | 72 entries (4) | 76 bits (4) | 80 landmarks (4) | 84 members (4)
/// 88 members: offset (8), from (8), to (8) each | checksum of each page (4) | zeros up to 8
/// then, in pages of 64 KiB: image | zeros up to 8 | IndexRun
/// ```
///
/// @param from number of the first entry covered
/// @param to number behind the last
/// @param base what the numbers in the run are less
/// @param behind where to go on walking
/// @param lastBegin where the last BEGIN group before it is, 0 for none
/// @param imageBytes how long what the engine keeps is
/// @param run how large the index is
/// @param members the checkpoints that count, in order, this one among them
record CheckpointHead(
    long from,
    long to,
    long base,
    GroupWalk.Start behind,
    long lastBegin,
    long imageBytes,
    IndexRun.Shape run,
    List<Member> members) {

  private static final int CRC_AT = 4;
  private static final int CRC_FROM = 8;
  private static final int MEMBERS_AT = 88;
  private static final int MEMBER_BYTES = 24;
  private static final int MOST_MEMBERS = 1 << 16;

  /// A checkpoint that counts.
  ///
  /// @param at where its group is
  record Member(long at, long from, long to) {}

  CheckpointHead {
    members = List.copyOf(members);
  }

  /// {@return bytes of the rest}
  long contentBytes() {
    return runAt() + run.bytes();
  }

  /// {@return where the index begins in the rest}
  long runAt() {
    return Layout.align(imageBytes, Long.BYTES);
  }

  /// {@return bytes of the head}
  int bytes() {
    return headBytes(members.size(), contentBytes());
  }

  private static int headBytes(int members, long contentBytes) {
    long bytes = MEMBERS_AT + (long) members * MEMBER_BYTES + 4L * Pages.count(contentBytes);
    return (int) Layout.align(bytes, Long.BYTES);
  }

  private int checksumsAt() {
    return MEMBERS_AT + members.size() * MEMBER_BYTES;
  }

  void write(MemorySegment bytes, long at, long lsn, MemorySegment checksums, FileId file) {
    int length = bytes();
    MemorySegment head = bytes.asSlice(at, length).fill((byte) 0);
    head.set(INT, 0, length);
    long[] longs = {
      from, to, base, behind.at(), behind.seq(), behind.number(), lastBegin, imageBytes
    };
    for (int i = 0; i < longs.length; i++) {
      head.set(LONG, 8L + 8L * i, longs[i]);
    }
    head.set(INT, 72, run.entries());
    head.set(INT, 76, run.bits());
    head.set(INT, 80, run.marks());
    head.set(INT, 84, members.size());
    for (int i = 0; i < members.size(); i++) {
      long member = MEMBERS_AT + (long) i * MEMBER_BYTES;
      head.set(LONG, member, members.get(i).at);
      head.set(LONG, member + 8, members.get(i).from);
      head.set(LONG, member + 16, members.get(i).to);
    }
    MemorySegment.copy(checksums, 0, head, checksumsAt(), checksums.byteSize());
    head.set(INT, CRC_AT, crc(head, length, lsn, file));
  }

  private static int crc(MemorySegment head, int length, long lsn, FileId file) {
    return Layout.crc32c(head, CRC_FROM, length - CRC_FROM)
        ^ file.seal(RecordFrame.Kind.PLAIN, 0, lsn, length);
  }

  /// {@return the head of a group, or null if it is not whole}
  static @Nullable CheckpointHead parse(GroupReader reader, GroupHeader header) throws IOException {
    MemorySegment bytes = whole(reader, header);
    if (bytes == null) {
      return null;
    }
    List<Member> members = new ArrayList<>();
    int count = bytes.get(INT, 84);
    if (count < 1 || count > MOST_MEMBERS || MEMBERS_AT + count * MEMBER_BYTES > bytes.byteSize()) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      long member = MEMBERS_AT + (long) i * MEMBER_BYTES;
      members.add(
          new Member(
              bytes.get(LONG, member), bytes.get(LONG, member + 8), bytes.get(LONG, member + 16)));
    }
    GroupWalk.Start behind =
        new GroupWalk.Start(bytes.get(LONG, 32), bytes.get(LONG, 40), bytes.get(LONG, 48));
    IndexRun.Shape run =
        new IndexRun.Shape(bytes.get(INT, 72), bytes.get(INT, 76), bytes.get(INT, 80));
    CheckpointHead head =
        new CheckpointHead(
            bytes.get(LONG, 8),
            bytes.get(LONG, 16),
            bytes.get(LONG, 24),
            behind,
            bytes.get(LONG, 56),
            bytes.get(LONG, 64),
            run,
            members);
    return head.isSane(header, bytes.byteSize()) ? head : null;
  }

  private boolean isSane(GroupHeader header, long length) {
    return from >= base
        && base >= 0
        && to > from
        && run.isSane()
        && imageBytes >= 0
        && imageBytes <= header.length()
        && bytes() == length
        && length + contentBytes() == header.length()
        && behind.at() <= header.lsn();
  }

  private static @Nullable MemorySegment whole(GroupReader reader, GroupHeader header)
      throws IOException {
    long at = header.lsn() + GROUP_HEADER_BYTES;
    if (header.length() < MEMBERS_AT) {
      return null;
    }
    int length = reader.disk.read(at, Integer.BYTES).get(INT, 0);
    if (length < MEMBERS_AT || length > header.length()) {
      return null;
    }
    MemorySegment head = reader.disk.read(at, length);
    return head.get(INT, CRC_AT) == crc(head, length, header.lsn(), reader.file) ? head : null;
  }

  /// {@return the checksums of the pages of a group whose head is whole}
  int[] checksums(GroupReader reader, GroupHeader header) throws IOException {
    int pages = Pages.count(contentBytes());
    MemorySegment bytes =
        reader.disk.read(
            header.lsn() + GROUP_HEADER_BYTES + checksumsAt(), (long) pages * Integer.BYTES);
    return bytes.toArray(INT);
  }
}
