package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
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
  private Plan.Step next;

  /// @param heads the names under which the result is remembered
  /// @param plan the order of the steps
  /// @param sides as the plan orders them; in the version of the schema
  /// @param schema the highest version among the sides
  /// @param strategies all strategies
  OpenMerge(
      List<CommitId> heads, Plan plan, List<Side> sides, Schema<?> schema, Strategies strategies) {
    this.heads = heads;
    this.plan = plan;
    this.sides = new ArrayList<>(sides);
    this.schema = schema;
    this.fields = new FieldMerge(schema, strategies);
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
  /// @return whether there was a way from the version of the base to the version of the sides
  boolean step(Optional<State> base) {
    Optional<State> own = base.filter(state -> state.schema().name().equals(schema.id().name()));
    Optional<State> upgraded = own.flatMap(state -> Upgrades.upgrade(state, schema));
    if (own.isPresent() && upgraded.isEmpty()) {
      return false;
    }
    if (next.all()) {
      Side joined = Side.joined(sides, fields.merge(upgraded, sides));
      sides.clear();
      sides.add(joined);
      return true;
    }
    List<Side> pair = List.of(sides.get(next.left()), sides.get(next.right()));
    sides.set(next.left(), Side.joined(pair, fields.merge(upgraded, pair)));
    sides.remove(next.right());
    if (!isDone()) {
      plan.join(next);
      next = plan.next();
    }
    return true;
  }

  boolean isDone() {
    return sides.size() == 1;
  }

  /// {@return the merged state} The merge is done.
  State state() {
    return sides.getFirst().state();
  }
}
