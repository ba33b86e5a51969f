package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldTest {

  record Task(String title) {}

  @Test
  void describesItself() {
    Field<Document, String> field = Field.of("notes", TEXT);
    assertEquals("notes", field.name());
    assertEquals(TEXT, field.type());
    assertEquals(StrategyId.LWW, field.strategy());
    assertFalse(field.isRequired());
    assertEquals(Optional.empty(), field.fallback());
    assertEquals("notes: text lww@1", field.toString());
  }

  @Test
  void withersChangeACopy() {
    Field<Document, String> field = Field.of("notes", TEXT);
    Field<Document, String> changed = field.required().strategy(StrategyId.TEXT).orElse("none");
    assertEquals("notes: text lww@1", field.toString());
    assertEquals("notes: text text@1 required", changed.toString());
    assertTrue(changed.isRequired());
    assertEquals(Optional.of("none"), changed.fallback());
    assertEquals(
        "bool",
        Field.of("x", TEXT.map(s -> s, s -> s))
            .type(FieldType.BOOL.map(String::valueOf, Boolean::valueOf))
            .type()
            .shape());
  }

  @Test
  void equalByNameWithinOneType() {
    Field<Task, String> title = Schema.of(Task.class, "task", 1).field(Task::title);
    assertEquals(Field.of("title", TEXT), Field.of("title", FieldType.INT64));
    assertEquals(Field.of("title", TEXT).hashCode(), Field.of("title", TEXT).required().hashCode());
    assertNotEquals(Field.of("title", TEXT), Field.of("name", TEXT));
    assertNotEquals(Field.of("title", TEXT), (Object) title);
    assertEquals(title, Schema.of(Task.class, "task", 2).field(Task::title));
  }

  @Test
  void namesAreLimited() {
    for (String name : List.of("", "$deleted", "a\nb", "\u0000", "x".repeat(101), "\uD83D")) {
      assertThrows(IllegalArgumentException.class, () -> Field.of(name, TEXT), name);
    }
    assertEquals(
        "field '$deleted': names that start with $ are reserved for the engine",
        assertThrows(IllegalArgumentException.class, () -> Field.of("$deleted", TEXT))
            .getMessage());
    assertEquals(
        "'' cannot name a field: 1 to 100 characters, no control characters",
        assertThrows(IllegalArgumentException.class, () -> Field.of("", TEXT)).getMessage());
    for (String name : List.of("a", "a b", "größe", "🐐", "a$b", "x".repeat(100))) {
      assertEquals(name, Field.of(name, TEXT).name());
    }
  }

  @Test
  void emptyOptionalsAreNotStored() {
    Field<Document, Optional<String>> field = Field.of("due", FieldType.optionalOf(TEXT));
    assertEquals(Optional.empty(), field.encode(Optional.empty()));
    assertEquals(Optional.of(Value.of("x")), field.encode(Optional.of("x")));
  }

  @Test
  void readsWhatHasItsTypeElseTheDefault() {
    Field<Document, String> field = Field.of("notes", TEXT);
    SchemaId id = new SchemaId("note", 1);
    Document text = Document.of(id, java.util.Map.of("notes", Value.of("a")));
    Document number = Document.of(id, java.util.Map.of("notes", Value.of(1)));
    Document nothing = Document.of(id, java.util.Map.of());
    assertEquals(Optional.of("a"), field.in(text));
    assertEquals(Optional.empty(), field.in(number));
    assertEquals(Optional.empty(), field.in(nothing));
    assertEquals(Optional.of("none"), field.orElse("none").in(number));
    assertEquals(Optional.of("none"), field.orElse("none").in(nothing));
  }
}
