package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.INT64;
import static dev.goatdb.api.schema.FieldType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An application that is older than what it reads, and fields that it does not know.
class OlderApplicationTest {

  record Task(String title, boolean done, Set<String> tags, Optional<String> note) {
    Task withTitle(String title) {
      return new Task(title, done, tags, note);
    }

    Task withNote(String note) {
      return new Task(title, done, tags, Optional.of(note));
    }
  }

  private static final Schema<Task> TASK = Schema.of(Task.class, "task", 2);

  private static Document later(String field, Value value) {
    Document document =
        Document.of(
            new SchemaId("task", 5),
            Map.of(
                "title", Value.of("milk"),
                "done", Value.of(false),
                "tags", Value.of(Set.of()),
                "color", Value.of("red")));
    return UpgradeTest.withUnknown(document, field, value);
  }

  @Test
  void unknownFieldsSurviveAnUpdate() {
    Document stored =
        UpgradeTest.withUnknown(
            TASK.toDocument(new Task("milk", false, Set.of(), Optional.of("x"))),
            "color",
            Value.of("red"));
    Task task = stored.as(TASK).orElseThrow();
    Document revised = TASK.revise(stored, task.withTitle("oat milk"));
    assertEquals(stored.withStored("title", Value.of("oat milk")), revised);
    assertEquals(Value.of("red"), revised.values().get("color"));
    assertSame(stored, TASK.revise(stored, task));
  }

  @Test
  void oneFieldCanBeSetAndRemoved() {
    Document stored = TASK.toDocument(new Task("milk", false, Set.of(), Optional.of("x")));
    assertEquals(
        Value.of(true), TASK.with(stored, TASK.field(Task::done), true).values().get("done"));
    Document removed = TASK.with(stored, TASK.field(Task::note), Optional.empty());
    assertEquals(Set.of("title", "done", "tags"), removed.values().keySet());
    assertEquals(removed, TASK.without(stored, TASK.field(Task::note)));
  }

  @Test
  void defaultsAreNotStoredByAnUpdate() {
    Document stored =
        Document.of(TASK.id(), Map.of("title", Value.of("milk"), "done", Value.of(false)));
    Task task = stored.as(TASK).orElseThrow();
    assertEquals(Set.of(), task.tags());
    assertEquals(
        Map.of("title", Value.of("oat milk"), "done", Value.of(false)),
        TASK.revise(stored, task.withTitle("oat milk")).values());
  }

  @Test
  void storedFormsThatMeanTheSameAreKept() {
    Field<Document, Long> number = Field.of("n", TEXT.map(Long::parseLong, String::valueOf));
    Schema<Document> schema = Schema.of("lossy", 1, number);
    Document stored = Document.of(schema.id(), Map.of("n", Value.of("007")));
    assertSame(stored, schema.revise(stored, Document.of(schema).with(number, 7L)));
  }

  @Test
  void laterVersionsAreReadAndWrittenAndKeepTheirVersion() {
    Document stored = later("size", Value.of(3));
    Task task = stored.as(TASK).orElseThrow();
    assertEquals(new Task("milk", false, Set.of(), Optional.empty()), task);
    Document revised = TASK.revise(stored, task.withTitle("oat milk"));
    assertEquals(stored.withStored("title", Value.of("oat milk")), revised);
    assertEquals(new SchemaId("task", 5), revised.schema());
    assertEquals(List.of(), TASK.check(revised));
  }

  @Test
  void fieldsOfAnotherTypeAreNotThereAndSurvive() {
    Document stored = later("note", Value.of(List.of()));
    Task task = stored.as(TASK).orElseThrow();
    assertEquals(Optional.empty(), task.note());
    Document revised = TASK.revise(stored, task.withTitle("oat milk"));
    assertEquals(Value.of(List.of()), revised.values().get("note"));
  }

  @Test
  void fieldsOfAnotherTypeCannotBeWritten() {
    Document stored = later("note", Value.of(List.of()));
    Task task = stored.as(TASK).orElseThrow();
    Refusal refusal =
        assertThrows(
                GoatDbException.Refused.class, () -> TASK.revise(stored, task.withNote("mine")))
            .refusal();
    assertEquals(
        "note: this program knows task/2, the document is task/5, where field 'note' is a list of 0"
            + " instead of text. Update the program to change it. [SCHEMA]",
        refusal.toString());
    Field<Task, Optional<String>> note = TASK.field(Task::note);
    assertThrows(GoatDbException.Refused.class, () -> TASK.with(stored, note, Optional.of("mine")));
    assertThrows(GoatDbException.Refused.class, () -> TASK.without(stored, note));
  }

  @Test
  void fieldsThatALaterVersionMayHaveDroppedCannotBeWritten() {
    Document stored = later("size", Value.of(3));
    Task task = stored.as(TASK).orElseThrow();
    Refusal refusal =
        assertThrows(
                GoatDbException.Refused.class, () -> TASK.revise(stored, task.withNote("mine")))
            .refusal();
    assertEquals(
        "this program knows task/2, the document is task/5, where field 'note' is absent"
            + " instead of text. Update the program to change it.",
        refusal.message());
  }

  @Test
  void recordsThatLackARequiredFieldCannotBeRead() {
    Document stored = later("title", Value.of(5));
    assertEquals(Optional.empty(), stored.as(TASK));
    assertEquals(Optional.empty(), TASK.field(Task::title).in(stored));
    assertEquals(Optional.of(false), TASK.field(Task::done).in(stored));
  }

  @Test
  void documentsOfLaterVersionsBehaveAlike() {
    Field<Document, String> name = Field.of("name", TEXT);
    Field<Document, Long> visits = Field.of("visits", INT64);
    Schema<Document> schema = Schema.of("contact", 1, name, visits);
    Document stored =
        Document.of(
            new SchemaId("contact", 2),
            Map.of("name", Value.of("Ada"), "visits", Value.of("many"), "x", Value.of(1)));
    Document read = stored.as(schema).orElseThrow();
    assertThrows(NoSuchElementException.class, () -> read.get(visits));
    assertThrows(GoatDbException.Refused.class, () -> read.with(visits, 5L));
    Document grace = read.with(name, "Grace");
    Document expected = stored.withStored("name", Value.of("Grace"));
    assertEquals(expected, grace);
    assertEquals(expected, schema.revise(stored, grace));
    assertEquals(expected, schema.revise(stored, Document.of(schema).with(name, "Grace")));
  }

  @Test
  void otherDocumentsAreRefused() {
    Task task = new Task("milk", false, Set.of(), Optional.empty());
    Document note = Document.of(new SchemaId("note", 1), Map.of());
    assertEquals(
        "this document is a note/1, not a task",
        assertThrows(IllegalArgumentException.class, () -> TASK.revise(note, task)).getMessage());
    Document older = Document.of(new SchemaId("task", 1), Map.of());
    assertEquals(
        "no way from task/1 to task/2",
        assertThrows(IllegalArgumentException.class, () -> TASK.revise(older, task)).getMessage());
  }

  @Test
  void mappedTypesOfRecordsAreCompared() {
    record Dated(LocalDate due) {}
    Schema<Dated> schema =
        Schema.builder(Dated.class, "dated", 1)
            .with(Dated::due, f -> f.type(TEXT.map(LocalDate::parse, LocalDate::toString)))
            .build();
    Document stored = schema.toDocument(new Dated(LocalDate.EPOCH));
    assertSame(stored, schema.revise(stored, new Dated(LocalDate.EPOCH)));
  }
}
