package dev.goatdb.testkit;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A strategy made of a function, with the contract for it. Not a test of its own, and not named
/// like one.
final class PlantedContract extends MergeStrategyContract {
  private static final StrategyId ID = new StrategyId("planted", 1);

  private final FieldType<?> type;
  private final Function<MergeInput, Value> rule;
  private final boolean parts;

  PlantedContract(FieldType<?> type, boolean parts, Function<MergeInput, Value> rule) {
    this.type = type;
    this.parts = parts;
    this.rule = rule;
  }

  @Override
  protected MergeStrategy strategy() {
    return new MergeStrategy() {
      @Override
      public StrategyId id() {
        return ID;
      }

      @Override
      public boolean supports(FieldType<?> candidate) {
        return candidate.equals(type) && !type.equals(FieldType.BOOL);
      }

      @Override
      public Value merge(MergeInput input) {
        return rule.apply(input);
      }
    };
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("motto", type).strategy(ID);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    if (type.equals(FieldType.TEXT)) {
      return Value.of(AnyValue.text(random, 6));
    }
    Set<Value> elements = new HashSet<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      elements.add(Value.of(random.nextInt(6)));
    }
    return Value.of(elements);
  }

  @Override
  protected boolean mergesParts() {
    return parts;
  }

  /// Time is short for planted strategies, so that the test of the slow one is not slow.
  @Override
  protected Duration timeLimit() {
    return Duration.ofMillis(300);
  }
}
