package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;

/// `min@1`: of the numbers that several heads changed the field to, the least.
///
/// A number that one head alone raised stays raised. NaN loses to every number.
public final class MinMerge implements MergeStrategy {

  /// Made by the service loader.
  public MinMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.MIN;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return Extremes.areOf(type);
  }

  @Override
  public Value merge(MergeInput input) {
    return Extremes.least(input);
  }
}
