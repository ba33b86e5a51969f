package dev.goatdb.storage.file;

/// The random name of a file's contents. Groups and records carry marks that follow from it, so
/// that what another file left behind on the medium, or what a user stored as data, is not taken
/// for a part of this one.
///
/// @param high bytes 0 to 7
/// @param low bytes 8 to 15
record FileId(long high, long low) {

  /// The bits of a record's mark that say which entry it is.
  private static final int NUMBER_BITS = 12;

  private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

  /// {@return the mark of every group}
  long nonce() {
    return high;
  }

  /// {@return the mark of every record of format 1.0; never zero, for zeros are what an unwritten
  /// place reads as}
  int plainMarker() {
    return (int) low | 1;
  }

  /// {@return the mark of a record that begins with an entry of this number} Its upper 20 bits are
  /// the file's, its lower 12 are the number's.
  int marker(long number) {
    return fileMark() | (int) (number & NUMBER_MASK);
  }

  /// {@return whether this is a mark of this file, of any format}
  boolean isMarker(int mark) {
    return (mark & ~NUMBER_MASK) == fileMark() || mark == plainMarker();
  }

  /// {@return the smallest number, from a number on, that a mark may stand for}
  static long numberOf(int mark, long from) {
    return from + ((mark - from) & NUMBER_MASK);
  }

  private int fileMark() {
    return ((int) low | 1 << 31) & ~NUMBER_MASK;
  }

  /// Binds the checksum of a record to its place: a copy of a record, at another offset or in
  /// another file, does not check.
  int seal(RecordFrame.Kind kind, int mark, long position, int length) {
    long tag =
        kind == RecordFrame.Kind.PLAIN ? 0 : (long) kind.ordinal() << 32 | mark & NUMBER_MASK;
    long mixed = ((high ^ position) + tag * 0x9E3779B97F4A7C15L) * 0x9E3779B97F4A7C15L + length;
    mixed = (mixed ^ (mixed >>> 32)) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 32);
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
