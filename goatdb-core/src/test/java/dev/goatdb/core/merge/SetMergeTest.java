package dev.goatdb.core.merge;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Set;
import java.util.random.RandomGenerator;

class SetMergeTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new SetMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("tags", FieldType.setOf(FieldType.ANY)).strategy(StrategyId.SET);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return Samples.set(random);
  }

  @Override
  protected Value edited(Value value, RandomGenerator random) {
    return value instanceof Value.SetOf(Set<Value> elements)
        ? Samples.toggled(elements, random)
        : anyValue(random);
  }

  @Override
  protected boolean mergesParts() {
    return true;
  }
}
