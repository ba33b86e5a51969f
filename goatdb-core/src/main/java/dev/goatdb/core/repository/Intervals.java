package dev.goatdb.core.repository;

import java.util.Map;
import java.util.TreeMap;

/// A set of numbers that come in runs: what touches is kept as one interval. Bounded: beyond the
/// most intervals the lowest is forgotten. One thread at a time.
final class Intervals {

  private final int most;

  /// Start to end, the end not included; no two touch.
  private final TreeMap<Integer, Integer> endByStart = new TreeMap<>();

  /// @param most intervals that are kept, 1 or more
  Intervals(int most) {
    this.most = most;
  }

  /// Adds the numbers from a start to an end, the end not included.
  void add(int start, int end) {
    if (start >= end) {
      return;
    }
    int low = start;
    int high = end;
    Map.Entry<Integer, Integer> near = endByStart.floorEntry(end);
    while (near != null && near.getValue() >= start) {
      low = Math.min(low, near.getKey());
      high = Math.max(high, near.getValue());
      endByStart.remove(near.getKey());
      near = endByStart.floorEntry(end);
    }
    endByStart.put(low, high);
    if (endByStart.size() > most) {
      endByStart.pollFirstEntry();
    }
  }

  /// {@return whether a number is in it}
  boolean contains(int number) {
    Map.Entry<Integer, Integer> near = endByStart.floorEntry(number);
    return near != null && number < near.getValue();
  }

  /// {@return the number of intervals}
  int size() {
    return endByStart.size();
  }
}
