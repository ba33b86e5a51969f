package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// `map@1`: each key on its own; an edit wins over a removal.
///
/// What several sides changed under one key is merged by its type: sets as `set@1`, lists as
/// `list@1`, rich text as `richtext@1`, maps by this rule again, everything else by the last
/// writer, where the write stamp is that of the whole field.
public final class MapMerge implements MergeStrategy {

  /// Made by the service loader.
  public MapMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.MAP;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.MapOf<?>;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input).merge(MapMerge::byType);
  }

  private static Value byType(Value base, List<Written> values) {
    if (Changes.areAll(values, Value.MapOf.class)) {
      return byKey(entries(base), values);
    }
    if (Changes.areAll(values, Value.SetOf.class)) {
      return SetMerge.merge(base, values);
    }
    if (Changes.areAll(values, Value.ListOf.class)) {
      return ListMerge.merge(base, values);
    }
    if (Changes.areAll(values, RichText.class)) {
      return RichTextMerge.merge(base, values);
    }
    return LastWriter.latest(values);
  }

  private static Value byKey(Map<String, Value> base, List<Written> maps) {
    TreeSet<String> keys = new TreeSet<>(base.keySet());
    maps.forEach(side -> keys.addAll(entries(side.value()).keySet()));
    Map<String, Value> result = new TreeMap<>();
    for (String key : keys) {
      atKey(key, base, maps).ifPresent(value -> result.put(key, value));
    }
    return Value.of(result);
  }

  /// Under a key, unlike in a field, null is a value; absent is what has no entry.
  private static Optional<Value> atKey(String key, Map<String, Value> base, List<Written> maps) {
    Optional<Value> before = Optional.ofNullable(base.get(key));
    List<Written> changed = new ArrayList<>(maps.size());
    boolean removed = false;
    for (Written side : maps) {
      Optional<Value> after = Optional.ofNullable(entries(side.value()).get(key));
      if (after.isEmpty()) {
        removed |= before.isPresent();
      } else if (!after.equals(before)) {
        changed.add(new Written(after.get(), side.time()));
      }
    }
    if (changed.isEmpty()) {
      return removed ? Optional.empty() : before;
    }
    return Optional.of(
        changed.size() == 1
            ? changed.getFirst().value()
            : byType(before.orElse(Value.NULL), changed));
  }

  private static Map<String, Value> entries(Value value) {
    return value instanceof Value.MapOf(Map<String, Value> entries) ? entries : Map.of();
  }
}
