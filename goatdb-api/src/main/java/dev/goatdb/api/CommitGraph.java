package dev.goatdb.api;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The history of one item as a graph, to be drawn. A snapshot; immutable.
///
/// @param commits newest first, parents after children
/// @param heads the commits without children
public record CommitGraph(List<Commit> commits, List<CommitId> heads) {

  /// Copies the lists.
  public CommitGraph {
    commits = List.copyOf(commits);
    heads = List.copyOf(heads);
  }

  /// {@return the graph in the language of Graphviz: an arrow leads from a commit to its parent}
  public String toDot() {
    Set<CommitId> tips = new HashSet<>(heads);
    StringBuilder dot =
        new StringBuilder("digraph history {\n  rankdir=BT;\n  node [shape=box];\n");
    for (Commit commit : commits) {
      dot.append(
          "  \"%s\" [label=%s%s];\n"
              .formatted(
                  commit.id(),
                  quoted(label(commit)),
                  tips.contains(commit.id()) ? ", style=bold" : ""));
      for (CommitId parent : commit.parents()) {
        dot.append("  \"%s\" -> \"%s\";\n".formatted(commit.id(), parent));
      }
    }
    return dot.append("}\n").toString();
  }

  /// {@return the graph as Cytoscape.js reads it: a JSON object with `elements` of `nodes` and
  /// `edges`} An edge leads from a commit to its parent. One line.
  public String toCytoscape() {
    Set<CommitId> tips = new HashSet<>(heads);
    StringBuilder nodes = new StringBuilder();
    StringBuilder edges = new StringBuilder();
    for (Commit commit : commits) {
      nodes.append(nodes.isEmpty() ? "" : ",").append(node(commit, tips.contains(commit.id())));
      for (CommitId parent : commit.parents()) {
        edges.append(edges.isEmpty() ? "" : ",").append(edge(commit.id(), parent));
      }
    }
    return "{\"elements\":{\"nodes\":[" + nodes + "],\"edges\":[" + edges + "]}}";
  }

  private static String node(Commit commit, boolean isHead) {
    return "{\"data\":{\"id\":\"%s\",\"label\":%s,\"author\":\"%s\",\"time\":\"%s\",\"kind\":\"%s\",\"schema\":%s,\"head\":%b}}"
        .formatted(
            commit.id(),
            quoted(label(commit)),
            commit.author(),
            commit.time().instant(),
            commit.kind(),
            quoted(commit.schema().toString()),
            isHead);
  }

  private static String edge(CommitId from, CommitId to) {
    return "{\"data\":{\"id\":\"%s-%s\",\"source\":\"%s\",\"target\":\"%s\"}}"
        .formatted(from.brief(), to.brief(), from, to);
  }

  private static String label(Commit commit) {
    String kind = commit.kind() == Commit.Kind.DELETE ? " delete" : "";
    return "%s%s by %s, %s"
        .formatted(commit.id().brief(), kind, commit.author().brief(), commit.time().instant());
  }

  /// Names of schemas are plain; a quote or a backslash is escaped all the same, alike in both
  /// languages.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
