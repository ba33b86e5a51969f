package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.LONG;
import static dev.goatdb.storage.file.Layout.SHORT;

import dev.goatdb.storage.file.GroupWalk.Start;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Makes an [IndexRun] out of a walk over the entries that it covers. The walk ends where the
/// stretch ends.
///
/// Landmarks stand so close that at most a few records, or small groups, lie between one and any
/// entry that it is the last before: behind a landmark there is either a row of whole groups, or a
/// row of records of one group, without a gap, up to the next.
final class IndexRunBuilder implements GroupWalk.Sink {

  private static final int SPACING = 4;
  private static final int ENTRIES_OF_BUCKET = 16;

  private final long base;
  private final long from;
  private final long to;
  private long[] keys = new long[1024];
  private int entries;
  private long[] marks = new long[256];
  private int[] markNumbers = new int[256];
  private int markCount;
  private Start behind;
  private long groupAt;
  private long rowEnd;
  private long rowNumber;
  private boolean isEnded;

  /// @param start where the walk begins, which is not behind the first entry
  /// @param from number of the first entry to be covered
  /// @param to number behind the last
  IndexRunBuilder(Start start, long from, long to) {
    this.base = start.number();
    this.from = from;
    this.to = to;
    this.behind = start;
  }

  /// {@return where to begin a walk that sees all entries behind the stretch} Known after the walk.
  Start behind() {
    return behind;
  }

  /// {@return what the numbers in the run are less}
  long base() {
    return base;
  }

  /// {@return whether the walk was ended because the stretch was}
  boolean isEnded() {
    return isEnded;
  }

  /// The walk came to the end of the log.
  void ended(Start end) {
    if (end.number() <= to) {
      behind = end;
    }
  }

  @Override
  public boolean group(GroupHeader header, long first) {
    groupAt = header.lsn();
    if (first <= to) {
      behind = new Start(header.lsn(), header.seq(), first);
    }
    isEnded = first >= to;
    return !isEnded;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length) {
    boolean isFirst = groupAt + GROUP_HEADER_BYTES == position;
    boolean isInRow = position == rowEnd && number == rowNumber;
    boolean isFar = markCount == 0 || number - lastNumber() >= SPACING;
    if (isFirst) {
      if (isFar || lastKind() != IndexRun.GROUP) {
        mark(groupAt | IndexRun.GROUP, number);
      }
    } else if (isFar || !isInRow) {
      mark(position | IndexRun.RECORD, number);
    }
    rowEnd = position + RecordFrame.bytes(length);
    rowNumber = number + 1;
    add(number, bytes, body);
  }

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length) {
    if (groupAt + GROUP_HEADER_BYTES == position) {
      mark(groupAt | IndexRun.GROUP, number);
    }
    mark(position | IndexRun.BLOCK, number);
    for (int i = 0; i < Block.count(bytes, body); i++) {
      add(number + i, bytes, Block.idAt(body, i));
    }
  }

  private long lastNumber() {
    return base + Integer.toUnsignedLong(markNumbers[markCount - 1]);
  }

  private int lastKind() {
    return (int) marks[markCount - 1] & IndexRun.KIND_MASK;
  }

  private void mark(long mark, long number) {
    if (number >= to) {
      return;
    }
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * markCount);
      markNumbers = Arrays.copyOf(markNumbers, 2 * markCount);
    }
    marks[markCount] = mark;
    markNumbers[markCount++] = (int) (number - base);
  }

  /// The upper half of a key is the upper half of the hash, the lower one makes newer entries come
  /// first. Keys are sorted as signed numbers.
  private void add(long number, MemorySegment bytes, long id) {
    if (number < from || number >= to) {
      return;
    }
    if (entries == keys.length) {
      keys = Arrays.copyOf(keys, 2 * entries);
    }
    long hash = IndexRun.hash(Ids.read(bytes, id));
    long newerFirst = ~(number - base) & 0xffffffffL;
    keys[entries++] = (hash & ~0xffffffffL | newerFirst) ^ Long.MIN_VALUE;
  }

  IndexRun.Shape shape() {
    int buckets = Math.max(1, entries / ENTRIES_OF_BUCKET);
    int bits = Math.min(IndexRun.MOST_BITS, 31 - Integer.numberOfLeadingZeros(buckets));
    return new IndexRun.Shape(entries, bits, markCount);
  }

  /// Writes the run.
  void write(MemorySegment target, long at) {
    IndexRun.Shape shape = shape();
    Arrays.sort(keys, 0, entries);
    int next = 0;
    for (int bucket = 0; bucket < 1 << shape.bits(); bucket++) {
      target.set(INT, at + 4L * bucket, next);
      while (next < entries && IndexRun.bucket(hashOf(next), shape.bits()) == bucket) {
        int fragment = IndexRun.fragment(hashOf(next), shape.bits());
        target.set(SHORT, at + shape.fragmentsAt() + 2L * next, (short) fragment);
        target.set(INT, at + shape.numbersAt() + 4L * next, (int) ~keys[next]);
        next++;
      }
    }
    target.set(INT, at + 4L * (1 << shape.bits()), next);
    for (int i = 0; i < markCount; i++) {
      target.set(LONG, at + shape.marksAt() + 8L * i, marks[i]);
      target.set(INT, at + shape.markNumbersAt() + 4L * i, markNumbers[i]);
    }
  }

  private long hashOf(int index) {
    return keys[index] ^ Long.MIN_VALUE;
  }
}
