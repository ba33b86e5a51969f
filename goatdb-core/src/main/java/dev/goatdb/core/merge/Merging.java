package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult.Incomplete;
import dev.goatdb.core.merge.MergeResult.Merged;
import dev.goatdb.core.merge.MergeResult.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One call of [Merger#merge]. One thread.
///
/// A merge that needs the value of several ancestors waits on the stack until they are merged: the
/// merge on top is always the one whose current step needs the value that is found next.
final class Merging {

  private final SchemaLookup schemas;
  private final Strategies strategies;
  private final MergeMemo memo;
  private final StateSource states;
  private final ArrayDeque<OpenMerge> stack = new ArrayDeque<>();

  Merging(SchemaLookup schemas, Strategies strategies, MergeMemo memo, StateSource states) {
    this.schemas = schemas;
    this.strategies = strategies;
    this.memo = memo;
    this.states = states;
  }

  MergeResult valueOf(List<Node> heads) {
    Optional<MergeResult> found = look(heads);
    while (true) {
      if (found.isEmpty()) {
        List<Node> bases = stack.element().bases();
        found = bases.isEmpty() ? fold(Optional.empty()) : look(bases);
      } else if (found.get() instanceof Merged(State state) && !stack.isEmpty()) {
        found = fold(Optional.of(state));
      } else {
        return found.get();
      }
    }
  }

  /// {@return the value of some commits if it takes no merge; otherwise the merge is on the stack
  /// now}
  private Optional<MergeResult> look(List<Node> heads) {
    if (heads.size() > Merger.MAX_HEADS) {
      return Optional.of(Incomplete.because(Reason.TOO_MANY_HEADS));
    }
    if (heads.size() > 1) {
      Optional<State> known = memo.find(ids(heads));
      if (known.isPresent()) {
        return known.map(Merged::new);
      }
    }
    List<State> found = new ArrayList<>(heads.size());
    List<CommitId> missing = new ArrayList<>();
    for (Node head : heads) {
      states.state(head).ifPresentOrElse(found::add, () -> missing.add(head.id()));
    }
    if (!missing.isEmpty()) {
      return Optional.of(new Incomplete(Reason.MISSING_COMMITS, missing));
    }
    return heads.size() == 1 ? Optional.of(new Merged(found.getFirst())) : open(heads, found);
  }

  /// Of several schema names, the one of the latest head wins as a whole.
  private Optional<MergeResult> open(List<Node> heads, List<State> found) {
    int latest = 0;
    for (int i = 1; i < heads.size(); i++) {
      if (Node.BY_TIME.compare(heads.get(i), heads.get(latest)) > 0) {
        latest = i;
      }
    }
    String name = found.get(latest).schema().name();
    List<Node> nodes = new ArrayList<>(heads.size());
    List<State> same = new ArrayList<>(heads.size());
    int version = 0;
    for (int i = 0; i < heads.size(); i++) {
      SchemaId schema = found.get(i).schema();
      if (schema.name().equals(name)) {
        nodes.add(heads.get(i));
        same.add(found.get(i));
        version = Math.max(version, schema.version());
      }
    }
    if (nodes.size() == 1) {
      return Optional.of(new Merged(same.getFirst()));
    }
    Optional<Schema<?>> schema = schemas.schema(new SchemaId(name, version));
    return schema.isEmpty()
        ? Optional.of(Incomplete.because(Reason.UNKNOWN_SCHEMA))
        : push(ids(heads), nodes, same, schema.get());
  }

  private Optional<MergeResult> push(
      List<CommitId> key, List<Node> nodes, List<State> found, Schema<?> schema) {
    List<Side> sides = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Optional<State> upgraded = Upgrades.upgrade(found.get(i), schema);
      if (upgraded.isEmpty()) {
        return Optional.of(Incomplete.because(Reason.UNKNOWN_SCHEMA));
      }
      sides.add(Side.of(nodes.get(i), upgraded.get()));
    }
    stack.push(new OpenMerge(key, nodes, sides, new FieldMerge(schema, strategies), states));
    return Optional.empty();
  }

  /// Gives the merge on top the base that it waits for.
  private Optional<MergeResult> fold(Optional<State> base) {
    OpenMerge top = stack.element();
    Optional<Incomplete> obstacle = top.step(base);
    if (obstacle.isPresent()) {
      return Optional.of(obstacle.get());
    }
    if (!top.isDone()) {
      return Optional.empty();
    }
    stack.pop();
    memo.keep(top.heads(), top.state());
    return Optional.of(new Merged(top.state()));
  }

  private static List<CommitId> ids(List<Node> heads) {
    return heads.stream().map(Node::id).toList();
  }
}
