package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holes: commits that others build on and that are damaged or lost here.
///
/// A hole has a node without parents, so that its descendants stay in the graph. When a peer brings
/// the commit back, the item's graph is built anew with its real parents. The caller holds the
/// graph lock.
final class Healing {

  private static final SessionId NOBODY = new SessionId(0, 0);

  private Healing() {}

  /// What a node is made of.
  record Facts(
      CommitId id,
      List<CommitId> parents,
      CommitTime time,
      SessionId author,
      boolean deleted,
      int bundle) {

    Node attachTo(ItemGraph graph) {
      Node node = graph.prepare(id, parents, time, author);
      node.deleted = deleted;
      node.bundle = bundle;
      graph.attach(node);
      return node;
    }

    static Facts of(Node node) {
      List<CommitId> parents = node.parents().stream().map(Node::id).toList();
      return new Facts(node.id(), parents, node.time(), node.author(), node.deleted, node.bundle);
    }

    static Facts hole(CommitId id) {
      return new Facts(id, List.of(), CommitTime.MIN, NOBODY, false, -1);
    }
  }

  /// Makes a place for a commit that is not there.
  static void addHole(ItemEntry item, CommitId id) {
    Facts.hole(id).attachTo(item.graph);
    Set<CommitId> holes = new HashSet<>(item.holes);
    holes.add(id);
    item.holes = Collections.unmodifiableSet(holes);
  }

  /// {@return the node of a commit that is back}
  static Node heal(ItemEntry item, Facts healed) {
    List<Facts> waiting = new ArrayList<>();
    waiting.add(healed);
    for (int i = 0; i < item.graph.size(); i++) {
      Node node = item.graph.nodeAt(i);
      if (!node.id().equals(healed.id())) {
        waiting.add(Facts.of(node));
      }
    }
    ItemGraph graph = new ItemGraph();
    while (!waiting.isEmpty()) {
      boolean progress = waiting.removeIf(facts -> attachIfReady(graph, facts));
      if (!progress) {
        throw new IllegalStateException("the graph of '" + item.key + "' has a cycle");
      }
    }
    Set<CommitId> holes = new HashSet<>(item.holes);
    holes.remove(healed.id());
    item.graph = graph;
    item.holes = Collections.unmodifiableSet(holes);
    return graph.node(healed.id()).orElseThrow();
  }

  private static boolean attachIfReady(ItemGraph graph, Facts facts) {
    if (!facts.parents().stream().allMatch(graph::contains)) {
      return false;
    }
    facts.attachTo(graph);
    return true;
  }
}
