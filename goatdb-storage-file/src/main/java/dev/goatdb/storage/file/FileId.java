package dev.goatdb.storage.file;

/// The random name of a file's contents. Groups and records carry marks that follow from it, so
/// that what another file left behind on the medium, or what a user stored as data, is not taken
/// for a part of this one.
///
/// @param high bytes 0 to 7
/// @param low bytes 8 to 15
record FileId(long high, long low) {

  /// {@return the mark of every group}
  long nonce() {
    return high;
  }

  /// {@return the mark of every record; never zero, for zeros are what an unwritten place reads as}
  int marker() {
    return (int) low | 1;
  }

  /// Binds the checksum of a record to its place: a copy of a record, at another offset or in
  /// another file, does not check.
  int seal(long position, int length) {
    long mixed = (high ^ position) * 0x9E3779B97F4A7C15L + length;
    mixed = (mixed ^ (mixed >>> 32)) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 32);
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
