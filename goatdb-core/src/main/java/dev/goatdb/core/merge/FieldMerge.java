package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Merges states of one schema version, field by field.
final class FieldMerge {

  private final Schema<?> schema;
  private final Strategies strategies;

  FieldMerge(Schema<?> schema, Strategies strategies) {
    this.schema = schema;
    this.strategies = strategies;
  }

  Schema<?> schema() {
    return schema;
  }

  /// {@return the merge of some sides}
  ///
  /// @param base the state they have in common, if any
  /// @param sides two or more
  State merge(Optional<State> base, List<Side> sides) {
    List<Side> ordered = sides.stream().sorted(Comparator.comparing(Side::commit)).toList();
    TreeSet<String> names = new TreeSet<>();
    ordered.forEach(side -> names.addAll(side.state().names()));
    Map<String, Value> values = new HashMap<>();
    Map<String, CommitTime> stamps = new HashMap<>();
    for (String name : names) {
      Value before = base.map(state -> state.value(name)).orElse(Value.NULL);
      Value value = mergeField(name, before, ordered);
      if (!value.equals(Value.NULL)) {
        values.put(name, value);
      }
      stamps.put(name, latestStamp(name, ordered));
    }
    return State.of(schema.id(), values, stamps);
  }

  private static CommitTime latestStamp(String name, List<Side> sides) {
    CommitTime latest = CommitTime.MIN;
    for (Side side : sides) {
      latest = latest.max(side.state().stamp(name));
    }
    return latest;
  }

  private Value mergeField(String name, Value before, List<Side> sides) {
    if (name.equals(State.DELETED)) {
      return sides.stream().allMatch(side -> side.state().isDeleted())
          ? sides.getFirst().state().value(name)
          : Value.NULL;
    }
    if (sides.stream().allMatch(side -> side.state().value(name).equals(before))) {
      return before;
    }
    boolean told = readsEdits(name, before, sides);
    List<MergeInput.Head> heads =
        sides.stream().map(side -> told ? told(name, before, side) : head(name, side)).toList();
    return schema
        .field(name)
        .<Value>map(field -> merge(field, before, heads))
        .orElseGet(() -> LastWriter.latest(LastWriter.written(heads)));
  }

  /// {@return whether a field is merged for which it matters what was typed}
  ///
  /// @param base the state the sides have in common
  /// @param sides two or more
  boolean readsEdits(State base, List<Side> sides) {
    return schema.fields().stream()
        .map(Field::name)
        .anyMatch(name -> readsEdits(name, base.value(name), sides));
  }

  private boolean readsEdits(String name, Value before, List<Side> sides) {
    boolean reads =
        before instanceof Value.Text
            && schema
                .field(name)
                .flatMap(field -> strategies.find(field.strategy()))
                .filter(MergeStrategy::readsEdits)
                .isPresent();
    return reads
        && sides.stream().filter(side -> !side.state().value(name).equals(before)).limit(2).count()
            == 2;
  }

  private static MergeInput.Head told(String name, Value before, Side side) {
    State state = side.state();
    Value value = state.value(name);
    return new MergeInput.Head(
        value,
        side.commit(),
        state.stamp(name),
        side.author(),
        side.line().edits(name, before, value));
  }

  private static MergeInput.Head head(String name, Side side) {
    State state = side.state();
    return new MergeInput.Head(state.value(name), side.commit(), state.stamp(name), side.author());
  }

  private Value merge(Field<?, ?> field, Value before, List<MergeInput.Head> heads) {
    StrategyId id = field.strategy();
    MergeStrategy strategy =
        strategies.find(id).orElseThrow(() -> new IllegalStateException(missing(field, id)));
    try {
      return strategy.merge(new MergeInput(field, before, heads));
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "merge strategy %s failed on field '%s' of %s".formatted(id, field.name(), schema.id()),
          e);
    }
  }

  private String missing(Field<?, ?> field, StrategyId id) {
    return "schema %s, field '%s': no merge strategy %s. Found: %s"
        .formatted(schema.id(), field.name(), id, strategies);
  }
}
