package dev.goatdb.storage.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Sizes, alignments and checksums that the parts of the format share. All numbers are little
/// endian.
final class Layout {

  static final int SUPERBLOCK_BYTES = 4096;
  static final long FIRST_GROUP = 2L * SUPERBLOCK_BYTES;
  static final int GROUP_HEADER_BYTES = 64;
  static final int RECORD_HEADER_BYTES = 12;

  /// Most bytes of one group, so that a length read from a file never asks for more memory than
  /// this.
  static final int MAX_GROUP_BYTES = 1 << 29;

  private static final int ZERO_STEP = 1 << 14;

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Layout() {}

  static long align(long value, int alignment) {
    return (value + alignment - 1) & -alignment;
  }

  static int crc32c(MemorySegment bytes, long offset, long length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asSlice(offset, length).asByteBuffer());
    return (int) crc.getValue();
  }

  /// {@return the checksum of one segment and another behind it}
  static int crc32c(MemorySegment first, MemorySegment second) {
    CRC32C crc = new CRC32C();
    crc.update(first.asByteBuffer());
    crc.update(second.asByteBuffer());
    return (int) crc.getValue();
  }

  /// {@return whether a range holds nothing but zeros}
  static boolean isZero(MemorySegment bytes, long offset, long length) {
    MemorySegment zeros = MemorySegment.ofArray(new byte[(int) Math.min(length, ZERO_STEP)]);
    for (long done = 0; done < length; done += zeros.byteSize()) {
      long from = offset + done;
      long part = Math.min(zeros.byteSize(), length - done);
      if (MemorySegment.mismatch(bytes, from, from + part, zeros, 0, part) >= 0) {
        return false;
      }
    }
    return true;
  }
}
