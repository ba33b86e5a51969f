package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import java.lang.foreign.MemorySegment;

/// The 12 bytes before each record's body: mark, length, checksum. Records begin at multiples of
/// four.
final class RecordFrame {

  static final int ALIGNMENT = 4;
  private static final int LENGTH_AT = 4;
  private static final int CRC_AT = 8;

  /// What a record holds. It is known by its checksum, which is sealed with its kind.
  enum Kind {
    /// An entry of format 1.0, or the mark of an opening: its mark says nothing of a number.
    PLAIN,
    /// An entry; its mark says the lower bits of its number.
    ENTRY,
    /// Several entries, compressed; its mark says the lower bits of the number of the first.
    BLOCK
  }

  private RecordFrame() {}

  /// {@return bytes that a record with a body of this length takes up}
  static long bytes(long bodyLength) {
    return RECORD_HEADER_BYTES + Layout.align(bodyLength, ALIGNMENT);
  }

  static int mark(MemorySegment bytes, long at) {
    return bytes.get(INT, at);
  }

  static int length(MemorySegment bytes, long at) {
    return bytes.get(INT, at + LENGTH_AT);
  }

  /// {@return whether an undamaged frame begins at an offset, and its record ends before a limit}
  /// Does not look at the body.
  static boolean isFrame(MemorySegment bytes, long at, long limit, FileId file) {
    if (at + RECORD_HEADER_BYTES > limit || !file.isMarker(bytes.get(INT, at))) {
      return false;
    }
    int length = length(bytes, at);
    return length >= 0 && at + bytes(length) <= limit;
  }

  /// {@return whether the record is one of a kind, and is what was written, at the place where it
  /// was written}
  static boolean checks(Kind kind, MemorySegment bytes, long at, long position, FileId file) {
    int length = length(bytes, at);
    return checks(
        kind, Layout.crc32c(bytes, at + RECORD_HEADER_BYTES, length), bytes, at, position, file);
  }

  /// As above, for a checksum of the body that was computed already.
  static boolean checks(
      Kind kind, int crc, MemorySegment bytes, long at, long position, FileId file) {
    int mark = bytes.get(INT, at);
    if (kind == Kind.PLAIN && mark != file.plainMarker()) {
      return false;
    }
    return bytes.get(INT, at + CRC_AT)
        == (crc ^ file.seal(kind, mark, position, length(bytes, at)));
  }

  /// Writes the frame before a body that is in place already, and the padding behind it.
  ///
  /// @param number the number of the first entry; of no meaning for [Kind#PLAIN]
  static void write(
      Kind kind,
      MemorySegment bytes,
      long at,
      int length,
      long position,
      long number,
      FileId file) {
    int mark = kind == Kind.PLAIN ? file.plainMarker() : file.marker(number);
    bytes.set(INT, at, mark);
    bytes.set(INT, at + LENGTH_AT, length);
    int crc = Layout.crc32c(bytes, at + RECORD_HEADER_BYTES, length);
    bytes.set(INT, at + CRC_AT, crc ^ file.seal(kind, mark, position, length));
    long body = at + RECORD_HEADER_BYTES + length;
    bytes.asSlice(body, at + bytes(length) - body).fill((byte) 0);
  }
}
