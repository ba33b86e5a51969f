package dev.goatdb.storage.file;

/// Where an entry is, in one number: the offset of its record, a multiple of four, and, if that is
/// a block, which of the block's entries it is. Never 0, for no record stands at the beginning of a
/// file.
final class Location {

  private static final int ORDINAL_SHIFT = 48;
  private static final long OFFSET_MASK = (1L << ORDINAL_SHIFT) - RecordFrame.ALIGNMENT;
  private static final long BLOCK = 2;

  private Location() {}

  static long ofBlock(long position, int ordinal) {
    return position | BLOCK | (long) ordinal << ORDINAL_SHIFT;
  }

  static boolean isInBlock(long location) {
    return (location & BLOCK) != 0;
  }

  static long position(long location) {
    return location & OFFSET_MASK;
  }

  static int ordinal(long location) {
    return (int) (location >>> ORDINAL_SHIFT);
  }
}
