package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Several entries in one record. Ids stand as they are, so that an entry is found without
/// unpacking; lengths and bodies are compressed together.
///
/// ```
/// 0 count (4) | 4 unpacked length (4) | 8 ids (32 each) | LZ4 of { length of each body, as a varint | bodies }
/// ```
///
/// Where the packed bytes are as many as unpacked, they are not compressed. A block is one unit of
/// loss: if a byte of it rots, all its entries are gone. Hence it is kept small, and each block of
/// a group has its own checksum.
final class Block {

  /// Most bytes of the bodies of a block together, unless one alone is larger.
  static final int USUAL_RAW_BYTES = 1 << 16;

  /// Entries of a block; also what a block found without its group may hold.
  static final int MOST_ENTRIES = 1 << 11;

  /// What is unpacked at once at most. A larger body is not compressed.
  static final int MOST_RAW_BYTES = 1 << 24;

  static final int IDS_AT = 8;
  private static final int RAW_AT = 4;

  private Block() {}

  static int count(MemorySegment bytes, long body) {
    return bytes.get(INT, body);
  }

  /// {@return where the id of an entry is}
  static long idAt(long body, int ordinal) {
    return body + IDS_AT + (long) ordinal * CommitId.BYTES;
  }

  /// {@return whether the lengths within a body of a length make sense} Asked before anything is
  /// allocated by them.
  static boolean isSane(MemorySegment bytes, long body, int length) {
    if (length < IDS_AT) {
      return false;
    }
    int count = count(bytes, body);
    if (count < 1 || count > MOST_ENTRIES) {
      return false;
    }
    long packed = length - (IDS_AT + (long) count * CommitId.BYTES);
    int raw = bytes.get(INT, body + RAW_AT);
    return packed > 0
        && raw >= packed
        && raw <= MOST_RAW_BYTES + 5L * MOST_ENTRIES
        && raw <= packed * Lz4.MOST_EXPANSION;
  }

  /// {@return the bodies}
  ///
  /// @throws IOException if they are not what the lengths say, although the checksum is right
  static Unpacked unpack(MemorySegment bytes, long body, int length) throws IOException {
    if (!isSane(bytes, body, length)) {
      throw new IOException("a block with lengths that make no sense");
    }
    int count = count(bytes, body);
    int head = IDS_AT + count * CommitId.BYTES;
    byte[] packed = bytes.asSlice(body + head, length - head).toArray(ValueLayout.JAVA_BYTE);
    int rawLength = bytes.get(INT, body + RAW_AT);
    if (packed.length == rawLength) {
      return Unpacked.of(packed, count);
    }
    byte[] raw = new byte[rawLength];
    Lz4.unpack(packed, raw);
    return Unpacked.of(raw, count);
  }

  static void writeHead(MemorySegment bytes, long body, int count, int raw) {
    bytes.set(INT, body, count);
    bytes.set(INT, body + RAW_AT, raw);
  }

  /// The bodies of a block, in memory.
  static final class Unpacked {

    private final byte[] raw;
    private final int[] starts;

    private Unpacked(byte[] raw, int[] starts) {
      this.raw = raw;
      this.starts = starts;
    }

    private static Unpacked of(byte[] raw, int count) throws IOException {
      int[] starts = new int[count + 1];
      int at = 0;
      long end = 0;
      for (int i = 0; i < count; i++) {
        int length = 0;
        int shift = 0;
        int next;
        do {
          if (at == raw.length || shift > 28) {
            throw new IOException("a block with a length that makes no sense");
          }
          next = raw[at++];
          length |= (next & 0x7f) << shift;
          shift += 7;
        } while (next < 0);
        end += length;
        if (length < 0 || end > raw.length) {
          throw new IOException("a block with a length that makes no sense");
        }
        starts[i + 1] = (int) end;
      }
      if (at + end != raw.length) {
        throw new IOException("a block that holds more, or less, than its entries");
      }
      for (int i = 0; i <= count; i++) {
        starts[i] += at;
      }
      return new Unpacked(raw, starts);
    }

    int bytes() {
      return raw.length + 4 * starts.length;
    }

    /// {@return the body of an entry, a part of all of them}
    MemorySegment body(int ordinal) {
      int start = starts[ordinal];
      return MemorySegment.ofArray(raw).asSlice(start, starts[ordinal + 1] - start).asReadOnly();
    }

    /// {@return the body of an entry, alone}
    MemorySegment copy(int ordinal) {
      return MemorySegment.ofArray(body(ordinal).toArray(ValueLayout.JAVA_BYTE)).asReadOnly();
    }
  }
}
