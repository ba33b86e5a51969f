package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;

import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.MemorySegment;

/// A large piece of a file with a checksum for each 64 KiB, which is compared when something of
/// these is used for the first time: to look at all of it would make opening slow. Any thread: to
/// check twice does no harm.
final class Pages {

  static final int PAGE_BYTES = 1 << 16;
  private static final byte GOOD = 1;
  private static final byte BAD = 2;

  private final MemorySegment content;
  private final int[] checksums;
  private final byte[] states;
  private final Damage damage;
  private final long offset;

  /// Bytes are not what was written.
  static final class Rotten extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    Rotten() {
      super("a checkpoint is damaged");
    }
  }

  /// @param offset where the content is in the file
  Pages(MemorySegment content, int[] checksums, long offset, Damage damage) {
    this.content = content;
    this.checksums = checksums;
    this.states = new byte[checksums.length];
    this.offset = offset;
    this.damage = damage;
  }

  static int count(long bytes) {
    return (int) ((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  /// {@return the checksums of all pages, one behind the other}
  static MemorySegment checksums(MemorySegment content) {
    int pages = count(content.byteSize());
    MemorySegment sums = MemorySegment.ofArray(new byte[pages * Integer.BYTES]);
    for (int page = 0; page < pages; page++) {
      sums.set(INT, (long) page * Integer.BYTES, checksum(content, page));
    }
    return sums;
  }

  MemorySegment content() {
    return content;
  }

  /// {@return whether a range is what was written}
  boolean isIntact(long from, long length) {
    int last = (int) ((from + Math.max(1, length) - 1) / PAGE_BYTES);
    boolean isIntact = true;
    for (int page = (int) (from / PAGE_BYTES); page <= last && page < states.length; page++) {
      isIntact &= isGood(page);
    }
    return isIntact;
  }

  /// {@return the content, once a range of it is found to be what was written}
  MemorySegment checked(long from, long length) throws Rotten {
    if (!isIntact(from, length)) {
      throw new Rotten();
    }
    return content;
  }

  private boolean isGood(int page) {
    byte state = states[page];
    if (state == 0) {
      state = checksum(content, page) == checksums[page] ? GOOD : BAD;
      states[page] = state;
      if (state == BAD) {
        damage.add(
            offset + (long) page * PAGE_BYTES,
            "a checkpoint is damaged; what it holds is derived again");
      }
    }
    return state == GOOD;
  }

  private static int checksum(MemorySegment content, int page) {
    long from = (long) page * PAGE_BYTES;
    return Layout.crc32c(content, from, Math.min(PAGE_BYTES, content.byteSize() - from));
  }
}
