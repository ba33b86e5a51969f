package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.math.BigDecimal;
import java.util.List;

/// `counter@1`: base + the sum of what every head added or took. Equal heads are not one: two
/// increments count twice.
///
/// Whole numbers wrap around as two's complement does, so that the result never depends on the
/// order of heads. Floating-point numbers are summed exactly and rounded once, for the same reason;
/// a sum out of range is an infinity, and where one is involved, or a NaN, the last writer wins. An
/// absent base counts as 0.
public final class CounterMerge implements MergeStrategy {

  /// Made by the service loader.
  public CounterMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.COUNTER;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    FieldType<?> stored = StoredForm.of(type);
    return stored instanceof FieldType.Int64 || stored instanceof FieldType.Float64;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input).merge(CounterMerge::sum);
  }

  private static Value sum(Value base, List<Written> values) {
    if (Changes.areAll(values, Value.Int64.class) && isAbsentOr(base, Value.Int64.class)) {
      long before = base instanceof Value.Int64(long number) ? number : 0;
      long sum = before;
      for (Written side : values) {
        sum += ((Value.Int64) side.value()).value() - before;
      }
      return Value.of(sum);
    }
    boolean finite = isFinite(base) && values.stream().allMatch(side -> isFinite(side.value()));
    if (Changes.areAll(values, Value.Float64.class)
        && isAbsentOr(base, Value.Float64.class)
        && finite) {
      return exactSum(base, values);
    }
    return LastWriter.latest(values);
  }

  private static Value exactSum(Value base, List<Written> values) {
    BigDecimal before = exact(base);
    BigDecimal sum = before;
    for (Written side : values) {
      sum = sum.add(exact(side.value()).subtract(before));
    }
    return Value.of(sum.doubleValue());
  }

  private static boolean isAbsentOr(Value base, Class<? extends Value> type) {
    return base.equals(Value.NULL) || type.isInstance(base);
  }

  private static boolean isFinite(Value value) {
    return !(value instanceof Value.Float64(double number)) || Double.isFinite(number);
  }

  private static BigDecimal exact(Value value) {
    return value instanceof Value.Float64(double number) ? new BigDecimal(number) : BigDecimal.ZERO;
  }
}
