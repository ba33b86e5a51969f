package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.property.Property;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MultiMergeTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new MultiMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("title", FieldType.listOf(FieldType.ANY)).strategy(StrategyId.MULTI);
  }

  /// Also lists that no merge makes: in any order, with repetitions, empty.
  @Override
  protected Value anyValue(RandomGenerator random) {
    return Samples.list(random, 4);
  }

  @Test
  void keepsConcurrentValuesOnceInTheOrderOfTheirBytes() {
    assertEquals(texts("b", "c", "aa"), merge(texts("x"), texts("c"), texts("aa"), texts("b")));
    assertEquals(texts("b", "c"), merge(texts("x"), texts("c"), texts("b"), texts("c")));
  }

  @Test
  void dropsWhatAHeadOverwroteAlsoIfAnotherOnlyGainedAValue() {
    assertEquals(texts("q", "t"), merge(texts("p"), texts("p", "q"), texts("t")));
  }

  @Test
  void keepsBothChoicesOfTwoHeadsThatDecideDifferently() {
    Value open = texts("a", "b", "c");
    assertEquals(texts("a", "b"), merge(open, texts("b"), texts("a")));
    assertEquals(texts("a", "d"), merge(open, texts("a"), texts("d")));
  }

  @Test
  void letsAValueWinOverAnEmptiedRegister() {
    assertEquals(texts("b"), merge(texts("a"), texts(), texts("b")));
    assertEquals(texts("b"), merge(texts("a"), Value.NULL, texts("b")));
    assertEquals(texts(), merge(texts("a"), texts(), texts("a")));
  }

  @Test
  void headsThatHaveAlternativesNeverMergeToNone() {
    Property.check(
        "some alternative",
        1_000,
        random -> IntStream.range(0, 3 + random.nextInt(3)).mapToObj(_ -> some(random)).toList(),
        lists -> {
          Value[] heads = lists.stream().skip(1).toArray(Value[]::new);
          assertNotEquals(texts(), merge(lists.getFirst(), heads));
        });
  }

  /// {@return one of the seven registers that hold something out of three values}
  private static Value some(RandomGenerator random) {
    int chosen = 1 + random.nextInt(7);
    return texts(
        Stream.of("a", "b", "c")
            .filter(text -> (chosen >> (text.charAt(0) - 'a') & 1) != 0)
            .toArray(String[]::new));
  }

  private static Value texts(String... texts) {
    return Value.of(Stream.of(texts).map(Value::of).toList());
  }

  private Value merge(Value base, Value... values) {
    return strategy().merge(Heads.of(field(), base, values));
  }
}
