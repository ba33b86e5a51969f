package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.LONG;
import static dev.goatdb.storage.file.Layout.MAX_GROUP_BYTES;
import static dev.goatdb.storage.file.Layout.SHORT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The first 64 bytes of a group.
///
/// @param lsn where the group begins in the file
/// @param seq number of the group, without gaps
/// @param durableLsn everything below was on the medium when this was written
/// @param length bytes of the records, without the padding
/// @param count number of entries; of records in a group of another type
/// @param payloadCrc checksum of the records and the padding
/// @param type see [GroupType]
/// @param flags see [#COMPRESSED] and [#NUMBERED]; unknown flags are refused
/// @param first number of the first entry in the group, or of the next entry if it holds none; only
///   if it is numbered
record GroupHeader(
    long lsn,
    long seq,
    long durableLsn,
    int length,
    int count,
    int payloadCrc,
    int type,
    int flags,
    long first) {

  /// The records are blocks of several entries, compressed.
  static final int COMPRESSED = 1;

  /// The group says the number of its first entry, and so do its records. Not so in format 1.0.
  static final int NUMBERED = 2;

  /// The numbers jump here, and those that were lost are known to be: nobody is told again.
  static final int FORGIVEN = 4;

  static final int MAGIC = 0x50524747;

  private static final int CRC_AT = 4;
  private static final int CRC_FROM = 8;
  private static final int LSN_AT = 8;
  private static final int SEQ_AT = 16;
  private static final int DURABLE_AT = 24;
  private static final int NONCE_AT = 32;
  private static final int LENGTH_AT = 40;
  private static final int COUNT_AT = 44;
  private static final int PAYLOAD_CRC_AT = 48;
  private static final int TYPE_AT = 52;
  private static final int FLAGS_AT = 54;
  private static final int FIRST_AT = 56;

  /// {@return where the next group begins}
  long end() {
    return lsn + GROUP_HEADER_BYTES + payloadBytes();
  }

  /// {@return bytes of the records with the padding}
  long payloadBytes() {
    return Layout.align(length, Long.BYTES);
  }

  boolean isCommits() {
    return type == GroupType.COMMITS.code();
  }

  boolean isCompressed() {
    return (flags & COMPRESSED) != 0;
  }

  /// {@return the number of the first entry}
  ///
  /// @param expected what it is if the group does not say
  long firstOr(long expected) {
    return (flags & NUMBERED) != 0 ? first : expected;
  }

  /// {@return how many entries it holds}
  int entries() {
    return isCommits() ? count : 0;
  }

  /// {@return whether this version knows what the group is}
  boolean isKnown() {
    return GroupType.isKnown(type) && (flags & ~(COMPRESSED | NUMBERED | FORGIVEN)) == 0;
  }

  /// {@return the header that a segment holds at an offset, or null if there is none of this file
  /// and this place}
  static @Nullable GroupHeader parse(MemorySegment bytes, long at, long lsn, FileId file) {
    if (bytes.get(INT, at) != MAGIC
        || bytes.get(LONG, at + LSN_AT) != lsn
        || bytes.get(LONG, at + NONCE_AT) != file.nonce()
        || bytes.get(INT, at + CRC_AT)
            != Layout.crc32c(bytes, at + CRC_FROM, GROUP_HEADER_BYTES - CRC_FROM)) {
      return null;
    }
    GroupHeader header =
        new GroupHeader(
            lsn,
            bytes.get(LONG, at + SEQ_AT),
            bytes.get(LONG, at + DURABLE_AT),
            bytes.get(INT, at + LENGTH_AT),
            bytes.get(INT, at + COUNT_AT),
            bytes.get(INT, at + PAYLOAD_CRC_AT),
            Short.toUnsignedInt(bytes.get(SHORT, at + TYPE_AT)),
            Short.toUnsignedInt(bytes.get(SHORT, at + FLAGS_AT)),
            bytes.get(LONG, at + FIRST_AT));
    boolean isSane =
        header.length >= 0
            && header.length <= MAX_GROUP_BYTES
            && header.count >= 0
            && header.first >= 0
            && header.durableLsn >= 0
            && header.durableLsn <= lsn;
    return isSane ? header : null;
  }

  void write(MemorySegment bytes, long at, FileId file) {
    bytes.set(INT, at, MAGIC);
    bytes.set(LONG, at + LSN_AT, lsn);
    bytes.set(LONG, at + SEQ_AT, seq);
    bytes.set(LONG, at + DURABLE_AT, durableLsn);
    bytes.set(LONG, at + NONCE_AT, file.nonce());
    bytes.set(INT, at + LENGTH_AT, length);
    bytes.set(INT, at + COUNT_AT, count);
    bytes.set(INT, at + PAYLOAD_CRC_AT, payloadCrc);
    bytes.set(SHORT, at + TYPE_AT, (short) type);
    bytes.set(SHORT, at + FLAGS_AT, (short) flags);
    bytes.set(LONG, at + FIRST_AT, first);
    bytes.set(INT, at + CRC_AT, Layout.crc32c(bytes, at + CRC_FROM, GROUP_HEADER_BYTES - CRC_FROM));
  }
}
