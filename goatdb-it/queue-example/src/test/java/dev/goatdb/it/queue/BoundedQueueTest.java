package dev.goatdb.it.queue;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.MergeStrategyContract;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// All laws, for a queue of three tasks.
class BoundedQueueTest extends MergeStrategyContract {

  private static final Field<?, ?> QUEUE =
      Field.of("queue", FieldType.mapOf(FieldType.INT64))
          .strategy(new BoundedQueue().id(), Map.of("limit", Value.of(3)));

  @Override
  protected MergeStrategy strategy() {
    return new BoundedQueue();
  }

  @Override
  protected Field<?, ?> field() {
    return QUEUE;
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    Map<String, Value> tasks = new HashMap<>();
    random.ints(random.nextInt(5), 0, 6).forEach(n -> tasks.put("task" + n, Value.of(n % 4)));
    return Value.of(tasks);
  }
}
