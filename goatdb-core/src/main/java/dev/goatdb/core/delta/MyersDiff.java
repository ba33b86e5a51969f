package dev.goatdb.core.delta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The shortest edit script of two sequences, or nearly so where they differ a lot.
///
/// **Idea.** Myers' algorithm in linear space: walk from both corners of the edit graph, one edit
/// deeper at a time, keeping for each diagonal the furthest point; where the two walks meet lies a
/// shortest path, and the boxes on both sides of that point are solved alike. The time is the
/// length of the sequences times the number of edits.
///
/// **Bound.** A walk stops at [#MAX_COST] edits and splits at the point that got furthest. Texts
/// with nothing in common so cost their length times that constant instead of its square; the
/// script is still right, only not always the shortest. The point is chosen by numbers alone, so
/// every machine takes the same one.
///
/// **Source.** E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986), sections 4b
/// and 5; the bound follows the `xdiff` library of D. Libenzi.
final class MyersDiff {

  /// Edits that one walk may take. Two texts of 1 MiB with nothing in common take about two seconds
  /// with it.
  static final int MAX_COST = 128;

  private final int[] a;
  private final int[] b;
  private final BitSet deleted = new BitSet();
  private final BitSet inserted = new BitSet();
  private final ArrayDeque<Box> boxes = new ArrayDeque<>();

  /// The furthest points by diagonal (index in a − index in b), shifted so that no index is
  /// negative.
  private final int[] forward;

  private final int[] backward;
  private final int shift;

  private record Box(int aStart, int aEnd, int bStart, int bEnd) {}

  private record Point(int x, int y) {}

  MyersDiff(int[] a, int[] b) {
    this.a = a;
    this.b = b;
    this.forward = new int[a.length + b.length + 3];
    this.backward = new int[a.length + b.length + 3];
    this.shift = b.length + 1;
    boxes.push(new Box(0, a.length, 0, b.length));
    while (!boxes.isEmpty()) {
      solve(trimmed(boxes.pop()));
    }
  }

  /// {@return what differs} By position; between two of them at least one element stays.
  List<Hunk> hunks() {
    List<Hunk> hunks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (true) {
      int stay = Math.min(next(deleted, i, a.length) - i, next(inserted, j, b.length) - j);
      i += stay;
      j += stay;
      if (i == a.length && j == b.length) {
        return hunks;
      }
      Hunk hunk = new Hunk(i, deleted.nextClearBit(i), j, inserted.nextClearBit(j));
      hunks.add(hunk);
      i = hunk.end();
      j = hunk.newEnd();
    }
  }

  private static int next(BitSet set, int from, int limit) {
    int next = set.nextSetBit(from);
    return next < 0 ? limit : next;
  }

  private Box trimmed(Box box) {
    int x = box.aStart;
    int y = box.bStart;
    while (x < box.aEnd && y < box.bEnd && a[x] == b[y]) {
      x++;
      y++;
    }
    int xEnd = box.aEnd;
    int yEnd = box.bEnd;
    while (xEnd > x && yEnd > y && a[xEnd - 1] == b[yEnd - 1]) {
      xEnd--;
      yEnd--;
    }
    return new Box(x, xEnd, y, yEnd);
  }

  private void solve(Box box) {
    if (box.aStart == box.aEnd || box.bStart == box.bEnd) {
      deleted.set(box.aStart, box.aEnd);
      inserted.set(box.bStart, box.bEnd);
      return;
    }
    Point split = new Walk(box).split();
    boxes.push(new Box(split.x, box.aEnd, split.y, box.bEnd));
    boxes.push(new Box(box.aStart, split.x, box.bStart, split.y));
  }

  /// The two walks through one box, whose first elements differ and whose last elements differ.
  private final class Walk {
    private final Box box;
    private final int lowest;
    private final int highest;
    private final int forwardMiddle;
    private final int backwardMiddle;
    private int forwardLow;
    private int forwardHigh;
    private int backwardLow;
    private int backwardHigh;

