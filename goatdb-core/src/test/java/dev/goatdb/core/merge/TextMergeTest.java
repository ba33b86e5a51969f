package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TextMergeTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new TextMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return Value.of(Samples.text(random, 12));
  }

  @Override
  protected Value edited(Value value, RandomGenerator random) {
    return value instanceof Value.Text(String text)
        ? Value.of(Samples.spliced(text, random))
        : anyValue(random);
  }

  @Override
  protected boolean mergesParts() {
    return true;
  }

  @Test
  void mergesEditsInDifferentPlaces() {
    assertEquals(
        "The quick red fox jumps!",
        TextMerge.merge(
            "The brown fox jumps", List.of("The quick brown fox jumps", "The red fox jumps!")));
  }

  @Test
  void ordersRunsInOnePlaceByTheirBytes() {
    assertEquals("aé中\uD83D\uDC10b", three("中", "\uD83D\uDC10", "é"));
    assertEquals("axyb", three("y", "x", "y"), "equal runs come once");
  }

  private static String three(String first, String second, String third) {
    return TextMerge.merge("ab", List.of("a" + first + "b", "a" + second + "b", "a" + third + "b"));
  }

  @Test
  void unitesDeletionsThatOverlap() {
    assertEquals("af", TextMerge.merge("abcdef", List.of("adef", "abf", "abcf")));
  }

  @Test
  void keepsWhatWasTypedIntoADeletedPassage() {
    assertEquals("a!f", TextMerge.merge("abcdef", List.of("af", "abc!def")));
  }

  @Test
  void neverSplitsACharacter() {
    String goat = "\uD83D\uDC10";
    String frog = "\uD83D\uDC38"; // the same high surrogate
    assertEquals(frog + "!", TextMerge.merge(goat, List.of(frog, goat + "!")));
  }
}
