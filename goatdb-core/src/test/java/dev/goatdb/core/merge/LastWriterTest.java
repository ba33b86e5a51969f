package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LastWriterTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new LastWriter();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("title", FieldType.TEXT);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return Value.of(Samples.text(random, 6));
  }

  @Test
  void takesTheLatestWhateverItIs() {
    assertEquals(Value.NULL, LastWriter.latest(List.of(at(1, "b"), at(2, Value.NULL))));
    assertEquals(Value.of("a"), LastWriter.latest(List.of(at(2, "a"), at(1, "b"))));
  }

  @Test
  void ordersEqualTimesByCanonicalBytesWithAbsentLowest() {
    assertEquals(Value.of("b"), LastWriter.latest(List.of(at(1, "a"), at(1, "b"))));
    assertEquals(Value.of("aa"), LastWriter.latest(List.of(at(1, "aa"), at(1, "b"))));
    assertEquals(Value.of(""), LastWriter.latest(List.of(at(1, ""), at(1, Value.NULL))));
  }

  @Test
  void comparesTimesWithoutSign() {
    Written late = new Written(Value.of("late"), new CommitTime(-1));
    assertEquals(Value.of("late"), LastWriter.latest(List.of(late, at(1, "early"))));
  }

  private static Written at(long millis, String text) {
    return at(millis, Value.of(text));
  }

  private static Written at(long millis, Value value) {
    return new Written(value, CommitTime.ofMillis(millis));
  }
}
