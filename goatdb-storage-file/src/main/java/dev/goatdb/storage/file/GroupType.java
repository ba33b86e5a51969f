package dev.goatdb.storage.file;

/// What a group is for. Numbers are part of the format and are never given to something else.
///
/// A number with the high bit set may be passed over by a version that does not know it. Any other
/// unknown number makes a version refuse the file rather than guess.
enum GroupType {
  /// An opening for writing: 16 random bytes and the place of the BEGIN before it.
  BEGIN(1),
  /// Entries.
  COMMITS(2),
  /// Reserved: signatures kept apart from commits.
  BUNDLES(3),
  /// Reserved: what garbage collection took away.
  GCMARK(4),
  /// Reserved: the end of a finished file that nothing is appended to.
  SEAL(5),
  /// An orderly end of an opening.
  CLOSE(6),
  /// Nothing; fills space.
  PAD(0x80),
  /// What the engine derived from a stretch of entries, and a sorted run of the index.
  CHECKPOINT(0x81),
  /// Reserved: the heads of items.
  ITEMTABLE(0x82);

  private static final int MAY_BE_SKIPPED = 0x80;

  private final int code;

  GroupType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static boolean isKnown(int code) {
    return code == BEGIN.code
        || code == COMMITS.code
        || code == CLOSE.code
        || code == PAD.code
        || code == CHECKPOINT.code;
  }

  static boolean maySkip(int code) {
    return (code & MAY_BE_SKIPPED) != 0;
  }
}
