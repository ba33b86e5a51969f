package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.core.codec.CodecException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a stretch of a log amounts to, read where the storage keeps it. Immutable; any thread, as
/// long as the log is open. The layout stands with the package.
final class Run {

  static final long MAGIC = 0x31_4e_55_52_54_41_4f_47L; // "GOATRUN1", the version last

  static final int ITEMS_AT = 8;
  static final int BUNDLES_AT = 12;
  static final int EXISTING_AT = 16;
  static final int FORKED_AT = 24;
  static final int BITS_AT = 28;
  static final int RECORDS_AT = 32;
  static final int BUNDLE_LIST_AT = 36;
  static final int REST_AT = 40;
  static final int COMMITS_AT = 44;
  static final int SLOTS_AT = 52;

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_BITS = 24;

  private final long from;
  private final long to;
  private final MemorySegment bytes;
  private final int bits;
  private final long records;
  private final long bundleList;
  private final Rest rest;

  private Run(Checkpoint checkpoint) throws CodecException {
    this.from = checkpoint.from();
    this.to = checkpoint.to();
    this.bytes = checkpoint.bytes();
    this.bits = bytes.get(INT, BITS_AT);
    this.records = bytes.get(INT, RECORDS_AT);
    this.bundleList = bytes.get(INT, BUNDLE_LIST_AT);
    long restAt = bytes.get(INT, REST_AT);
    boolean fits =
        bits >= 0
            && bits <= MAX_BITS
            && records == SLOTS_AT + 4L * ((1L << bits) + 1)
            && bundleList >= records
            && restAt == bundleList + 4L * bundles()
            && restAt <= bytes.byteSize();
    if (!fits) {
      throw new CodecException(0, "the parts of a run do not fit");
    }
    this.rest = Rest.decode(bytes.asSlice(restAt).toArray(ValueLayout.JAVA_BYTE));
  }

  /// {@return the run of a checkpoint; nothing if it is none, or of another version}
  static Optional<Run> of(Checkpoint checkpoint) {
    MemorySegment bytes = checkpoint.bytes();
    if (bytes.byteSize() < SLOTS_AT + 8 || bytes.get(LONG, 0) != MAGIC) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Run(checkpoint));
    } catch (CodecException e) {
      // As good as none: it is derived from the log once more.
      return Optional.empty();
    }
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /// {@return the number of items that are named here}
  int items() {
    return bytes.get(INT, ITEMS_AT);
  }

  Totals totals() {
    return new Totals(
        bytes.get(LONG, EXISTING_AT), bytes.get(INT, FORKED_AT), bytes.get(LONG, COMMITS_AT));
  }

  Rest rest() {
    return rest;
  }

  /// {@return the number of bundles}
  int bundles() {
    return bytes.get(INT, BUNDLES_AT);
  }

  /// {@return the position of a bundle}
  ///
  /// @param index 0 to one less than [#bundles()]
  long bundle(int index) {
    return from + Integer.toUnsignedLong(bytes.get(INT, bundleList + 4L * index));
  }

  /// {@return its size}
  long bytes() {
    return bytes.byteSize();
  }

  /// {@return bytes of the records}
  long recordBytes() {
    return bundleList - records;
  }

  /// {@return what is said of an item, or null if nothing is}
  @Nullable ItemImage find(String key, byte[] utf8, CommitId hash) {
    int slot = KeyHash.slot(hash, bits);
    Cursor cursor = cursor(slot, slot);
    while (cursor.hasNext()) {
      if (cursor.matches(utf8)) {
        return cursor.image(key);
      }
    }
    return null;
  }

  /// {@return all records, in the order of the hashes of their keys}
  Cursor all() {
    return cursor(0, (1 << bits) - 1);
  }

  /// {@return the records of a bucket of the digest, and maybe more}
  Cursor bucket(int bucket) {
    int shift = bits - 8;
    return shift < 0
        ? cursor(bucket >> -shift, bucket >> -shift)
        : cursor(bucket << shift, ((bucket + 1) << shift) - 1);
  }

  private Cursor cursor(int first, int last) {
    return new Cursor(bytes, records + slot(first), records + slot(last + 1));
  }

  private long slot(int slot) {
    return Integer.toUnsignedLong(bytes.get(INT, SLOTS_AT + 4L * slot));
  }
}
