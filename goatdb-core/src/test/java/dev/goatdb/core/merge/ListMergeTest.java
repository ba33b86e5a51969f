package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListMergeTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new ListMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("steps", FieldType.listOf(FieldType.ANY)).strategy(StrategyId.LIST);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return Samples.list(random, 8);
  }

  @Override
  protected Value edited(Value value, RandomGenerator random) {
    return value instanceof Value.ListOf(List<Value> elements)
        ? Samples.spliced(elements, random)
        : anyValue(random);
  }

  @Override
  protected boolean mergesParts() {
    return true;
  }

  @Test
  void mergesEditsInDifferentPlaces() {
    assertEquals(texts("x", "a", "c", "y"), merge("a b c", "x a b c", "a c", "a b c y"));
  }

  @Test
  void keepsRunsWholeInTheOrderOfTheirBytesAndEqualOnesOnce() {
    assertEquals(
        texts("a", "m", "n", "x", "y", "b"), merge("a b", "a x y b", "a m n b", "a x y b"));
  }

  @Test
  void unitesDeletionsThatOverlapAndKeepsWhatCameBetween() {
    assertEquals(texts("a", "f"), merge("a b c d e f", "a d e f", "a b f", "a b c f"));
    assertEquals(texts("a", "x", "f"), merge("a b c d e f", "a f", "a b c x d e f"));
  }

  @Test
  void deletesOneOfSeveralEqualElements() {
    assertEquals(texts("a", "a"), merge("a a a", "a a", "a a"));
    assertEquals(texts("a", "b", "a", "c"), merge("a b a", "a b a c", "a b a"));
    assertEquals(texts("b", "a", "c"), merge("a b a", "a b a c", "b a"));
  }

  @Test
  void keepsBothOfTwoChangesOfOneElement() {
    assertEquals(texts("a", "y", "z", "c"), merge("a b c", "a z c", "a y c"));
  }

  /// Every head types one run of elements that occur nowhere else, somewhere in a list in which
  /// elements repeat.
  private record Typed(List<Value> base, List<Integer> places) {

    static Typed draw(RandomGenerator random) {
      List<Value> base = elements(Samples.list(random, 10));
      return new Typed(
          base,
          Stream.generate(() -> random.nextInt(base.size() + 1))
              .limit(2 + random.nextInt(4))
              .toList());
    }

    List<Value> run(int head) {
      return Stream.of("first", "second", "third").map(word -> Value.of(word + head)).toList();
    }

    Value head(int head) {
      List<Value> list = new ArrayList<>(base);
      list.addAll(places.get(head), run(head));
      return Value.of(list);
    }
  }

  @Test
  void keepsEveryInsertedRunWholeAndTheBaseInItsOrder() {
    Property.check(
        "inserted runs",
        1_000,
        Typed::draw,
        typed -> {
          int count = typed.places.size();
          List<Value> heads =
              Stream.iterate(0, i -> i < count, i -> i + 1).map(typed::head).toList();
          List<Value> merged = new ArrayList<>(elements(merge(Value.of(typed.base), heads)));
          for (int head = 0; head < count; head++) {
            int start = Collections.indexOfSubList(merged, typed.run(head));
            assertNotEquals(-1, start, "run " + head + " in " + merged);
            merged.subList(start, start + typed.run(head).size()).clear();
          }
          assertEquals(typed.base, merged);
        });
  }

  private static List<Value> elements(Value list) {
    return ((Value.ListOf) list).elements();
  }

  private static Value texts(String... texts) {
    return Value.of(Stream.of(texts).map(Value::of).toList());
  }

  private Value merge(String base, String... heads) {
    return merge(
        texts(base.split(" ")), Stream.of(heads).map(head -> texts(head.split(" "))).toList());
  }

  private Value merge(Value base, List<Value> heads) {
    return strategy().merge(Heads.of(field(), base, heads.toArray(Value[]::new)));
  }
}
