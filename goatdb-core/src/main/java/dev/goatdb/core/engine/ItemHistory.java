package dev.goatdb.core.engine;

import dev.goatdb.api.Blame;
import dev.goatdb.api.CommitGraph;
import dev.goatdb.api.Difference;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.state.TextBlame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The history of one item, for people. Every answer is a function of the graph. Any thread.
///
/// @param engine where the item is
/// @param item the item
record ItemHistory(RepositoryEngine engine, ItemEntry item) {

  private static final Comparator<Node> NEWEST_FIRST =
      Comparator.comparingInt(Node::generation).thenComparing(Node.BY_TIME).reversed();

  /// {@return the commits, newest first, parents after children; lost ones left out}
  Stream<Commit> commits() {
    return nodes().filter(node -> !item.holes().contains(node.id())).map(this::facts);
  }

  /// {@return the nodes, newest first, parents after children}
  Stream<Node> nodes() {
    return below(engine.history(item));
  }

  private static Stream<Node> below(List<Node> tips) {
    PriorityQueue<Node> next = new PriorityQueue<>(NEWEST_FIRST);
    Set<Node> seen = new HashSet<>(tips);
    next.addAll(seen);
    return Stream.generate(() -> takeNewest(next, seen))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow);
  }

  private static Optional<Node> takeNewest(PriorityQueue<Node> next, Set<Node> seen) {
    Node node = next.poll();
    if (node == null) {
      return Optional.empty();
    }
    for (Node parent : node.parents()) {
      if (seen.add(parent)) {
        next.add(parent);
      }
    }
    return Optional.of(node);
  }

  private Commit facts(Node node) {
    return engine.commit(node.id()).orElseThrow(() -> unreadable(node));
  }

  private NoSuchElementException unreadable(Node node) {
    return new NoSuchElementException(
        "commit %s of item %s/%s is damaged".formatted(node.id(), engine.path(), item.key()));
  }

  /// {@return the state at a commit}
  ///
  /// @throws NoSuchElementException if it is not a commit of this item
  State at(CommitId commit) {
    Node node =
        engine
            .node(item, commit)
            .orElseThrow(() ->
                new NoSuchElementException(
                    "commit %s is not a commit of item %s/%s"
                        .formatted(commit, engine.path(), item.key())));
    return engine.valueOf(item, List.of(node)).orElseThrow(() -> unreadable(node));
  }

  /// {@return the fields that differ between two commits, by name}
  List<Difference> diff(CommitId before, CommitId after) {
    SortedMap<String, Value> old = visible(at(before));
    SortedMap<String, Value> now = visible(at(after));
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Value left = old.getOrDefault(name, Value.NULL);
      Value right = now.getOrDefault(name, Value.NULL);
      if (!left.equals(right)) {
        differences.add(new Difference(name, left, right));
      }
    }
    return differences;
  }

  /// What is deleted shows nothing.
  private static SortedMap<String, Value> visible(State state) {
    SortedMap<String, Value> values = state.isDeleted() ? new TreeMap<>() : state.values();
    values.remove(State.DELETED);
    return values;
  }

  /// {@return who wrote which part of a field's present value}
  List<Blame> blame(String field) {
    List<Node> heads = engine.history(item);
    Optional<State> state = engine.valueOf(item, heads).filter(s -> !s.isDeleted());
    Value value = state.map(s -> s.value(field)).orElse(Value.NULL);
    return switch (value) {
      case Value.Null() -> List.of();
      case Value.Text(String text) -> blameText(heads, field, text);
      default ->
          writer(state.orElseThrow().stamp(field)).map(c -> new Blame(0, 0, c)).stream().toList();
    };
  }

  private List<Blame> blameText(List<Node> heads, String field, String text) {
    List<Blame> parts = new ArrayList<>();
    int at = 0;
    for (TextBlame.Origin part : new TextBlame(engine.materializer(), field).of(heads, text)) {
      int end = text.offsetByCodePoints(at, part.end() - part.start());
      parts.add(new Blame(at, end, facts(part.node())));
      at = end;
    }
    return parts;
  }

  /// A field's write stamp is the time of the commit that wrote it.
  private Optional<Commit> writer(CommitTime stamp) {
    return nodes().filter(node -> node.time().equals(stamp)).findFirst().map(this::facts);
  }

  /// {@return the whole history, to be drawn}
  CommitGraph graph() {
    return new CommitGraph(commits().toList(), engine.heads(item).stream().map(Node::id).toList());
  }
}
