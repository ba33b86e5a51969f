package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.INT64;
import static dev.goatdb.api.schema.FieldType.TEXT;
import static dev.goatdb.api.schema.FieldType.setOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.value.Value;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpgradeTest {

  record Task1(String title) {}

  record Task2(String title, boolean done) {}

  record Task3(String title, String state, Set<String> tags) {}

  private static final Schema<Task1> TASK_1 = Schema.of(Task1.class, "task", 1);
  private static final Schema<Task2> TASK_2 =
      Schema.builder(Task2.class, "task", 2)
          .upgrade(TASK_1, old -> new Task2(old.title(), false))
          .build();
  private static final Schema<Task3> TASK_3 =
      Schema.builder(Task3.class, "task", 3)
          .upgrade(
              TASK_2, old -> new Task3(old.title(), old.done() ? "done" : "open", Set.of("old")))
          .build();

  @Test
  void goesThroughEveryVersion() {
    Document first = TASK_1.toDocument(new Task1("milk"));
    assertEquals(Optional.of(new Task3("milk", "open", Set.of("old"))), first.as(TASK_3));
    Document second = TASK_2.toDocument(new Task2("milk", true));
    assertEquals(Optional.of(new Task3("milk", "done", Set.of("old"))), second.as(TASK_3));
    assertEquals(TASK_3.id(), TASK_3.upgrade(first).orElseThrow().schema());
  }

  @Test
  void readingChangesNothing() {
    Document first = TASK_1.toDocument(new Task1("milk"));
    Document before = Document.of(first.schema(), first.values());
    assertEquals(TASK_3.upgrade(first), TASK_3.upgrade(first));
    assertEquals(before, first);
  }

  @Test
  void fieldsOfTheOlderVersionGoAndUnknownOnesStay() {
    Document second =
        withUnknown(TASK_2.toDocument(new Task2("milk", true)), "color", Value.of("red"));
    assertEquals(
        Map.of(
            "title", Value.of("milk"),
            "state", Value.of("done"),
            "tags", Value.of(Set.of(Value.of("old"))),
            "color", Value.of("red")),
        TASK_3.upgrade(second).orElseThrow().values());
  }

  @Test
  void sameOrLaterVersionsAreReturnedAsTheyAre() {
    Document third = TASK_3.toDocument(new Task3("milk", "open", Set.of()));
    assertSame(third, TASK_3.upgrade(third).orElseThrow());
    assertSame(third, TASK_2.upgrade(third).orElseThrow());
  }

  @Test
  void thereMayBeNoWay() {
    Schema<Task2> lonely = Schema.of(Task2.class, "task", 2);
    assertEquals(Optional.empty(), lonely.upgrade(TASK_1.toDocument(new Task1("milk"))));
    Document note = Document.of(new SchemaId("note", 1), Map.of("title", Value.of("milk")));
    assertEquals(Optional.empty(), TASK_3.upgrade(note));
    assertEquals(Optional.empty(), note.as(TASK_3));
    Document incomplete = Document.of(TASK_1.id(), Map.of());
    assertEquals(Optional.empty(), TASK_3.upgrade(incomplete));
  }

  @Test
  void aFunctionThatThrowsIsNamed() {
    Schema<Task2> broken =
        Schema.builder(Task2.class, "task", 2)
            .upgrade(
                TASK_1,
                old -> {
                  throw new UnsupportedOperationException("later");
                })
            .build();
    Document first = TASK_1.toDocument(new Task1("milk"));
    assertEquals(
        "the upgrade from task/1 to task/2 threw UnsupportedOperationException: later",
        assertThrows(IllegalStateException.class, () -> broken.upgrade(first)).getMessage());
  }

  private static final Field<Document, String> NAME = Field.of("name", TEXT);
  private static final Field<Document, String> FAX = Field.of("fax", TEXT);
  private static final Field<Document, Set<String>> TAGS = Field.of("tags", setOf(TEXT));
  private static final Field<Document, Long> VISITS = Field.of("visits", INT64).orElse(0L);
  private static final Field<Document, LocalDate> BORN =
      Field.of("born", TEXT.map(LocalDate::parse, LocalDate::toString));
  private static final Schema<Document> CONTACT_1 = Schema.of("contact", 1, NAME, FAX);
  private static final Schema<Document> CONTACT =
      Schema.builder("contact", 2, NAME, TAGS, VISITS, BORN)
          .upgrade(CONTACT_1, old -> old.with(TAGS, Set.of("imported")))
          .build();

  @Test
  void documentsAreUpgradedFieldByField() {
    Document ada =
        withUnknown(
            Document.of(CONTACT_1).with(NAME, "Ada").with(FAX, "1"), "color", Value.of("red"));
    Document upgraded = ada.as(CONTACT).orElseThrow();
    assertEquals(
        Map.of(
            "name", Value.of("Ada"),
            "tags", Value.of(Set.of(Value.of("imported"))),
            "color", Value.of("red")),
        upgraded.values());
    assertEquals(0L, upgraded.get(VISITS));
    assertEquals(5L, upgraded.with(VISITS, 5L).get(VISITS));
    assertThrows(IllegalArgumentException.class, () -> upgraded.with(FAX, "2"));
  }

  @Test
  void aFunctionMayMakeADocumentOfItsOwn() {
    Schema<Document> fresh =
        Schema.builder("contact", 2, NAME, TAGS)
            .upgrade(CONTACT_1, old -> Document.of(CONTACT).with(NAME, old.get(NAME) + "!"))
            .build();
    Document ada = withUnknown(Document.of(CONTACT_1).with(NAME, "Ada"), "color", Value.of("red"));
    assertEquals(
        Map.of("name", Value.of("Ada!"), "color", Value.of("red")),
        fresh.upgrade(ada).orElseThrow().values());
  }

  @Test
  void aFieldMayChangeItsType() {
    Field<Document, String> textual = Field.of("count", TEXT);
    Field<Document, Long> numeric = Field.of("count", INT64).orElse(0L);
    Schema<Document> first = Schema.of("stock", 1, textual);
    Schema<Document> second =
        Schema.builder("stock", 2, numeric)
            .upgrade(first, old -> old.with(numeric, Long.parseLong(old.get(textual))))
            .build();
    for (String count : List.of("0", "5")) {
      Document upgraded = second.upgrade(Document.of(first).with(textual, count)).orElseThrow();
      assertEquals(Long.parseLong(count), upgraded.get(numeric));
      assertEquals(List.of(), second.check(upgraded));
    }
  }

  @Test
  void aRecordMaySucceedADocument() {
    Schema<Task2> record =
        Schema.builder(Task2.class, "contact", 2)
            .upgrade(CONTACT_1, old -> new Task2(old.get(NAME), true))
            .build();
    assertEquals(
        Optional.of(new Task2("Ada", true)), Document.of(CONTACT_1).with(NAME, "Ada").as(record));
  }

  static Document withUnknown(Document document, String name, Value value) {
    Map<String, Value> values = new LinkedHashMap<>(document.values());
    values.put(name, value);
    return Document.of(document.schema(), values);
  }
}
