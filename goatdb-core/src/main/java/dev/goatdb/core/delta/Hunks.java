package dev.goatdb.core.delta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Brings edit scripts into one form.
///
/// Of three equal elements in a row of which one went, nobody can tell which. Two scripts that each
/// choose another one say together that two went. So what only comes, or only goes, is moved back
/// as far as it can: then two people who did the same thing have the same script there, whatever
/// else they did. Of a line that went, it is the text and the line end behind it that go, not the
/// line end before it.
///
/// Source of the idea: the sliding of groups in the `xdiff` library of D. Libenzi.
final class Hunks {

  private Hunks() {}

  /// {@return the script with its hunks moved back; between two of them at least one element stays}
  ///
  /// @param hunks by position, none touching another
  /// @param base the sequence
  /// @param changed what became of it
  static List<Hunk> movedBack(List<Hunk> hunks, List<?> base, List<?> changed) {
    ArrayDeque<Hunk> moved = new ArrayDeque<>(hunks.size());
    for (Hunk hunk : hunks.reversed()) {
      Hunk current = hunk;
      boolean touches = true;
      while (touches) {
        int limit = moved.isEmpty() ? base.size() : moved.element().start();
        current = movedBack(current, limit, base, changed);
        touches = !moved.isEmpty() && current.end() == moved.element().start();
        current = touches ? joined(current, moved.pop()) : current;
      }
      moved.push(current);
    }
    return new ArrayList<>(moved);
  }

  private static Hunk movedBack(Hunk hunk, int limit, List<?> base, List<?> changed) {
    boolean goes = hunk.newStart() == hunk.newEnd();
    if (!goes && hunk.start() != hunk.end()) {
      return hunk;
    }
    List<?> moving = goes ? base : changed;
    int first = goes ? hunk.start() : hunk.newStart();
    int behind = goes ? hunk.end() : hunk.newEnd();
    int steps = 0;
    while (hunk.end() + steps < limit
        && moving.get(first + steps).equals(moving.get(behind + steps))) {
      steps++;
    }
    return new Hunk(
        hunk.start() + steps, hunk.end() + steps, hunk.newStart() + steps, hunk.newEnd() + steps);
  }

  private static Hunk joined(Hunk hunk, Hunk next) {
    return new Hunk(hunk.start(), next.end(), hunk.newStart(), next.newEnd());
  }
}
