package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CounterMergeTest {

  private abstract static class Contract extends BuiltInContract {
    @Override
    protected MergeStrategy strategy() {
      return new CounterMerge();
    }

    @Override
    protected boolean computes() {
      return true;
    }
  }

  @Nested
  class WholeNumbers extends Contract {
    @Override
    protected Field<?, ?> field() {
      return Field.of("visits", FieldType.INT64).strategy(StrategyId.COUNTER);
    }

    @Override
    protected Value anyValue(RandomGenerator random) {
      return Value.of(random.nextInt(4) == 3 ? random.nextLong() : random.nextInt(20));
    }

    @Override
    protected Value ofTwoEqual(Value base, Value changed) {
      return changed instanceof Value.Int64(long after)
          ? Value.of(after + after - (base instanceof Value.Int64(long before) ? before : 0))
          : changed;
    }
  }

  @Nested
  class FloatingPointNumbers extends Contract {
    @Override
    protected Field<?, ?> field() {
      return Field.of("litres", FieldType.FLOAT64).strategy(StrategyId.COUNTER);
    }

    /// Hundredths in binary: their sums are exact, so that the law can be said without rounding.
    @Override
    protected Value anyValue(RandomGenerator random) {
      return Value.of(random.nextInt(10_000) / 128.0);
    }

    @Override
    protected Value ofTwoEqual(Value base, Value changed) {
      return changed instanceof Value.Float64(double after)
          ? Value.of(after + after - (base instanceof Value.Float64(double before) ? before : 0))
          : changed;
    }
  }

  @Test
  void countsEveryIncrementAlsoEqualOnes() {
    assertEquals(Value.of(8L), merge(Value.of(5L), Value.of(6L), Value.of(6L), Value.of(6L)));
    assertEquals(Value.of(2L), merge(Value.NULL, Value.of(1L), Value.of(1L)));
  }

  @Test
  void wrapsAroundInsteadOfDependingOnTheOrder() {
    Value most = Value.of(Long.MAX_VALUE);
    assertEquals(Value.of(Long.MIN_VALUE + 1), merge(Value.of(0L), most, Value.of(2L)));
  }

  @Test
  void roundsASumOfFloatingPointNumbersOnce() {
    assertEquals(
        Value.of(1.0), merge(Value.of(0.0), Value.of(1e300), Value.of(1.0), Value.of(-1e300)));
    assertEquals(Value.of(0.4), merge(Value.of(0.1), Value.of(0.1 + 0.2), Value.of(0.2)));
  }

  @Test
  void letsAnIncrementWinOverTheRemovalOfTheField() {
    assertEquals(Value.of(6L), merge(Value.of(5L), Value.of(6L), Value.NULL));
  }

  private static Value merge(Value base, Value... values) {
    Field<?, ?> field = Field.of("visits", FieldType.INT64).strategy(StrategyId.COUNTER);
    return new CounterMerge().merge(Heads.of(field, base, values));
  }
}
