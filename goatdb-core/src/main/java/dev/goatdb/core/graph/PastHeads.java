package dev.goatdb.core.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// The heads that an item had at an earlier time. Times grow along every edge, so the commits up to
/// a time are closed under ancestry, and their maximal ones are what was on top then. Any thread.
public final class PastHeads {

  private static final Comparator<Node> HIGHEST_FIRST =
      Comparator.comparingInt(Node::generation).reversed();

  private PastHeads() {}

  /// {@return the commits up to a time that have no children up to that time, sorted by id} Visits
  /// what is later than that, and the ancestors of what it finds as far as they may hide others.
  ///
  /// @param heads the present heads
  /// @param time commits of later milliseconds are left out
  public static List<Node> of(Collection<Node> heads, Instant time) {
    List<Node> candidates = new ArrayList<>();
    Set<Node> seen = new HashSet<>(heads);
    PriorityQueue<Node> later = new PriorityQueue<>(HIGHEST_FIRST);
    later.addAll(seen);
    while (!later.isEmpty()) {
      Node node = later.remove();
      if (!node.time().instant().isAfter(time)) {
        candidates.add(node);
      } else {
        for (Node parent : node.parents()) {
          if (seen.add(parent)) {
            later.add(parent);
          }
        }
      }
    }
    return maximal(candidates);
  }

  /// What is left when everything that lies below another candidate is taken away.
  private static List<Node> maximal(List<Node> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    int lowest = candidates.stream().mapToInt(Node::generation).min().orElse(0);
    Set<Node> below = new HashSet<>();
    PriorityQueue<Node> next = new PriorityQueue<>(HIGHEST_FIRST);
    next.addAll(candidates);
    while (!next.isEmpty()) {
      for (Node parent : next.remove().parents()) {
        if (parent.generation() >= lowest && below.add(parent)) {
          next.add(parent);
        }
      }
    }
    return candidates.stream().filter(node -> !below.contains(node)).sorted(Node.BY_ID).toList();
  }
}
