package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the records of a run one after the other, from where they lie. One use, one thread.
///
/// A record: length of the key, key, flags, `[number of heads,]` heads, `[number of commits,]`
/// `[number of holes, holes]`; numbers are little-endian groups of seven bits.
final class Cursor {

  static final int EXISTS = 1;
  static final int HAS_MANY_HEADS = 2;
  static final int HAS_MANY_COMMITS = 4;
  static final int HAS_HOLES = 8;

  private final MemorySegment bytes;
  private final long end;
  private long at;
  private long start;
  private byte[] key = {};
  private long afterKey;

  Cursor(MemorySegment bytes, long from, long end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasNext() {
    return at < end;
  }

  /// {@return whether the next record has this key; afterwards the cursor stands behind that
  /// record, or [#image()] reads it}
  boolean matches(byte[] wanted) {
    start = at;
    int length = (int) number();
    long from = at;
    afterKey = from + length;
    boolean same =
        length == wanted.length
            && MemorySegment.mismatch(
                    bytes, from, afterKey, MemorySegment.ofArray(wanted), 0, length)
                < 0;
    at = afterKey;
    skipFacts();
    return same;
  }

  /// Goes to the next record and reads its key.
  void next() {
    start = at;
    int length = (int) number();
    key = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    at += length;
    afterKey = at;
    skipFacts();
  }

  private void skipFacts() {
    int flags = octet();
    long heads = (flags & HAS_MANY_HEADS) != 0 ? number() : 1;
    for (long i = 0; i < heads; i++) {
      number();
    }
    if ((flags & HAS_MANY_COMMITS) != 0) {
      number();
    }
    if ((flags & HAS_HOLES) != 0) {
      long holes = number(); // on its own: it moves the cursor
      at += holes * CommitId.BYTES;
    }
  }

  /// {@return the bytes of the key that [#next()] read}
  byte[] key() {
    return key;
  }

  /// {@return the key as text}
  String keyText() {
    return new String(key, StandardCharsets.UTF_8);
  }

  /// {@return whether the item of the present record exists}
  boolean exists() {
    return (bytes.get(ValueLayout.JAVA_BYTE, afterKey) & EXISTS) != 0;
  }

  /// {@return whether the item of the present record has several heads, or holes}
  boolean isUnusual() {
    int flags = bytes.get(ValueLayout.JAVA_BYTE, afterKey);
    return (flags & (HAS_MANY_HEADS | HAS_HOLES)) != 0;
  }

  /// {@return the bytes of the present record}
  MemorySegment record() {
    return bytes.asSlice(start, at - start);
  }

  /// {@return what the present record says}
  ///
  /// @param text its key
  ItemImage image(String text) {
    long behind = at;
    at = afterKey;
    int flags = octet();
    int count = (flags & HAS_MANY_HEADS) != 0 ? (int) number() : 1;
    List<Long> heads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      heads.add(number());
    }
    int commits = (flags & HAS_MANY_COMMITS) != 0 ? (int) number() : 1;
    int lost = (flags & HAS_HOLES) != 0 ? (int) number() : 0;
    List<CommitId> holes = new ArrayList<>(lost);
    for (int i = 0; i < lost; i++) {
      holes.add(CommitId.of(bytes.asSlice(at, CommitId.BYTES).toArray(ValueLayout.JAVA_BYTE)));
      at += CommitId.BYTES;
    }
    at = behind;
    return new ItemImage(text, (flags & EXISTS) != 0, heads, commits, holes);
  }

  private int octet() {
    return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  private long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
  }
}
