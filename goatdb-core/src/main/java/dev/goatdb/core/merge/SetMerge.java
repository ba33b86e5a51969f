package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `set@1`: (base ∩ all heads) ∪ what any head added. An addition wins; a removal by one side of an
/// element that nobody else touched removes it.
public final class SetMerge implements MergeStrategy {

  /// Made by the service loader.
  public SetMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.SET;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.SetOf<?>;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input)
        .merge((base, values) ->
            Changes.areAll(values, Value.SetOf.class)
                ? merge(base, values)
                : LastWriter.latest(values));
  }

  /// {@return the merge of sets}
  ///
  /// @param base the base; anything but a set counts as the empty one
  /// @param sets the changed sides, all of them sets
  static Value merge(Value base, List<LastWriter.Written> sets) {
    Set<Value> before = elements(base);
    Set<Value> result = new LinkedHashSet<>(before);
    for (LastWriter.Written side : sets) {
      result.retainAll(elements(side.value()));
    }
    for (LastWriter.Written side : sets) {
      elements(side.value()).stream().filter(e -> !before.contains(e)).forEach(result::add);
    }
    return Value.of(result);
  }

  private static Set<Value> elements(Value value) {
    return value instanceof Value.SetOf(Set<Value> elements) ? elements : Set.of();
  }
}
