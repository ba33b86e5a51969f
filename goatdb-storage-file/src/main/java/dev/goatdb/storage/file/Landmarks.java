package dev.goatdb.storage.file;

import java.util.Arrays;

/// Where some of the groups begin, one every 64 KiB or so: from there a scan finds any position
/// quickly. Any thread.
final class Landmarks {

  private static final long SPACING = 1 << 16;

  private long[] starts = new long[16];
  private int count;

  Landmarks() {
    starts[count++] = Layout.FIRST_GROUP;
  }

  /// Notes the beginning of a whole group; ascending.
  synchronized void add(long start) {
    if (start - starts[count - 1] < SPACING) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = start;
  }

  /// {@return the greatest noted beginning that is not above a position}
  synchronized long before(long position) {
    int found = Arrays.binarySearch(starts, 0, count, position);
    return starts[Math.max(0, found >= 0 ? found : -found - 2)];
  }
}
