package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.delta.Splices;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One item with a history, built commit by commit; every commit's content is the merge of its
/// parents and an edit.
final class History {

  static final Field<Document, Long> COUNT =
      Field.of("count", FieldType.INT64).strategy(StrategyId.COUNTER);
  static final Field<Document, Set<String>> TAGS =
      Field.of("tags", FieldType.setOf(FieldType.TEXT)).strategy(StrategyId.SET);
  static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT);
  static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  static final Field<Document, List<String>> OWNER =
      Field.of("owner", FieldType.listOf(FieldType.TEXT)).strategy(StrategyId.MULTI);
  static final Field<Document, Long> PEAK =
      Field.of("peak", FieldType.INT64).strategy(StrategyId.MAX);
  static final Field<Document, List<String>> STEPS =
      Field.of("steps", FieldType.listOf(FieldType.TEXT)).strategy(StrategyId.LIST);
  static final Schema<Document> NOTE =
      Schema.of("note", 1, COUNT, TAGS, BODY, TITLE, OWNER, PEAK, STEPS);

  private static final List<MergeStrategy> ALL =
      List.of(
          new LastWriter(),
          new SetMerge(),
          new ListMerge(),
          new MapMerge(),
          new CounterMerge(),
          new MaxMerge(),
          new MinMerge(),
          new MultiMerge(),
          new RichTextMerge(),
          new TextMerge());

  static final Strategies BUILT_IN = Strategies.of(ALL);

  private static final SessionId AUTHOR = new SessionId(1, 1);

  private final Map<SchemaId, Schema<?>> schemas = new HashMap<>();
  private final Map<Node, State> states = new HashMap<>();
  private final Map<Node, Edits> edits = new HashMap<>();
  private final ItemGraph graph = new ItemGraph();
  private final Merger merger;

  /// Scatters the ids of commits; another number gives another order of the same commits' ids.
  private final long salt;

  History(long salt, MergeMemo memo, Schema<?>... schemas) {
    this(salt, memo, BUILT_IN, schemas);
  }

  History(long salt, MergeMemo memo, Strategies strategies, Schema<?>... schemas) {
    this.salt = salt;
    for (Schema<?> schema : schemas) {
      this.schemas.put(schema.id(), schema);
    }
    this.merger = new Merger(id -> Optional.ofNullable(this.schemas.get(id)), strategies, memo);
  }

  /// {@return the built-in strategies, with another in place of one of them}
  static Strategies builtInBut(MergeStrategy other) {
    return Strategies.of(
        ALL.stream().map(each -> each.id().equals(other.id()) ? other : each).toList());
  }

  ItemGraph graph() {
    return graph;
  }

  State stateOf(Node node) {
    return states.get(node);
  }

  /// Lets the state of a commit be missing.
  void lose(Node node) {
    states.remove(node);
  }

  /// Lets the operations of a commit be missing.
  void loseEdits(Node node) {
    edits.remove(node);
  }

  MergeResult merge(Collection<Node> heads) {
    return merger.merge(heads, source());
  }

  /// {@return what this history knows of its commits}
  StateSource source() {
    return new StateSource() {
      @Override
      public Optional<State> state(Node node) {
        return Optional.ofNullable(states.get(node));
      }

      @Override
      public Optional<Edits> edits(Node node) {
        return Optional.ofNullable(edits.get(node));
      }
    };
  }

  /// {@return the value of heads} Fails if the merge is incomplete.
  State value(Collection<Node> heads) {
    return switch (merge(heads)) {
      case MergeResult.Merged(State state) -> state;
      case MergeResult.Incomplete incomplete -> throw new AssertionError(incomplete.toString());
    };
  }

  /// {@return the value that a commit on some parents starts from}
  State before(Collection<Node> parents, Schema<?> schema) {
    return parents.isEmpty() ? State.empty(schema.id()) : value(parents);
  }

  /// Commits the merge of the parents with some fields changed.
  Node edit(Collection<Node> parents, Map<String, Value> changes) {
    return edit(parents, NOTE, changes);
  }

  Node edit(Collection<Node> parents, Schema<?> schema, Map<String, Value> changes) {
    CommitTime time = timeAfter(parents);
    return commit(parents, time, before(parents, schema).with(schema.id(), changes, time));
  }

  /// Commits the merge of the parents with operations on the body, and other fields changed.
  Node type(Collection<Node> parents, Map<String, Value> changes, Splice... splices) {
    CommitTime time = timeAfter(parents);
    State before = before(parents, NOTE);
    Map<String, Value> all = new HashMap<>(changes);
    try {
      all.put("body", Value.of(Splices.applyInOrder(body(before), List.of(splices))));
    } catch (CodecException e) {
      throw new IllegalArgumentException(e);
    }
    Node node = commit(parents, time, before.with(NOTE.id(), all, time));
    record(node, splices);
    return node;
  }

  /// Lets a commit have recorded operations on the body.
  void record(Node node, Splice... splices) {
    edits.put(node, new Edits(List.of(new Edits.FieldEdits("body", List.of(splices)))));
  }

  /// Commits a state as it is.
  Node commit(Collection<Node> parents, CommitTime time, State state) {
    CommitId id = id(graph.size());
    Node node = graph.add(id, parents.stream().map(Node::id).toList(), time, AUTHOR);
    states.put(node, state);
    edits.put(node, Edits.NONE);
    return node;
  }

  static CommitTime timeAfter(Collection<Node> parents) {
    CommitTime time = CommitTime.ofMillis(1);
    for (Node parent : parents) {
      time = time.max(parent.time().next());
    }
    return time;
  }

  private CommitId id(int n) {
    long first = mix(salt * 0x9E3779B97F4A7C15L + n);
    return new CommitId(first, mix(first), n, salt);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  static long count(State state) {
    return state.value("count") instanceof Value.Int64(long count) ? count : 0;
  }

  static long peak(State state) {
    return state.value("peak") instanceof Value.Int64(long peak) ? peak : 0;
  }

  /// {@return the alternatives, in their order}
  static List<String> owner(State state) {
    return texts(state.value("owner"));
  }

  static List<String> steps(State state) {
    return texts(state.value("steps"));
  }

  private static List<String> texts(Value value) {
    return value instanceof Value.ListOf(List<Value> elements)
        ? elements.stream().map(element -> ((Value.Text) element).text()).toList()
        : List.of();
  }

  static Set<String> tags(State state) {
    Set<String> tags = new HashSet<>();
    if (state.value("tags") instanceof Value.SetOf(Set<Value> elements)) {
      elements.forEach(element -> tags.add(((Value.Text) element).text()));
    }
    return tags;
  }

  static String body(State state) {
    return state.value("body") instanceof Value.Text(String text) ? text : "";
  }
}
