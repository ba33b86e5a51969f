package dev.goatdb.core.merge;

import dev.goatdb.core.graph.Node;
import dev.goatdb.core.graph.Sides;
import java.util.ArrayList;
import java.util.List;

/// In which order the sides of one merge are joined, and against which bases.
///
/// Sides lie in the order of their smallest ids: a joined side keeps the place of its first half,
/// so the first of equally close pairs is the one with the smallest ids.
final class Plan {

  private final Sides sides;
  private final boolean symmetric;

  /// Row by row what each side shares with each side before it.
  private final List<List<Integer>> shared = new ArrayList<>();

  /// @param heads two or more, sorted by id
  Plan(List<Node> heads) {
    this.sides = Sides.of(heads.stream().map(List::of).toList());
    this.symmetric = sides.isSymmetric();
    if (!symmetric) {
      for (int i = 0; i < heads.size(); i++) {
        shared.add(row(i));
      }
    }
  }

  /// What to do next.
  ///
  /// @param left the first side to merge
  /// @param right the second side, which goes
  /// @param all whether all sides are merged in this step, and not these two
  /// @param bases their maximal common ancestors, sorted by id
  record Step(int left, int right, boolean all, List<Node> bases) {}

  /// {@return the next step} There are two sides or more.
  Step next() {
    if (symmetric) {
      return new Step(0, 1, true, sides.bases(0, 1));
    }
    int left = 0;
    int right = 1;
    int most = -1;
    for (int i = 0; i < shared.size(); i++) {
      for (int j = i + 1; j < shared.size(); j++) {
        int count = shared.get(j).get(i);
        if (count > most) {
          most = count;
          left = i;
          right = j;
        }
      }
    }
    return new Step(left, right, false, sides.bases(left, right));
  }

  /// Lets the first side of a step stand for both. Not after a step that merged all.
  void join(Step step) {
    sides.join(step.left, step.right);
    shared.remove(step.right);
    for (int j = step.right; j < shared.size(); j++) {
      shared.get(j).remove(step.right);
    }
    shared.set(step.left, row(step.left));
    for (int j = step.left + 1; j < shared.size(); j++) {
      shared.get(j).set(step.left, sides.sharedAboveFloor(step.left, j));
    }
  }

  private List<Integer> row(int side) {
    List<Integer> row = new ArrayList<>(side);
    for (int before = 0; before < side; before++) {
      row.add(sides.sharedAboveFloor(before, side));
    }
    return row;
  }
}
