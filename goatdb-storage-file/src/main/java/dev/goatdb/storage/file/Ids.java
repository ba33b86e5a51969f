package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Ids as the first 32 bytes of a record's body, in the order of their bytes.
final class Ids {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Ids() {}

  static boolean bears(MemorySegment bytes, long at, CommitId id) {
    return bytes.get(WORD, at) == id.w0()
        && bytes.get(WORD, at + 8) == id.w1()
        && bytes.get(WORD, at + 16) == id.w2()
        && bytes.get(WORD, at + 24) == id.w3();
  }

  static CommitId read(MemorySegment bytes, long at) {
    return new CommitId(
        bytes.get(WORD, at),
        bytes.get(WORD, at + 8),
        bytes.get(WORD, at + 16),
        bytes.get(WORD, at + 24));
  }

  static void write(CommitId id, MemorySegment bytes, long at) {
    bytes.set(WORD, at, id.w0());
    bytes.set(WORD, at + 8, id.w1());
    bytes.set(WORD, at + 16, id.w2());
    bytes.set(WORD, at + 24, id.w3());
  }
}
