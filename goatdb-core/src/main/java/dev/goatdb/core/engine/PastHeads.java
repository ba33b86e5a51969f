package dev.goatdb.core.engine;

import dev.goatdb.core.graph.Node;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The heads that an item had at a time. A commit's time is not before that of its parents, so what
/// was there is closed under parents, and its heads are the commits without a child that was there.
final class PastHeads {

  private PastHeads() {}

  /// {@return the heads as of a time, sorted by id; none if the item was not there}
  ///
  /// @param heads the heads now
  /// @param time when
  static List<Node> of(List<Node> heads, Instant time) {
    List<Node> there = new ArrayList<>();
    Deque<Node> next = new ArrayDeque<>(heads);
    Set<Node> seen = new HashSet<>(heads);
    int lowest = Integer.MAX_VALUE;
    while (!next.isEmpty()) {
      Node node = next.remove();
      if (!node.time().instant().isAfter(time)) {
        there.add(node);
        lowest = Math.min(lowest, node.generation());
      } else {
        push(node, seen, next, 0);
      }
    }
    return there.size() <= 1 ? List.copyOf(there) : withoutAncestors(there, lowest);
  }

  private static void push(Node node, Set<Node> seen, Deque<Node> next, int lowest) {
    for (int i = 0; i < node.parentCount(); i++) {
      Node parent = node.parent(i);
      if (parent.generation() >= lowest && seen.add(parent)) {
        next.add(parent);
      }
    }
  }

  /// An ancestor of one of them has a child that was there.
  private static List<Node> withoutAncestors(List<Node> there, int lowest) {
    Set<Node> below = new HashSet<>();
    Deque<Node> next = new ArrayDeque<>();
    there.forEach(node -> push(node, below, next, lowest));
    while (!next.isEmpty()) {
      push(next.remove(), below, next, lowest);
    }
    return there.stream().filter(node -> !below.contains(node)).sorted(Node.BY_ID).toList();
  }
}
