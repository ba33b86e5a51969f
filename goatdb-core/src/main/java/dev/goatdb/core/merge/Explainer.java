package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what strategies decided in a merge, by doing the merge once more with strategies that keep
/// what they are asked and what they answer. So it cannot tell another story than the merge itself.
///
/// Only the merge of the given heads is told: the values of bases come from the usual merger.
/// Immutable; any thread.
public final class Explainer {

  private final SchemaLookup schemas;
  private final Strategies strategies;
  private final Merger merger;

  /// @param schemas the registered schemas
  /// @param strategies all strategies that these schemas name
  /// @param merger gives the values of bases
  public Explainer(SchemaLookup schemas, Strategies strategies, Merger merger) {
    this.schemas = schemas;
    this.strategies = strategies;
    this.merger = merger;
  }

  /// One call of a strategy.
  ///
  /// @param strategy the strategy
  /// @param input what it was asked
  /// @param result what it answered
  public record Decision(MergeStrategy strategy, MergeInput input, Value result) {

    /// {@return whether more than one side had changed the field}
    public boolean isConflict() {
      return input.changed().size() > 1;
    }

    /// {@return whether the answer would be the same without a side}
    ///
    /// @param side one of the input's heads
    public boolean isSameWithout(MergeInput.Head side) {
      List<MergeInput.Head> rest =
          input.heads().stream().filter(head -> !head.equals(side)).toList();
      return !rest.isEmpty()
          && strategy.merge(new MergeInput(input.field(), input.base(), rest)).equals(result);
    }
  }

  /// {@return what was decided, in the order of the steps; nothing if the heads cannot be merged}
  ///
  /// @param heads two or more commits of one item
  /// @param states the states of commits
  public List<Decision> explain(Collection<Node> heads, StateSource states) {
    List<Decision> decisions = new ArrayList<>();
    Merger telling = new Merger(schemas, strategies.kept(decisions), new BasesOnly(heads, states));
    return telling.merge(heads, states) instanceof MergeResult.Merged
        ? List.copyOf(decisions)
        : List.of();
  }

  /// Answers for every set of heads but the one that is explained.
  private final class BasesOnly implements MergeMemo {
    private final StateSource states;
    private final List<CommitId> explained;
    private final Map<CommitId, Node> ancestors;

    BasesOnly(Collection<Node> heads, StateSource states) {
      this.states = states;
      this.explained = heads.stream().map(Node::id).sorted().toList();
      this.ancestors = new HashMap<>();
      heads.forEach(head -> ancestors.put(head.id(), head));
    }

    @Override
    public Optional<State> find(List<CommitId> heads) {
      if (heads.equals(explained)) {
        return Optional.empty();
      }
      List<Node> nodes = heads.stream().map(this::node).toList();
      return merger.merge(nodes, states) instanceof MergeResult.Merged(State state)
          ? Optional.of(state)
          : Optional.empty();
    }

    /// Bases are ancestors of the heads; they are looked for among all of them once.
    private Node node(CommitId id) {
      if (!ancestors.containsKey(id)) {
        List<Node> open = new ArrayList<>(ancestors.values());
        while (!open.isEmpty()) {
          for (Node parent : open.removeLast().parents()) {
            if (ancestors.putIfAbsent(parent.id(), parent) == null) {
              open.add(parent);
            }
          }
        }
      }
      Node node = ancestors.get(id);
      if (node == null) {
        throw new IllegalStateException("base " + id + " is no ancestor of what is merged");
      }
      return node;
    }

    @Override
    public void keep(List<CommitId> heads, State merged) {
      // The usual merger remembers what is worth it.
    }
  }

  /// A strategy that keeps what it is asked.
  ///
  /// @param strategy the strategy itself
  /// @param decisions where it is kept
  record Kept(MergeStrategy strategy, List<Decision> decisions) implements MergeStrategy {

    @Override
    public StrategyId id() {
      return strategy.id();
    }

    @Override
    public boolean supports(FieldType<?> type) {
      return strategy.supports(type);
    }

    @Override
    public Optional<String> complaint(Field<?, ?> field) {
      return strategy.complaint(field);
    }

    @Override
    public boolean readsEdits() {
      return strategy.readsEdits();
    }

    @Override
    public String name() {
      return strategy.name();
    }

    @Override
    public Value merge(MergeInput input) {
      Value result = strategy.merge(input);
      decisions.add(new Decision(strategy, input, result));
      return result;
    }
  }
}
