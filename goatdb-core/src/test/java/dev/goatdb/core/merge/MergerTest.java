package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult.Incomplete;
import dev.goatdb.core.merge.MergeResult.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergerTest {

  private static final Value TRUE = Value.of(true);

  private final History history = new History(1, MergeMemo.NONE, History.NOTE);

  private Node edit(List<Node> parents, String field, Value value) {
    return history.edit(parents, Map.of(field, value));
  }

  private Node put(List<Node> parents, long millis, State state) {
    return history.commit(parents, CommitTime.ofMillis(millis), state);
  }

  private static State state(Schema<?> schema, long millis, Map<String, Value> values) {
    return State.empty(schema.id()).with(schema.id(), values, CommitTime.ofMillis(millis));
  }

  @Test
  void oneHeadIsItsState() {
    Node only = edit(List.of(), "title", Value.of("a"));
    assertEquals(history.stateOf(only), history.value(List.of(only)));
  }

  @Test
  void nothingCannotBeMerged() {
    assertThrows(IllegalArgumentException.class, () -> history.merge(List.of()));
  }

  @Test
  void headsWithoutCommonAncestorsMergeAgainstTheEmptyState() {
    Node left = edit(List.of(), "count", Value.of(2));
    Node right = edit(List.of(), "count", Value.of(2));
    assertEquals(4, History.count(history.value(List.of(left, right))));
  }

  @Test
  void aMergedFieldHasTheGreatestStampAmongTheHeads() {
    Node base = edit(List.of(), "title", Value.of("a"));
    Node left = edit(List.of(base), "title", Value.of("b"));
    Node later = edit(List.of(base), "count", Value.of(1));
    Node right = edit(List.of(later), "title", Value.of("c"));
    State merged = history.value(List.of(left, right));
    assertEquals(right.time(), merged.stamp("title"));
    assertEquals(Value.of("c"), merged.value("title"));
    assertEquals(later.time(), merged.stamp("count"));
  }

  @Test
  void aRemovedFieldKeepsItsStamp() {
    Node base = edit(List.of(), "title", Value.of("a"));
    Node left = edit(List.of(base), "title", Value.NULL);
    Node right = edit(List.of(base), "count", Value.of(1));
    State merged = history.value(List.of(left, right));
    assertFalse(merged.values().containsKey("title"));
    assertEquals(left.time(), merged.stamp("title"));
  }

  @Test
  void fieldsThatNoSchemaDeclaresMergeByTheLastWriter() {
    Node base = edit(List.of(), "extra", Value.of("a"));
    Node left = edit(List.of(base), "extra", Value.of("b"));
    Node right = edit(List.of(edit(List.of(base), "count", Value.of(1))), "extra", Value.of("c"));
    assertEquals(Value.of("c"), history.value(List.of(left, right)).value("extra"));
  }

  @Test
  void liveBeatsDeletedAndTheDeletedHeadsFieldsTakePart() {
    Node base = edit(List.of(), "body", Value.of("one "));
    Node live = edit(List.of(base), "title", Value.of("kept"));
    Node typed = edit(List.of(base), "body", Value.of("one two "));
    Node deleted = edit(List.of(typed), State.DELETED, TRUE);
    State merged = history.value(List.of(live, deleted));
    assertFalse(merged.isDeleted());
    assertEquals("one two ", History.body(merged));
    assertEquals(deleted.time(), merged.stamp(State.DELETED));
  }

  @Test
  void anItemThatAllHeadsDeletedIsDeleted() {
    Node base = edit(List.of(), "title", Value.of("a"));
    Node left = edit(List.of(base), State.DELETED, TRUE);
    Node right = edit(List.of(base), State.DELETED, TRUE);
    assertTrue(history.value(List.of(left, right)).isDeleted());
  }

  @Test
  void missingHeadsAreNamed() {
    Node base = edit(List.of(), "title", Value.of("a"));
    Node left = edit(List.of(base), "title", Value.of("b"));
    Node right = edit(List.of(base), "title", Value.of("c"));
    history.lose(left);
    history.lose(right);
    Incomplete expected = new Incomplete(Reason.MISSING_COMMITS, List.of(left.id(), right.id()));
    assertEquals(expected, history.merge(List.of(left, right)));
  }

  @Test
  void aMissingBaseMakesTheMergeIncompleteAndNoOtherBaseIsTaken() {
    Node root = edit(List.of(), "title", Value.of("a"));
    Node base = edit(List.of(root), "title", Value.of("b"));
    Node left = edit(List.of(base), "title", Value.of("c"));
    Node right = edit(List.of(base), "title", Value.of("d"));
    history.lose(base);
    assertEquals(
        new Incomplete(Reason.MISSING_COMMITS, List.of(base.id())),
        history.merge(List.of(left, right)));
  }

  @Test
  void tooManyHeadsAreNotMerged() {
    Node base = edit(List.of(), "count", Value.of(0));
    List<Node> heads = new ArrayList<>();
    for (int i = 0; i < Merger.MAX_HEADS; i++) {
      heads.add(edit(List.of(base), "count", Value.of(1)));
    }
    assertEquals(Merger.MAX_HEADS, History.count(history.value(heads)));
    heads.add(edit(List.of(base), "count", Value.of(1)));
    assertEquals(Incomplete.because(Reason.TOO_MANY_HEADS), history.merge(heads));
  }

  @Test
  void aDeepChainOfCrissCrossesNeedsNoDeepStack() {
    Node left = edit(List.of(), "count", Value.of(1));
    Node right = edit(List.of(), "count", Value.of(1));
    for (int i = 0; i < 20_000; i++) {
      List<Node> both = List.of(left, right);
      State merged = State.empty(History.NOTE.id());
      CommitTime time = History.timeAfter(both);
      left = history.commit(both, time, merged.with(merged.schema(), count(i), time));
      right = history.commit(both, time, merged.with(merged.schema(), count(i), time));
    }
    assertTrue(history.merge(List.of(left, right)) instanceof MergeResult.Merged);
  }

  private static Map<String, Value> count(long count) {
    return Map.of("count", Value.of(count));
  }

  @Test
  void theLatestHeadsNamespaceWinsAsAWhole() {
    Schema<Document> task = Schema.of("task", 1, Field.of("title", FieldType.TEXT));
    History both = new History(2, MergeMemo.NONE, History.NOTE, task);
    Node base = both.edit(List.of(), Map.of("title", Value.of("note"), "count", Value.of(5)));
    Node note = both.edit(List.of(base), Map.of("count", Value.of(6)));
    State replaced = state(task, 9, Map.of("title", Value.of("task")));
    Node late = both.commit(List.of(base), CommitTime.ofMillis(9), replaced);
    assertEquals(replaced, both.value(List.of(note, late)));
  }

  @Test
  void aBaseOfAnotherNamespaceCountsAsTheEmptyState() {
    Schema<Document> task =
        Schema.of("task", 1, Field.of("count", FieldType.INT64).strategy(StrategyId.COUNTER));
    History both = new History(2, MergeMemo.NONE, History.NOTE, task);
    Node base = both.edit(List.of(), Map.of("count", Value.of(5)));
    List<Node> heads =
        List.of(
            both.commit(List.of(base), CommitTime.ofMillis(8), state(task, 8, count(2))),
            both.commit(List.of(base), CommitTime.ofMillis(9), state(task, 9, count(3))));
    assertEquals(5, History.count(both.value(heads)));
  }

  @Test
  void severalHeadsOfAnUnknownSchemaAreIncompleteAndOneIsItself() {
    Schema<Document> later = Schema.of("note", 2, History.COUNT);
    Node base = put(List.of(), 1, state(History.NOTE, 1, count(1)));
    Node left = put(List.of(base), 2, state(later, 2, count(2)));
    Node right = put(List.of(base), 3, state(History.NOTE, 3, count(3)));
    assertEquals(Incomplete.because(Reason.UNKNOWN_SCHEMA), history.merge(List.of(left, right)));
    assertEquals(history.stateOf(left), history.value(List.of(left)));
  }

  private static final Field<Document, Long> VISITS =
      Field.of("visits", FieldType.INT64).strategy(StrategyId.COUNTER);
  private static final Schema<Document> RENAMED =
      Schema.builder("note", 2, VISITS, History.TITLE)
          .upgrade(History.NOTE, old -> old.with(VISITS, old.find(History.COUNT).orElse(0L)))
          .build();

  @Test
  void mergingCommutesWithAnUpgrade() {
    History versions = new History(3, MergeMemo.NONE, History.NOTE, RENAMED);
    Node base = versions.edit(List.of(), count(10));
    Node old = versions.edit(List.of(base), count(11));
    Node other = versions.edit(List.of(base), count(14));
    State merged = versions.value(List.of(old, other));
    State upgraded = Upgrades.upgrade(merged, RENAMED).orElseThrow();

    State early = Upgrades.upgrade(versions.stateOf(other), RENAMED).orElseThrow();
    Node newer = versions.commit(List.of(base), other.time(), early);
    State mixed = versions.value(List.of(old, newer));
    assertEquals(new SchemaId("note", 2), mixed.schema());
    assertEquals(Value.of(15), mixed.value("visits"));
    assertEquals(upgraded, mixed);
  }

  @Test
  void anUpgradeKeepsTheStampsOfWhatItKeeps() {
    State before =
        state(History.NOTE, 1, Map.of("title", Value.of("a"), "extra", Value.of("b")))
            .with(History.NOTE.id(), count(3), CommitTime.ofMillis(2))
            .with(History.NOTE.id(), Map.of(State.DELETED, TRUE), CommitTime.ofMillis(3));
    State after = Upgrades.upgrade(before, RENAMED).orElseThrow();
    assertEquals(CommitTime.ofMillis(1), after.stamp("title"));
    assertEquals(CommitTime.ofMillis(1), after.stamp("extra"));
    assertEquals(CommitTime.ofMillis(2), after.stamp("visits"), "from what was removed");
    assertTrue(after.isDeleted());
    State fresh = Upgrades.upgrade(State.empty(History.NOTE.id()), RENAMED).orElseThrow();
    assertEquals(CommitTime.MIN, fresh.stamp("visits"), "a default, which every edit beats");
  }

  @Test
  void aMissingStrategyIsNamed() {
    Schema<Document> odd =
        Schema.of("odd", 1, Field.of("x", FieldType.INT64).strategy(new StrategyId("odd", 7)));
    History odds = new History(4, MergeMemo.NONE, odd);
    Node base = odds.commit(List.of(), CommitTime.ofMillis(1), state(odd, 1, Map.of()));
    List<Node> heads = new ArrayList<>();
    for (int i = 2; i < 4; i++) {
      State written = state(odd, i, Map.of("x", Value.of(i)));
      heads.add(odds.commit(List.of(base), CommitTime.ofMillis(i), written));
    }
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> odds.merge(heads));
    assertTrue(error.getMessage().contains("odd@7"), error::getMessage);
    assertTrue(error.getMessage().contains("lww@1"), error::getMessage);
  }
}
