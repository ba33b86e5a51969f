package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.storage.file.RecordFrame.Kind;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Packs entries into blocks. One thread.
final class BlockPacker {

  /// How hard to try.
  enum Effort {
    /// For appending: as fast as the medium.
    QUICK(1 << 15),
    /// For rewriting.
    TIGHT(Block.USUAL_RAW_BYTES);

    private final int blockBytes;

    Effort(int blockBytes) {
      this.blockBytes = blockBytes;
    }
  }

  private static final int MOST_VARINT_BYTES = 5;
  private static final byte[] NONE = {};

  private final FileId file;
  private final Effort effort;
  private byte[] raw = NONE;
  private byte[] packed = NONE;

  BlockPacker(FileId file, Effort effort) {
    this.file = file;
    this.effort = effort;
  }

  /// {@return the number of entries, from one on, that a block takes in}
  int extent(List<Entry> entries, int from) {
    long bytes = 0;
    int next = from;
    while (next < entries.size() && next - from < Block.MOST_ENTRIES) {
      bytes += entries.get(next).bytes().byteSize();
      if (bytes > effort.blockBytes && next > from) {
        break;
      }
      next++;
    }
    return next - from;
  }

  /// Writes a block.
  ///
  /// @param entries what it holds
  /// @param target where to write
  /// @param at where in the target
  /// @param position where that will be in the file
  /// @param number of the first entry
  /// @return where the block ends, or -1 if it has no room, or is too large to be packed
  long write(List<Entry> entries, MemorySegment target, long at, long position, long number) {
    int rawLength = gather(entries);
    if (rawLength < 0) {
      return -1;
    }
    int packedLength = pack(rawLength);
    byte[] bytes = packedLength < rawLength ? packed : raw;
    int bodiesLength = Math.min(packedLength, rawLength);
    long body = at + RECORD_HEADER_BYTES;
    long bodies = Block.idAt(body, entries.size());
    int length = (int) (bodies - body) + bodiesLength;
    if (at + RecordFrame.bytes(length) > target.byteSize()) {
      return -1;
    }
    Block.writeHead(target, body, entries.size(), rawLength);
    for (int i = 0; i < entries.size(); i++) {
      Ids.write(entries.get(i).id(), target, Block.idAt(body, i));
    }
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, target, bodies, bodiesLength);
    RecordFrame.write(Kind.BLOCK, target, at, length, position, number, file);
    return at + RecordFrame.bytes(length);
  }

  private int pack(int rawLength) {
    int most = Lz4.mostPacked(rawLength);
    if (packed.length < most) {
      packed = new byte[most];
    }
    return effort == Effort.QUICK
        ? Lz4.pack(raw, rawLength, packed)
        : Lz4.packTightly(raw, rawLength, packed);
  }

  /// {@return how many bytes the lengths and the bodies are, or -1 if they are too many}
  private int gather(List<Entry> entries) {
    long most = 0;
    for (Entry entry : entries) {
      most += entry.bytes().byteSize();
    }
    if (most > Block.MOST_RAW_BYTES) {
      return -1;
    }
    most += (long) MOST_VARINT_BYTES * entries.size();
    if (raw.length < most) {
      raw = Arrays.copyOf(raw, (int) Math.max(most, 2 * Block.USUAL_RAW_BYTES));
    }
    int at = 0;
    for (Entry entry : entries) {
      int length = (int) entry.bytes().byteSize();
      for (; length > 0x7f; length >>>= 7) {
        raw[at++] = (byte) (length | 0x80);
      }
      raw[at++] = (byte) length;
    }
    MemorySegment all = MemorySegment.ofArray(raw);
    for (Entry entry : entries) {
      int length = (int) entry.bytes().byteSize();
      MemorySegment.copy(entry.bytes(), 0, all, at, length);
      at += length;
    }
    return at;
  }

  /// {@return bytes of entries that are not packed}
  static long plainBytes(List<Entry> entries) {
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += RecordFrame.bytes(CommitId.BYTES + entry.bytes().byteSize());
    }
    return bytes;
  }
}
