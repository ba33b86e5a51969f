package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MapMergeTest extends BuiltInContract {

  @Override
  protected MergeStrategy strategy() {
    return new MapMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("labels", FieldType.mapOf(FieldType.ANY)).strategy(StrategyId.MAP);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return Samples.map(random, 2);
  }

  @Override
  protected Value edited(Value value, RandomGenerator random) {
    return value instanceof Value.MapOf(Map<String, Value> entries)
        ? Samples.edited(entries, random)
        : anyValue(random);
  }

  @Override
  protected boolean mergesParts() {
    return true;
  }

  @Test
  void mergesListsAndRichTextInsideMaps() {
    assertEquals(
        map("steps", texts("a", "x", "b", "y")),
        merge(
            map("steps", texts("a", "b")),
            map("steps", texts("a", "x", "b")),
            map("steps", texts("a", "b", "y"))));
    assertEquals(
        map("note", RichText.of("my oh goat")),
        merge(
            map("note", RichText.of("goat")),
            map("note", RichText.of("oh goat")),
            map("note", RichText.of("my goat"))));
  }

  private static Value texts(String... texts) {
    return Value.of(List.of(texts).stream().map(Value::of).toList());
  }

  @Test
  void mergesMapsInsideMapsByKey() {
    Value base = map("address", map("city", Value.of("Bonn")));
    Value left = map("address", map("city", Value.of("Köln")));
    Value right =
        map("address", Value.of(Map.of("city", Value.of("Bonn"), "zip", Value.of("53111"))));
    Value expected =
        map("address", Value.of(Map.of("city", Value.of("Köln"), "zip", Value.of("53111"))));
    assertEquals(expected, merge(base, left, right));
  }

  @Test
  void letsAnEditOfAKeyWinOverItsRemoval() {
    Value base = map("a", Value.of(1));
    assertEquals(map("a", Value.of(2)), merge(base, Value.of(Map.of()), map("a", Value.of(2))));
  }

  @Test
  void keepsNullUnderAKeyApartFromAnAbsentKey() {
    Value base = Value.of(Map.of());
    assertEquals(map("a", Value.NULL), merge(base, map("a", Value.NULL), base));
    assertEquals(base, merge(map("a", Value.NULL), map("a", Value.NULL), base));
  }

  @Test
  void mergesSetsInsideMapsByElement() {
    Value base = map("tags", set("a", "b"));
    Value merged = merge(base, map("tags", set("a", "b", "c")), map("tags", set("b")));
    assertEquals(map("tags", set("b", "c")), merged);
  }

  private static Value map(String key, Value value) {
    return Value.of(Map.of(key, value));
  }

  private static Value set(String... elements) {
    return FieldType.setOf(FieldType.TEXT).encode(Set.of(elements));
  }

  private Value merge(Value base, Value left, Value right) {
    return strategy().merge(new MergeInput(field(), base, List.of(head(left, 1), head(right, 2))));
  }

  private static MergeInput.Head head(Value value, int n) {
    return new MergeInput.Head(
        value, new CommitId(n, 0, 0, 0), CommitTime.ofMillis(n), new SessionId(0, n));
  }
}
