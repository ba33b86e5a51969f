package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Where the newest record of each id is: short id (8 bytes) to offset, in one array of longs.
///
/// Open addressing with linear probing, at most three quarters full: 21 to 43 bytes for each entry.
/// Ids are hashes, so the short id is its own hash, once multiplied, for nobody promises that ids
/// are spread. Short ids may be equal for different ids: the caller compares the whole id with the
/// record.
///
/// One thread puts, any thread looks up. A slot's offset is written last and read first, and 0
/// means empty, so a reader sees either no entry or a whole one; a grown array is published whole.
final class OffsetTable {

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int FIRST_SLOTS = 1024;
  private static final long NONE = 0;

  private volatile long[] slots = new long[2 * FIRST_SLOTS];
  private int count;

  /// Decides whether the record at an offset bears the id that is looked for.
  interface Match {
    boolean test(long offset) throws IOException;
  }

  /// {@return the offset of the record with a short id that matches, or 0}
  long find(long shortId, Match match) throws IOException {
    long[] table = slots;
    int mask = table.length / 2 - 1;
    for (int slot = home(shortId, mask); ; slot = (slot + 1) & mask) {
      long offset = (long) SLOT.getAcquire(table, 2 * slot + 1);
      if (offset == NONE || (table[2 * slot] == shortId && match.test(offset))) {
        return offset;
      }
    }
  }

  /// Puts an offset, in place of that of an earlier record that matches.
  void put(long shortId, long offset, Match match) throws IOException {
    if (4L * (count + 1) > 3L * (slots.length / 2)) {
      grow();
    }
    long[] table = slots;
    int mask = table.length / 2 - 1;
    for (int slot = home(shortId, mask); ; slot = (slot + 1) & mask) {
      long there = table[2 * slot + 1];
      if (there == NONE) {
        table[2 * slot] = shortId;
        count++;
      } else if (table[2 * slot] != shortId || !match.test(there)) {
        continue;
      }
      SLOT.setRelease(table, 2 * slot + 1, offset);
      return;
    }
  }

  private void grow() {
    long[] old = slots;
    long[] table = new long[2 * old.length];
    int mask = table.length / 2 - 1;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != NONE) {
        int slot = home(old[i], mask);
        while (table[2 * slot + 1] != NONE) {
          slot = (slot + 1) & mask;
        }
        table[2 * slot] = old[i];
        table[2 * slot + 1] = old[i + 1];
      }
    }
    slots = table;
  }

  private static int home(long shortId, int mask) {
    return (int) ((shortId * 0x9E3779B97F4A7C15L) >>> 32) & mask;
  }
}
