package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult.Incomplete;
import dev.goatdb.core.merge.MergeResult.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A merge that is going on: the sides that are left, and the step that waits for its base.
final class OpenMerge {

  private final List<CommitId> heads;
  private final Plan plan;
  private final List<Side> sides;
  private final Schema<?> schema;
  private final FieldMerge fields;
  private final StateSource states;

  /// The heads as they came, beside the sides that stand for one of them alone.
  private final List<Optional<Node>> single;

  private Plan.Step next;

  /// @param heads the names under which the result is remembered
  /// @param nodes the heads to merge, sorted by id
  /// @param sides one for each of them, in the version of the schema
  /// @param fields merges the fields of the highest version among the sides
  /// @param states where operations are found
  OpenMerge(
      List<CommitId> heads,
      List<Node> nodes,
      List<Side> sides,
      FieldMerge fields,
      StateSource states) {
    this.heads = heads;
    this.plan = new Plan(nodes);
    this.sides = new ArrayList<>(sides);
    this.single = new ArrayList<>(nodes.stream().map(Optional::of).toList());
    this.schema = fields.schema();
    this.fields = fields;
    this.states = states;
    this.next = plan.next();
  }

  List<CommitId> heads() {
    return heads;
  }

  /// {@return the commits whose value the next step needs as its base}
  List<Node> bases() {
    return next.bases();
  }

  /// Takes the next step.
  ///
  /// @param base the value of [#bases()]; nothing if there are none. A base of another schema name
  ///   counts as nothing
  /// @return why the step could not be taken, if so: there is no way from the version of the base
  ///   to the version of the sides, or operations are missing
  Optional<Incomplete> step(Optional<State> base) {
    Optional<State> own = base.filter(state -> state.schema().name().equals(schema.id().name()));
    Optional<State> upgraded = own.flatMap(state -> Upgrades.upgrade(state, schema));
    if (own.isPresent() && upgraded.isEmpty()) {
      return Optional.of(Incomplete.because(Reason.UNKNOWN_SCHEMA));
    }
    List<Side> merged = told(upgraded, next.all() ? sides : pair());
    List<CommitId> missing = merged.stream().flatMap(s -> s.line().missing().stream()).toList();
    if (!missing.isEmpty()) {
      return Optional.of(new Incomplete(Reason.MISSING_COMMITS, missing));
    }
    join(Side.joined(merged, fields.merge(upgraded, merged)));
    return Optional.empty();
  }

  private List<Side> pair() {
    return List.of(sides.get(next.left()), sides.get(next.right()));
  }

  /// The sides of this step with the operations that led to them, where a field needs them.
  private List<Side> told(Optional<State> base, List<Side> step) {
    if (next.bases().size() != 1 || base.filter(b -> fields.readsEdits(b, step)).isEmpty()) {
      return step;
    }
    Node root = next.bases().getFirst();
    List<Optional<Node>> nodes =
        next.all() ? single : List.of(single.get(next.left()), single.get(next.right()));
    List<Side> told = new ArrayList<>(step.size());
    for (int i = 0; i < step.size(); i++) {
      Side side = step.get(i);
      told.add(
          nodes.get(i).map(n -> side.with(RecordedLine.between(root, n, states))).orElse(side));
    }
    return told;
  }

  private void join(Side joined) {
    if (next.all()) {
      sides.clear();
      sides.add(joined);
      return;
    }
    sides.set(next.left(), joined);
    sides.remove(next.right());
    single.set(next.left(), Optional.empty());
    single.remove(next.right());
    if (!isDone()) {
      plan.join(next);
      next = plan.next();
    }
  }

  boolean isDone() {
    return sides.size() == 1;
  }

  /// {@return the merged state} The merge is done.
  State state() {
    return sides.getFirst().state();
  }
}
