package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;

/// `max@1`: of the numbers that several heads changed the field to, the greatest.
///
/// A number that one head alone lowered stays lowered. NaN loses to every number.
public final class MaxMerge implements MergeStrategy {

  /// Made by the service loader.
  public MaxMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.MAX;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return Extremes.areOf(type);
  }

  @Override
  public Value merge(MergeInput input) {
    return Extremes.greatest(input);
  }
}
