package dev.goatdb.core.merge;

import dev.goatdb.core.delta.CodePointCursor;
import java.util.Map;
import java.util.TreeMap;

/// The union of the passages that go, in code points of the base.
final class Deletions {

  /// Start to end; no two of them touch.
  private final TreeMap<Integer, Integer> passages = new TreeMap<>();

  /// Adds a passage; an empty one changes nothing.
  void add(int start, int end) {
    if (start == end) {
      return;
    }
    int from = start;
    int to = end;
    Map.Entry<Integer, Integer> other = passages.floorEntry(to);
    while (other != null && other.getValue() >= from) {
      from = Math.min(from, other.getKey());
      to = Math.max(to, other.getValue());
      passages.remove(other.getKey());
      other = passages.floorEntry(to);
    }
    passages.put(from, to);
  }

  /// Moves a cursor on and copies what does not go.
  ///
  /// @param cursor at a place up to which everything is copied
  /// @param target where to stop
  /// @param out takes what stays
  void copyKept(CodePointCursor cursor, int target, StringBuilder out) {
    Map.Entry<Integer, Integer> passage = passages.pollFirstEntry();
    while (passage != null && passage.getKey() < target) {
      if (passage.getKey() > cursor.position()) {
        cursor.copyTo(passage.getKey(), out);
      }
      if (passage.getValue() > target) {
        cursor.skipTo(target);
        passage = Map.entry(target, passage.getValue());
      } else {
        cursor.skipTo(passage.getValue());
        passage = passages.pollFirstEntry();
      }
    }
    if (passage != null) {
      passages.put(passage.getKey(), passage.getValue());
    }
    cursor.copyTo(target, out);
  }
}
