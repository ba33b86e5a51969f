package dev.goatdb.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void schemaIdsAreWrittenNameSlashVersion() {
    SchemaId id = new SchemaId("task", 12);
    assertEquals("task/12", id.toString());
    assertEquals(id, SchemaId.parse("task/12"));
    assertFalse(id.isReserved());
    assertTrue(new SchemaId("$root", 1).isReserved());
  }

  @Test
  void otherSchemaIdsAreRefused() {
    for (String text :
        List.of("task", "task/", "task/0", "task/-1", "/1", "a b/1", "1a/1", "a/1/2")) {
      assertThrows(IllegalArgumentException.class, () -> SchemaId.parse(text), text);
    }
    assertEquals(
        "a schema is written name/version such as task/1, was 'task'",
        refusal(() -> SchemaId.parse("task")));
    assertEquals(
        "'a b' cannot name a schema: 1 to 100 characters out of a-z A-Z 0-9 . _ -, a letter first",
        refusal(() -> new SchemaId("a b", 1)));
    assertEquals(
        "schema task: a version is 1 or more, was 0", refusal(() -> new SchemaId("task", 0)));
    assertThrows(IllegalArgumentException.class, () -> new SchemaId("x".repeat(101), 1));
    assertEquals(100, new SchemaId("x".repeat(100), 1).name().length());
  }

  @Test
  void strategyIdsAreWrittenNameAtVersion() {
    assertEquals("text@1", StrategyId.TEXT.toString());
    for (StrategyId id :
        List.of(
            StrategyId.LWW,
            StrategyId.MULTI,
            StrategyId.MAX,
            StrategyId.MIN,
            StrategyId.COUNTER,
            StrategyId.SET,
            StrategyId.MAP,
            StrategyId.LIST,
            StrategyId.TEXT,
            StrategyId.RICH_TEXT)) {
      assertEquals(id, StrategyId.parse(id.toString()));
    }
  }

  @Test
  void otherStrategyIdsAreRefused() {
    for (String text : List.of("text", "text@", "text@0", "@1", "Text@1", "te xt@1", "a@1@2")) {
      assertThrows(IllegalArgumentException.class, () -> StrategyId.parse(text), text);
    }
    assertEquals(
        "a strategy is written name@version such as text@1, was 'text'",
        refusal(() -> StrategyId.parse("text")));
    assertEquals(
        "strategy text: a version is 1 or more, was 0", refusal(() -> new StrategyId("text", 0)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
