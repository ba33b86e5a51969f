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

class ExtremesTest {

  private static final double[] NUMBERS = {
    -0.0, 0.0, 1, -1.5, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY
  };

  private abstract static class Contract extends BuiltInContract {
    private final MergeStrategy strategy;

    Contract(MergeStrategy strategy) {
      this.strategy = strategy;
    }

    @Override
    protected final MergeStrategy strategy() {
      return strategy;
    }
  }

  private abstract static class WholeNumbers extends Contract {
    WholeNumbers(MergeStrategy strategy) {
      super(strategy);
    }

    @Override
    protected Field<?, ?> field() {
      return Field.of("level", FieldType.INT64).strategy(strategy().id());
    }

    @Override
    protected Value anyValue(RandomGenerator random) {
      return Value.of(random.nextInt(4) == 3 ? random.nextLong() : random.nextInt(-5, 5));
    }
  }

  private abstract static class FloatingPointNumbers extends Contract {
    FloatingPointNumbers(MergeStrategy strategy) {
      super(strategy);
    }

    @Override
    protected Field<?, ?> field() {
      return Field.of("level", FieldType.FLOAT64).strategy(strategy().id());
    }

    @Override
    protected Value anyValue(RandomGenerator random) {
      return Value.of(NUMBERS[random.nextInt(NUMBERS.length)]);
    }
  }

  @Nested
  class GreatestWholeNumber extends WholeNumbers {
    GreatestWholeNumber() {
      super(new MaxMerge());
    }
  }

  @Nested
  class LeastWholeNumber extends WholeNumbers {
    LeastWholeNumber() {
      super(new MinMerge());
    }
  }

  @Nested
  class GreatestFloatingPointNumber extends FloatingPointNumbers {
    GreatestFloatingPointNumber() {
      super(new MaxMerge());
    }
  }

  @Nested
  class LeastFloatingPointNumber extends FloatingPointNumbers {
    LeastFloatingPointNumber() {
      super(new MinMerge());
    }
  }

  @Test
  void takesTheExtremeOfAllChanges() {
    assertEquals(Value.of(9L), max(Value.of(5L), Value.of(7L), Value.of(9L), Value.of(-1L)));
    assertEquals(Value.of(-1L), min(Value.of(5L), Value.of(7L), Value.of(9L), Value.of(-1L)));
  }

  @Test
  void letsOneHeadSetTheNumberBack() {
    assertEquals(Value.of(3L), max(Value.of(5L), Value.of(3L), Value.of(5L)));
    assertEquals(Value.of(4L), max(Value.of(5L), Value.of(3L), Value.of(4L)), "both set it back");
  }

  @Test
  void ordersNegativeZeroBelowZeroAndNotANumberBehindEverything() {
    Value notANumber = Value.of(Double.NaN);
    Value infinity = Value.of(Double.POSITIVE_INFINITY);
    assertEquals(Value.of(0.0), max(Value.NULL, Value.of(-0.0), Value.of(0.0)));
    assertEquals(Value.of(-0.0), min(Value.NULL, Value.of(0.0), Value.of(-0.0)));
    assertEquals(Value.of(-1.0), max(Value.NULL, notANumber, Value.of(-1.0), notANumber));
    assertEquals(infinity, min(Value.NULL, infinity, notANumber));
    assertEquals(notANumber, min(Value.of(1.0), notANumber, Value.of(1.0)), "the only edit");
  }

  @Test
  void letsANumberWinOverTheRemovalOfTheField() {
    assertEquals(Value.of(6L), max(Value.of(5L), Value.of(6L), Value.NULL));
    assertEquals(Value.NULL, max(Value.of(5L), Value.NULL, Value.NULL));
  }

  @Test
  void leavesNumbersOfTwoKindsToTheLastWriter() {
    assertEquals(Value.of(1.0), max(Value.NULL, Value.of(9L), Value.of(1.0)));
    assertEquals(Value.of("x"), max(Value.NULL, Value.of(9L), Value.of("x")));
  }

  private static Value max(Value base, Value... values) {
    Field<?, ?> field = Field.of("level", FieldType.INT64).strategy(StrategyId.MAX);
    return new MaxMerge().merge(Heads.of(field, base, values));
  }

  private static Value min(Value base, Value... values) {
    Field<?, ?> field = Field.of("level", FieldType.INT64).strategy(StrategyId.MIN);
    return new MinMerge().merge(Heads.of(field, base, values));
  }
}
