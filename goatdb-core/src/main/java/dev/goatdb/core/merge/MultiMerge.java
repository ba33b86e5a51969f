package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// `multi@1`: a register that keeps every concurrent value until somebody who saw them decides.
///
/// The field is a list of the current alternatives. Who sets the register writes a list of one
/// element. Merged are the alternatives that are new on some head, and those of the base that no
/// head overwrote; distinct, in the order of their canonical bytes.
///
/// **Choosing.** A head that only dropped alternatives, but not all of them, has decided for the
/// rest: that counts as written, so that two heads that decide differently leave both choices and
/// not nothing. Heads that have alternatives therefore never merge to none.
///
/// **Limit.** A value says nothing about who wrote it. An alternative that was chosen again, then
/// merged with a concurrent value, and only then with somebody who overwrote all it was chosen
/// from, looks like one that was only kept, and goes. So does a value that is written once more
/// without a change.
public final class MultiMerge implements MergeStrategy {

  /// Made by the service loader.
  public MultiMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.MULTI;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.ListOf<?>;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input).merge(MultiMerge::merge);
  }

  private static Value merge(Value base, List<Written> values) {
    if (!Changes.areAll(values, Value.ListOf.class)) {
      return LastWriter.latest(values);
    }
    Value first = values.getFirst().value();
    if (values.stream().allMatch(side -> side.value().equals(first))) {
      return first;
    }
    Set<Value> before = alternatives(base);
    Set<Value> kept = new HashSet<>(before);
    Set<Value> written = new HashSet<>();
    for (Written side : values) {
      Set<Value> after = alternatives(side.value());
      kept.retainAll(after);
      boolean chosen = after.size() < before.size() && before.containsAll(after);
      after.stream().filter(value -> chosen || !before.contains(value)).forEach(written::add);
    }
    kept.addAll(written);
    return sorted(kept);
  }

  private static Set<Value> alternatives(Value value) {
    return value instanceof Value.ListOf(List<Value> list) ? new HashSet<>(list) : Set.of();
  }

  private static Value sorted(Set<Value> alternatives) {
    TreeMap<byte[], Value> byBytes = new TreeMap<>(Arrays::compareUnsigned);
    alternatives.forEach(value -> byBytes.put(CanonicalCbor.encode(value), value));
    return Value.of(List.copyOf(byBytes.values()));
  }
}
