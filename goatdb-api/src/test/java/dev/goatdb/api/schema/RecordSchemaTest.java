package dev.goatdb.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.OrderStamp;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {

  enum Column {
    TODO,
    DONE {
      @Override
      public String toString() {
        return "done!";
      }
    }
  }

  record Numbers(
      boolean a,
      byte b,
      short c,
      int d,
      long e,
      float f,
      double g,
      char h,
      Boolean i,
      Byte j,
      Short k,
      Integer l,
      Long m,
      Float n,
      Double o,
      Character p) {}

  record Things(
      String text,
      Column column,
      Instant at,
      OrderStamp order,
      RichText body,
      Value any,
      Value.Bytes bytes,
      Value.Text someText,
      Value.Int64 someNumber,
      Value.MapOf someMap) {}

  record Collections(
      List<String> list,
      Set<Column> set,
      Map<String, Integer> map,
      Optional<Instant> due,
      List<Set<Long>> nested,
      List<? extends String> wildcard) {}

  record Empty() {}

  private record Hidden(String name) {}

  record Task(String title, boolean done, Set<String> tags) {}

  private static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);

  @Test
  void numbersSurviveARoundTrip() {
    Schema<Numbers> schema = Schema.of(Numbers.class, "numbers", 1);
    assertRoundTrip(
        schema,
        new Numbers(
            true,
            (byte) -1,
            (short) -2,
            -3,
            -4,
            -5.5f,
            -6.5,
            'x',
            false,
            (byte) 1,
            (short) 2,
            3,
            4L,
            5.5f,
            6.5,
            'y'));
    assertRoundTrip(
        schema,
        new Numbers(
            false,
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.MIN_VALUE,
            Double.NaN,
            'ß',
            true,
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            -0.0,
            '\n'));
  }

  @Test
  void everyKindOfValueSurvivesARoundTrip() {
    assertRoundTrip(
        Schema.of(Things.class, "things", 1),
        new Things(
            "🐐",
            Column.DONE,
            Instant.parse("2026-11-23T02:45:00.000000001Z"),
            OrderStamp.first(),
            RichText.of("a\nb"),
            Value.NULL,
            Value.Bytes.of((byte) 7),
            new Value.Text("t"),
            new Value.Int64(5),
            new Value.MapOf(Map.of("k", Value.of(1)))));
  }

  @Test
  void collectionsSurviveARoundTrip() {
    Schema<Collections> schema = Schema.of(Collections.class, "collections", 1);
    assertRoundTrip(
        schema,
        new Collections(
            List.of("b", "a", "b"),
            Set.of(Column.TODO, Column.DONE),
            Map.of("x", 1, "y", 2),
            Optional.of(Instant.EPOCH),
            List.of(Set.of(1L, 2L), Set.of()),
            List.of("w")));
    assertRoundTrip(
        schema,
        new Collections(List.of(), Set.of(), Map.of(), Optional.empty(), List.of(), List.of()));
  }

  @Test
  void recordsWithoutComponentsAndPrivateOnesAreBound() {
    assertRoundTrip(Schema.of(Empty.class, "empty", 1), new Empty());
    assertRoundTrip(Schema.of(Hidden.class, "hidden", 1), new Hidden("x"));
    record Local(int x) {}
    assertRoundTrip(Schema.of(Local.class, "local", 1), new Local(5));
  }

  private static <T> void assertRoundTrip(Schema<T> schema, T value) {
    Document document = schema.toDocument(value);
    assertEquals(schema.id(), document.schema());
    assertEquals(Optional.of(value), document.as(schema));
    assertEquals(List.of(), schema.check(document));
    assertSame(document, schema.revise(document, value));
  }

  @Test
  void storesComponentsByName() {
    Document document = TASK.toDocument(new Task("milk", true, Set.of("shop")));
    assertEquals(
        Map.of(
            "title", Value.of("milk"),
            "done", Value.of(true),
            "tags", Value.of(Set.of(Value.of("shop")))),
        document.values());
  }

  @Test
  void tokensComeFromMethodReferences() {
    Field<Task, Boolean> done = TASK.field(Task::done);
    Field<Task, Set<String>> tags = TASK.field(Task::tags);
    assertEquals("done", done.name());
    assertSame(done, TASK.field("done").orElseThrow());
    assertEquals(StrategyId.SET, tags.strategy());
    assertEquals(Optional.empty(), TASK.field("color"));
    assertEquals(
        List.of("title", "done", "tags"), TASK.fields().stream().map(Field::name).toList());
    assertThrows(UnsupportedOperationException.class, () -> TASK.fields().clear());
  }

  @Test
  void otherReferencesAreRefusedByName() {
    String expected = "expected a method reference to a record accessor such as Task::title, got ";
    assertEquals(expected + "a lambda", refusal(() -> TASK.field(task -> task.done())));
    assertEquals(expected + "Task::toString", refusal(() -> TASK.field(Task::toString)));
    Schema.Accessor<Task, Boolean> object =
        new Schema.Accessor<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Boolean of(Task value) {
            return value.done();
          }
        };
    assertTrue(refusal(() -> TASK.field(object)).startsWith(expected + "an object of "));
    Set<String> bound = Set.of();
    Schema.Accessor<Task, Boolean> contains = bound::contains;
    assertEquals(expected + "Set::contains", refusal(() -> TASK.field(contains)));
  }

  @Test
  void documentSchemasHaveNoAccessors() {
    Schema<Document> note = Schema.of("note", 1, Field.of("text", FieldType.TEXT));
    assertEquals(
        "schema note/1 is not bound to a record; use the fields it was declared with",
        refusal(() -> note.field(Document::schema)));
  }

  record Dated(String title, LocalDate due) {}

  record Days(List<LocalDate> days) {}

  record Nested(Task task) {}

  record Photo(byte[] photo) {}

  record Grid(String[] cells) {}

  @Test
  void componentsWithoutTypeAreRefusedWithAWayOut() {
    assertEquals(
        "schema task/1: component 'due' is a java.time.LocalDate, which has no field type. Give it"
            + " one: .with(Dated::due, f -> f.type(FieldType.TEXT.map(LocalDate::parse,"
            + " LocalDate::toString))).",
        refusal(() -> Schema.of(Dated.class, "task", 1)));
    assertEquals(
        "schema task/1: component 'days' is a java.util.List<java.time.LocalDate>, which has no"
            + " field type. Give it one: .with(Days::days, f -> f.type(FieldType.TEXT.map(decode,"
            + " encode))).",
        refusal(() -> Schema.of(Days.class, "task", 1)));
    assertTrue(
        refusal(() -> Schema.of(Nested.class, "task", 1))
            .startsWith(
                "schema task/1: component 'task' is a"
                    + " dev.goatdb.api.schema.RecordSchemaTest.Task, "));
  }

  @Test
  void theWayOutWorks() {
    Schema<Dated> schema =
        Schema.builder(Dated.class, "task", 1)
            .with(
                Dated::due, f -> f.type(FieldType.TEXT.map(LocalDate::parse, LocalDate::toString)))
            .build();
    assertRoundTrip(schema, new Dated("milk", LocalDate.of(2026, 1, 2)));
  }

  @Test
  void arraysAreRefused() {
    assertEquals(
        "schema task/1: component 'photo' is a byte[]; arrays can change behind the database's"
            + " back. Use Value.Bytes.",
        refusal(() -> Schema.of(Photo.class, "task", 1)));
    assertEquals(
        "schema task/1: component 'cells' is a java.lang.String[]; arrays can change behind the"
            + " database's back. Use List.",
        refusal(() -> Schema.of(Grid.class, "task", 1)));
  }

  @Test
  void componentsAreRequiredUnlessEmptyOrDefaulted() {
    Schema<Collections> schema = Schema.of(Collections.class, "collections", 1);
    Document nothing = Document.of(schema.id(), Map.of());
    Collections empty =
        new Collections(List.of(), Set.of(), Map.of(), Optional.empty(), List.of(), List.of());
    assertEquals(Optional.of(empty), nothing.as(schema));
    assertTrue(TASK.field(Task::title).isRequired());
    assertFalse(TASK.field(Task::tags).isRequired());
    assertEquals(Optional.empty(), Document.of(TASK.id(), Map.of()).as(TASK));
    Schema<Task> lenient =
        Schema.builder(Task.class, "task", 1)
            .with(Task::title, f -> f.orElse("untitled"))
            .with(Task::done, f -> f.orElse(false))
            .build();
    assertEquals(
        Optional.of(new Task("untitled", false, Set.of())),
        Document.of(lenient.id(), Map.of()).as(lenient));
  }

  @Test
  void nullComponentsAreNamed() {
    Schema<Hidden> schema = Schema.of(Hidden.class, "hidden", 1);
    assertEquals(
        "component 'name' of Hidden is null; declare a component that may be absent as Optional",
        assertThrows(NullPointerException.class, () -> schema.toDocument(hiddenNull()))
            .getMessage());
  }

  @SuppressWarnings("NullAway") // what a careless caller does
  private static Hidden hiddenNull() {
    return new Hidden(new HashMap<String, String>().get("nothing"));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