    Walk(Box box) {
      this.box = box;
      lowest = box.aStart - box.bEnd;
      highest = box.aEnd - box.bStart;
      forwardMiddle = box.aStart - box.bStart;
      backwardMiddle = box.aEnd - box.bEnd;
      forwardLow = forwardMiddle;
      forwardHigh = forwardMiddle;
      backwardLow = backwardMiddle;
      backwardHigh = backwardMiddle;
    }

    Point split() {
      forward[shift + forwardMiddle] = box.aStart;
      backward[shift + backwardMiddle] = box.aEnd;
      // The walks can only meet on a diagonal of both; which of them gets there last depends on
      // this.
      boolean odd = ((forwardMiddle - backwardMiddle) & 1) != 0;
      for (int cost = 1; cost < MAX_COST; cost++) {
        int meeting = stepForward(odd);
        if (meeting == Integer.MIN_VALUE) {
          meeting = stepBackward(!odd);
          if (meeting != Integer.MIN_VALUE) {
            return new Point(backward[shift + meeting], backward[shift + meeting] - meeting);
          }
        } else {
          return new Point(forward[shift + meeting], forward[shift + meeting] - meeting);
        }
      }
      return furthest();
    }

    /// {@return the diagonal on which the walks met, or the least integer}
    private int stepForward(boolean canMeet) {
      if (forwardLow > lowest) {
        forward[shift + --forwardLow - 1] = -1;
      } else {
        forwardLow++;
      }
      if (forwardHigh < highest) {
        forward[shift + ++forwardHigh + 1] = -1;
      } else {
        forwardHigh--;
      }
      for (int d = forwardHigh; d >= forwardLow; d -= 2) {
        int right = forward[shift + d - 1] + 1;
        int x = Math.max(right, forward[shift + d + 1]);
        while (x < box.aEnd && x - d < box.bEnd && a[x] == b[x - d]) {
          x++;
        }
        forward[shift + d] = x;
        if (canMeet && d >= backwardLow && d <= backwardHigh && backward[shift + d] <= x) {
          return d;
        }
      }
      return Integer.MIN_VALUE;
    }

    private int stepBackward(boolean canMeet) {
      if (backwardLow > lowest) {
        backward[shift + --backwardLow - 1] = Integer.MAX_VALUE;
      } else {
        backwardLow++;
      }
      if (backwardHigh < highest) {
        backward[shift + ++backwardHigh + 1] = Integer.MAX_VALUE;
      } else {
        backwardHigh--;
      }
      for (int d = backwardHigh; d >= backwardLow; d -= 2) {
        int left = backward[shift + d + 1] - 1;
        int x = Math.min(left, backward[shift + d - 1]);
        while (x > box.aStart && x - d > box.bStart && a[x - 1] == b[x - d - 1]) {
          x--;
        }
        backward[shift + d] = x;
        if (canMeet && d >= forwardLow && d <= forwardHigh && x <= forward[shift + d]) {
          return d;
        }
      }
      return Integer.MIN_VALUE;
    }

    /// {@return the point of either walk that is furthest from where it began; of equals, the
    /// forward walk's}
    private Point furthest() {
      Point front = new Point(box.aStart, box.bStart);
      for (int d = forwardHigh; d >= forwardLow; d -= 2) {
        int x = Math.min(Math.min(forward[shift + d], box.aEnd), box.bEnd + d);
        if (x + x - d > front.x + front.y) {
          front = new Point(x, x - d);
        }
      }
      Point back = new Point(box.aEnd, box.bEnd);
      for (int d = backwardHigh; d >= backwardLow; d -= 2) {
        int x = Math.max(Math.max(backward[shift + d], box.aStart), box.bStart + d);
        if (x + x - d < back.x + back.y) {
          back = new Point(x, x - d);
        }
      }
      int advance = front.x + front.y - box.aStart - box.bStart;
      int retreat = box.aEnd + box.bEnd - back.x - back.y;
      return advance >= retreat ? front : back;
    }
  }
}
