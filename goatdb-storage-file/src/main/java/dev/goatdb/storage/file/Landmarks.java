package dev.goatdb.storage.file;

import dev.goatdb.storage.file.GroupWalk.Start;
import java.util.Arrays;

/// Where some of the groups begin, one every 64 KiB or so, and with which entry: from there a scan
/// finds any entry quickly. Any thread.
final class Landmarks {

  private static final long SPACING = 1 << 16;

  private final Start start;
  private long[] places = new long[16];
  private long[] numbers = new long[16];
  private int count;

  /// @param start where the first group is
  Landmarks(Start start) {
    this.start = start;
    places[0] = start.at();
    numbers[0] = start.number();
    count = 1;
  }

  /// Notes the beginning of a whole group; ascending.
  synchronized void add(long at, long number) {
    if (at - places[count - 1] < SPACING) {
      return;
    }
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    places[count] = at;
    numbers[count++] = number;
  }

  /// {@return the last noted beginning of a group whose first entry is not behind a number}
  synchronized Start before(long number) {
    int found = Arrays.binarySearch(numbers, 0, count, number);
    int index = found >= 0 ? found : -found - 2;
    return index <= 0 ? start : new Start(places[index], 0, numbers[index]);
  }
}
