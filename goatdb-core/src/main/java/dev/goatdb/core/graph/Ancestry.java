package dev.goatdb.core.graph;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/// What commits have in common. A commit is an ancestor of itself.
///
/// Every answer is a function of the nodes given and of what is reachable from them. Any thread.
public final class Ancestry {

  private Ancestry() {}

  /// {@return the ancestors of some nodes, as a set of ordinals} Visits all of them.
  ///
  /// @param tips nodes of one graph
  public static BitSet of(Collection<Node> tips) {
    BitSet seen = new BitSet();
    ArrayDeque<Node> queue = new ArrayDeque<>();
    for (Node tip : tips) {
      visit(tip, seen, queue);
    }
    while (!queue.isEmpty()) {
      Node node = queue.removeLast();
      for (int i = 0; i < node.parentCount(); i++) {
        visit(node.parent(i), seen, queue);
      }
    }
    return seen;
  }

  private static void visit(Node node, BitSet seen, ArrayDeque<Node> queue) {
    if (!seen.get(node.ordinal())) {
      seen.set(node.ordinal());
      queue.addLast(node);
    }
  }

  /// {@return how many commits are ancestors of both sides} Visits all of them.
  ///
  /// @param left nodes of one graph
  /// @param right nodes of the same graph
  public static int commonCount(Collection<Node> left, Collection<Node> right) {
    BitSet common = of(left);
    common.and(of(right));
    return common.cardinality();
  }

  /// {@return the maximal common ancestors of two sides, sorted by id}: the commits that are
  /// ancestors of both, but of no other such commit. Visits little more than what lies between them
  /// and the sides.
  ///
  /// @param left nodes of one graph
  /// @param right nodes of the same graph
  public static List<Node> maximalCommon(Collection<Node> left, Collection<Node> right) {
    return Sides.of(List.of(left, right)).bases(0, 1);
  }
}
