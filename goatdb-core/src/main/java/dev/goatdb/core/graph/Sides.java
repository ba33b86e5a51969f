package dev.goatdb.core.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// The sides of a merge and what they have in common.
///
/// **Idea.** Each side has a colour. Starting from the sides, colours are painted down to the
/// parents, always from the node of the highest generation. All children of a node have higher
/// generations, so a node's colours are complete when its turn comes. The walk ends when all nodes
/// in the queue lie below a node of all colours: from there on everything has all of them.
///
/// **What it tells.** A node of one colour is common to nobody. A node of all colours is common to
/// every pair. Only the nodes in between, here called *partial*, tell pairs apart:
///
/// - All pairs have the same maximal common ancestors exactly when no node is partial, since a set
///   of ancestors and its maximal elements determine each other.
/// - How much two sides share is, but for a constant that is the same for all pairs, the number of
///   partial nodes that have both colours. That is all that a comparison needs, and it does not
///   depend on how much of the past was kept.
///
/// **Sources.** Painting down is what git's `merge-base` does; with generations, as in its
/// commit-graph file, no node is visited twice. Comparing counts above the common floor is our own.
///
/// Sides are joined as a merge goes on. Not safe for use by several threads.
public final class Sides {

  private final List<BitSet> partialBySide = new ArrayList<>();
  private final List<Node> partial = new ArrayList<>();
  private final List<Node> tops = new ArrayList<>();

  private Sides() {}

  /// {@return the sides, painted}
  ///
  /// @param sides two or more, each a set of nodes whose ancestry it stands for
  public static Sides of(List<? extends Collection<Node>> sides) {
    Sides result = new Sides();
    for (int i = 0; i < sides.size(); i++) {
      result.partialBySide.add(new BitSet());
    }
    new Painting(sides.size()).run(sides, result);
    return result;
  }

  /// {@return the number of sides}
  public int size() {
    return partialBySide.size();
  }

  /// {@return whether every pair of sides has the same maximal common ancestors}
  public boolean isSymmetric() {
    return partial.isEmpty();
  }

  /// {@return the number of commits that two sides share, less a constant that is the same for all
  /// pairs}
  ///
  /// @param left a side, from 0
  /// @param right another side
  public int sharedAboveFloor(int left, int right) {
    return common(left, right).cardinality();
  }

  /// {@return the maximal common ancestors of two sides, sorted by id}
  ///
  /// @param left a side, from 0
  /// @param right another side
  public List<Node> bases(int left, int right) {
    Set<Node> covered = new HashSet<>();
    List<Node> bases = new ArrayList<>();
    // Partial nodes lie in the order of descending generations: all children of a node come before
    // it.
    common(left, right).stream().mapToObj(partial::get).forEach(node -> take(node, covered, bases));
    tops.forEach(node -> take(node, covered, bases));
    bases.sort(Node.BY_ID);
    return List.copyOf(bases);
  }

  private static void take(Node node, Set<Node> covered, List<Node> bases) {
    if (!covered.contains(node)) {
      bases.add(node);
    }
    for (int i = 0; i < node.parentCount(); i++) {
      covered.add(node.parent(i));
    }
  }

  /// Lets one side stand for the union of two ancestries; the sides above `other` move down by one.
  ///
  /// @param side the side that stays
  /// @param other the side that goes
  public void join(int side, int other) {
    partialBySide.get(side).or(partialBySide.get(other));
    partialBySide.remove(other);
  }

  private BitSet common(int left, int right) {
    BitSet common = (BitSet) partialBySide.get(left).clone();
    common.and(partialBySide.get(right));
    return common;
  }

  /// One walk. Not kept: its marks would hold on to the whole part of the graph that was visited.
  private static final class Painting {

    private final int colours;
    private final Map<Node, Mark> marks = new HashMap<>();
    private final PriorityQueue<Mark> queue = new PriorityQueue<>();

    /// How many marks in the queue are not below a node of all colours.
    private int open;

    Painting(int colours) {
      this.colours = colours;
    }

    void run(List<? extends Collection<Node>> sides, Sides result) {
      for (int i = 0; i < sides.size(); i++) {
        for (Node node : sides.get(i)) {
          mark(node).colours.set(i);
        }
      }
      while (open > 0) {
        step(result);
      }
    }

    private void step(Sides result) {
      Mark mark = queue.remove();
      int count = mark.colours.cardinality();
      boolean complete = count == colours;
      if (!mark.below) {
        open--;
        if (complete) {
          result.tops.add(mark.node);
        } else if (count > 1) {
          int index = result.partial.size();
          result.partial.add(mark.node);
          mark.colours.stream().forEach(side -> result.partialBySide.get(side).set(index));
        }
      }
      for (int i = 0; i < mark.node.parentCount(); i++) {
        Mark parent = mark(mark.node.parent(i));
        parent.colours.or(mark.colours);
        if (complete && !parent.below) {
          parent.below = true;
          open--;
        }
      }
      marks.remove(mark.node);
    }

    private Mark mark(Node node) {
      return marks.computeIfAbsent(
          node,
          n -> {
            Mark mark = new Mark(n);
            queue.add(mark);
            open++;
            return mark;
          });
    }
  }

  private static final class Mark implements Comparable<Mark> {
    private final Node node;
    private final BitSet colours = new BitSet();
    private boolean below;

    Mark(Node node) {
      this.node = node;
    }

    @Override
    public int compareTo(Mark other) {
      return Integer.compare(other.node.generation(), node.generation());
    }
  }
}
