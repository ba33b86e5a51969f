package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import java.lang.foreign.MemorySegment;

/// The 12 bytes before each record's body: marker, length, checksum. Records begin at multiples of
/// four.
final class RecordFrame {

  private static final int LENGTH_AT = 4;
  private static final int CRC_AT = 8;
  static final int ALIGNMENT = 4;

  private RecordFrame() {}

  /// {@return bytes that a record with a body of this length takes up}
  static long bytes(long bodyLength) {
    return RECORD_HEADER_BYTES + Layout.align(bodyLength, ALIGNMENT);
  }

  static int length(MemorySegment bytes, long at) {
    return bytes.get(INT, at + LENGTH_AT);
  }

  /// {@return whether an undamaged frame begins at an offset, and its record ends before a limit}
  /// Does not look at the body.
  static boolean isFrame(MemorySegment bytes, long at, long limit, FileId file) {
    if (at + RECORD_HEADER_BYTES > limit || bytes.get(INT, at) != file.marker()) {
      return false;
    }
    int length = length(bytes, at);
    return length >= 0 && at + bytes(length) <= limit;
  }

  /// {@return whether the body is what was written, at the place where it was written}
  static boolean checks(MemorySegment bytes, long at, long position, FileId file) {
    int length = length(bytes, at);
    int crc = Layout.crc32c(bytes, at + RECORD_HEADER_BYTES, length);
    return bytes.get(INT, at + CRC_AT) == (crc ^ file.seal(position, length));
  }

  /// Writes the frame before a body that is in place already, and the padding behind it.
  static void write(MemorySegment bytes, long at, int length, long position, FileId file) {
    bytes.set(INT, at, file.marker());
    bytes.set(INT, at + LENGTH_AT, length);
    int crc = Layout.crc32c(bytes, at + RECORD_HEADER_BYTES, length);
    bytes.set(INT, at + CRC_AT, crc ^ file.seal(position, length));
    long body = at + RECORD_HEADER_BYTES + length;
    bytes.asSlice(body, at + bytes(length) - body).fill((byte) 0);
  }
}
