package dev.goatdb.core.graph;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A graph as data: for each commit the indices of its parents, all lower than its own.
///
/// Drawn as replicas make them: each edits on its own heads and now and then hears of another's.
/// Some commits have arbitrary parents instead, related ones among them, so that the graph need not
/// be one that a well-behaved peer makes.
record RandomGraph(List<List<Integer>> parents) {

  static RandomGraph draw(RandomGenerator random) {
    int replicas = 1 + random.nextInt(5);
    List<TreeSet<Integer>> heads = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      heads.add(new TreeSet<>());
    }
    List<List<Integer>> parents = new ArrayList<>();
    int commits = 1 + random.nextInt(40);
    for (int i = 0; i < commits; i++) {
      TreeSet<Integer> own = heads.get(random.nextInt(replicas));
      if (random.nextInt(3) == 2) {
        own.addAll(heads.get(random.nextInt(replicas)));
      }
      TreeSet<Integer> chosen = random.nextInt(12) == 11 ? any(random, i) : own;
      parents.add(List.copyOf(chosen));
      own.removeAll(List.copyOf(chosen));
      own.add(i);
    }
    return new RandomGraph(List.copyOf(parents));
  }

  private static TreeSet<Integer> any(RandomGenerator random, int limit) {
    TreeSet<Integer> chosen = new TreeSet<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count && limit > 0; i++) {
      chosen.add(random.nextInt(limit));
    }
    return chosen;
  }

  int size() {
    return parents.size();
  }

  /// {@return the graph's nodes by index}
  ///
  /// @param graph takes the commits
  List<Node> addTo(ItemGraph graph) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      List<CommitId> ids = parents.get(i).stream().map(RandomGraph::id).toList();
      nodes.add(graph.add(id(i), ids, CommitTime.ofMillis(i), new SessionId(0, i % 3)));
    }
    return nodes;
  }

  /// Ids that are not in the order of arrival.
  static CommitId id(int index) {
    return new CommitId(index * 0x9E3779B97F4A7C15L, index, 0, 0);
  }
}
