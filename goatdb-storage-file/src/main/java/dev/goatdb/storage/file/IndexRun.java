package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.LONG;
import static dev.goatdb.storage.file.Layout.SHORT;

import dev.goatdb.api.commit.CommitId;
import java.lang.foreign.MemorySegment;

/// The index of a stretch of entries, as it stands in a checkpoint: from an id to the numbers of
/// the entries that may bear it, and from a number to a landmark near its place.
///
/// ```
/// starts      (4 each)   for each bucket, and one more: where its fragments begin
/// fragments   (2 each)   sorted within a bucket, then the newer entry first; zeros up to 4
/// numbers     (4 each)   of the entries, less the base; zeros up to 8
/// marks       (8 each)   landmarks: an offset, and what begins there in the two lowest bits
/// markNumbers (4 each)   number of the first entry there, less the base; ascending
/// ```
///
/// The bucket of an id is the upper bits of a hash of it, and its fragment the next 16 bits. With
/// 16 entries to a bucket that is 6.25 bytes for each entry; one id in 4,000 that is not there is
/// looked for in vain in a record. Numbers instead of offsets: they are shorter, and the same after
/// the file is rewritten.
final class IndexRun {

  /// A group begins at a landmark. It may be one of several small ones.
  static final int GROUP = 0;

  /// A record begins at a landmark, one of several in its group.
  static final int RECORD = 1;

  /// A block begins at a landmark.
  static final int BLOCK = 2;

  static final int KIND_MASK = 3;
  static final int MOST_BITS = 16;

  private final Pages pages;
  private final Shape shape;
  private final long startsAt;
  private final long fragmentsAt;
  private final long numbersAt;
  private final long marksAt;
  private final long markNumbersAt;

  /// How large the parts are.
  ///
  /// @param entries how many entries
  /// @param bits how many bits of the hash choose a bucket
  /// @param marks how many landmarks
  record Shape(int entries, int bits, int marks) {

    boolean isSane() {
      return entries >= 0 && bits >= 0 && bits <= MOST_BITS && marks >= 0;
    }

    long fragmentsAt() {
      return 4L * ((1 << bits) + 1);
    }

    long numbersAt() {
      return fragmentsAt() + Layout.align(2L * entries, 4);
    }

    long marksAt() {
      return Layout.align(numbersAt() + 4L * entries, 8);
    }

    long markNumbersAt() {
      return marksAt() + 8L * marks;
    }

    long bytes() {
      return markNumbersAt() + 4L * marks;
    }
  }

  /// @param at where the run begins in the pages
  IndexRun(Pages pages, long at, Shape shape) {
    this.pages = pages;
    this.shape = shape;
    this.startsAt = at;
    this.fragmentsAt = at + shape.fragmentsAt();
    this.numbersAt = at + shape.numbersAt();
    this.marksAt = at + shape.marksAt();
    this.markNumbersAt = at + shape.markNumbersAt();
  }

  static long hash(CommitId id) {
    long mixed = id.w0() ^ Long.rotateLeft(id.w1(), 17) ^ Long.rotateLeft(id.w2(), 31);
    mixed = (mixed ^ Long.rotateLeft(id.w3(), 47)) * 0x9E3779B97F4A7C15L;
    return (mixed ^ (mixed >>> 32)) * 0xC2B2AE3D27D4EB4FL;
  }

  static int bucket(long hash, int bits) {
    return bits == 0 ? 0 : (int) (hash >>> (Long.SIZE - bits));
  }

  static int fragment(long hash, int bits) {
    return (int) (hash >>> (48 - bits)) & 0xffff;
  }

  /// {@return the first slot of the fragment of a hash, or where it would be}
  int slot(long hash) throws Pages.Rotten {
    long bucket = startsAt + 4L * bucket(hash, shape.bits);
    MemorySegment starts = pages.checked(bucket, 8);
    int low = starts.get(INT, bucket);
    int high = starts.get(INT, bucket + 4);
    int wanted = fragment(hash, shape.bits);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fragmentAt(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// {@return whether a slot is one of a hash}
  boolean isOf(long hash, int slot) throws Pages.Rotten {
    long next = startsAt + 4L * bucket(hash, shape.bits) + 4;
    return slot < pages.checked(next, 4).get(INT, next)
        && fragmentAt(slot) == fragment(hash, shape.bits);
  }

  /// {@return the number in a slot, less the base}
  long number(int slot) throws Pages.Rotten {
    long at = numbersAt + 4L * slot;
    return Integer.toUnsignedLong(pages.checked(at, 4).get(INT, at));
  }

  /// {@return the last landmark that is not behind a number, or -1}
  int markBefore(long number) throws Pages.Rotten {
    int low = 0;
    int high = shape.marks;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (markNumber(middle) <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /// {@return the last landmark that is not behind another and is a group's, or -1}
  int groupBefore(int mark) throws Pages.Rotten {
    int at = mark;
    while (at >= 0 && (mark(at) & KIND_MASK) != GROUP) {
      at--;
    }
    return at;
  }

  /// {@return the number of the first entry at a landmark, less the base}
  long markNumber(int mark) throws Pages.Rotten {
    long at = markNumbersAt + 4L * mark;
    return Integer.toUnsignedLong(pages.checked(at, 4).get(INT, at));
  }

  /// {@return the offset of a landmark, with its kind}
  long mark(int mark) throws Pages.Rotten {
    long at = marksAt + 8L * mark;
    return pages.checked(at, 8).get(LONG, at);
  }

  private int fragmentAt(int slot) throws Pages.Rotten {
    long at = fragmentsAt + 2L * slot;
    return Short.toUnsignedInt(pages.checked(at, 2).get(SHORT, at));
  }
}
