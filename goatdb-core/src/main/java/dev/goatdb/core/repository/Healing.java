package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds an item's graph anew: when its history is read, and when a hole is healed.
///
/// A hole is a commit that others build on and that is damaged or lost here. It has a node without
/// parents, so that its descendants stay in the graph, until a peer brings the commit back. The
/// caller holds the graph lock.
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
      long position) {

    Node attachTo(ItemGraph graph) {
      Node node = graph.prepare(id, parents, time, author);
      node.deleted = deleted;
      node.position = position;
      graph.attach(node);
      return node;
    }

    static Facts of(Node node) {
      List<CommitId> parents = node.parents().stream().map(Node::id).toList();
      return new Facts(node.id(), parents, node.time(), node.author(), node.deleted, node.position);
    }

    static Facts of(Commit commit, long position) {
      return new Facts(
          commit.id(),
          commit.parents(),
          commit.time(),
          commit.author(),
          commit.kind() == Commit.Kind.DELETE,
          position);
    }

    static Facts hole(CommitId id) {
      return new Facts(id, List.of(), CommitTime.MIN, NOBODY, false, -1);
    }
  }

  /// Makes a place for a commit that is not there. The graph is whole.
  static void addHole(ItemEntry item, CommitId id) {
    Facts.hole(id).attachTo(item.graph);
    Set<CommitId> holes = new HashSet<>(item.holes);
    holes.add(id);
    item.holes = Collections.unmodifiableSet(holes);
  }

  /// Puts a commit that is back in the place of its hole. The graph is whole.
  ///
  /// @return its node
  static Node heal(ItemEntry item, Facts healed) {
    Map<CommitId, Facts> all = new LinkedHashMap<>();
    for (int i = 0; i < item.graph.size(); i++) {
      Node node = item.graph.nodeAt(i);
      all.put(node.id(), node.id().equals(healed.id()) ? healed : Facts.of(node));
    }
    ItemGraph graph = build(all.values());
    Set<CommitId> holes = new HashSet<>(item.holes);
    holes.remove(healed.id());
    item.graph = graph;
    item.holes = Collections.unmodifiableSet(holes);
    return graph.node(healed.id()).orElseThrow();
  }

  /// {@return the graph of some commits, given in any order} Parents are attached before children,
  /// with a stack of its own: histories are deep.
  ///
  /// @param commits the commits and all their ancestors
  static ItemGraph build(Collection<Facts> commits) {
    Map<CommitId, Facts> missing = new LinkedHashMap<>();
    commits.forEach(facts -> missing.put(facts.id(), facts));
    ItemGraph graph = new ItemGraph();
    ArrayDeque<Facts> stack = new ArrayDeque<>();
    for (Facts commit : commits) {
      stack.push(commit);
      while (!stack.isEmpty()) {
        Facts top = stack.peek();
        Facts needed = parentThatIsMissing(top, missing);
        if (needed != null) {
          if (stack.size() > commits.size()) {
            throw new IllegalStateException("commit " + needed.id() + " is its own ancestor");
          }
          stack.push(needed);
        } else {
          stack.pop();
          if (missing.remove(top.id()) != null) {
            top.attachTo(graph);
          }
        }
      }
    }
    return graph;
  }

  private static @Nullable Facts parentThatIsMissing(Facts commit, Map<CommitId, Facts> missing) {
    if (!missing.containsKey(commit.id())) {
      return null;
    }
    for (CommitId parent : commit.parents()) {
      Facts facts = missing.get(parent);
      if (facts != null) {
        return facts;
      }
    }
    return null;
  }
}
