package dev.goatdb.core.graph;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// The definitions, word for word, over indices.
record NaiveGraph(RandomGraph graph) {

  Set<Integer> ancestors(Iterable<Integer> tips) {
    Set<Integer> result = new HashSet<>();
    for (int tip : tips) {
      if (result.add(tip)) {
        result.addAll(ancestors(graph.parents().get(tip)));
      }
    }
    return result;
  }

  Set<Integer> common(Iterable<Integer> left, Iterable<Integer> right) {
    Set<Integer> common = ancestors(left);
    common.retainAll(ancestors(right));
    return common;
  }

  /// The elements of a set that are no ancestor of another element.
  Set<Integer> maximal(Set<Integer> commits) {
    Set<Integer> result = new TreeSet<>(commits);
    for (int commit : commits) {
      Set<Integer> below = ancestors(graph.parents().get(commit));
      result.removeAll(below);
    }
    return result;
  }

  Set<Integer> heads() {
    Set<Integer> result = new TreeSet<>();
    for (int i = 0; i < graph.size(); i++) {
      result.add(i);
    }
    graph.parents().forEach(result::removeAll);
    return result;
  }
}
