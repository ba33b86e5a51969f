package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.value.Value;
import java.lang.invoke.MethodHandles;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaDeclarationTest {

  record Task(String title, boolean done) {}

  private static final Field<Document, String> NAME = Field.of("name", TEXT);
  private static final Schema<Document> CONTACT_1 = Schema.of("contact", 1, NAME);

  @Test
  void twoFieldsOfOneNameAreRefused() {
    assertEquals(
        "schema contact/1: two fields are called 'name'",
        refusal(() -> Schema.of("contact", 1, NAME, Field.of("name", FieldType.INT64))));
  }

  @Test
  void reservedAndImpossibleNamesAreRefused() {
    assertEquals(
        "schema $contact/1: names that start with $ are reserved for the engine",
        refusal(() -> Schema.of("$contact", 1, NAME)));
    assertThrows(IllegalArgumentException.class, () -> Schema.of("con tact", 1, NAME));
    assertThrows(IllegalArgumentException.class, () -> Schema.of("contact", 0, NAME));
    assertEquals(
        "schema task/1: java.lang.Record is not a record",
        refusal(() -> Schema.of(Record.class, "task", 1)));
  }

  @Test
  void upgradesComeFromTheVersionBefore() {
    assertEquals(
        "schema contact/3 upgrades from contact/1, which leaves a gap at contact/2."
            + " Add .upgrade(…) to contact/2 and upgrade from that.",
        refusal(() -> Schema.builder("contact", 3, NAME).upgrade(CONTACT_1, old -> old)));
    assertEquals(
        "schema contact/1 cannot upgrade from contact/1, which is not older",
        refusal(() -> Schema.builder("contact", 1, NAME).upgrade(CONTACT_1, old -> old)));
    assertEquals(
        "schema person/2 cannot upgrade from contact/1, which has another name",
        refusal(() -> Schema.builder("person", 2, NAME).upgrade(CONTACT_1, old -> old)));
    assertEquals(
        "schema contact/2 has two upgrades, from contact/1 and from contact/1;"
            + " declare each step with the version it leads to",
        refusal(() ->
            Schema.builder("contact", 2, NAME)
                .upgrade(CONTACT_1, old -> old)
                .upgrade(CONTACT_1, old -> old)));
  }

  @Test
  void olderNamesTheVersionBefore() {
    assertEquals(Optional.empty(), CONTACT_1.older());
    Schema<Document> second =
        Schema.builder("contact", 2, NAME).upgrade(CONTACT_1, old -> old).build();
    assertEquals(Optional.of(CONTACT_1), second.older());
  }

  @Test
  void defaultsMustPassTheChecks() {
    assertEquals(
        "schema contact/1: the default of field 'name' must not be blank, was \"\"",
        refusal(() ->
            Schema.of(
                "contact",
                1,
                NAME.orElse("").check(name -> !name.isBlank(), "must not be blank"))));
  }

  @Test
  void changesOfAComponentStayWithTheComponent() {
    Field<Task, String> title = Schema.of(Task.class, "task", 1).field(Task::title);
    record Pair(String left, String right) {}
    Field<Pair, String> left = Schema.of(Pair.class, "pair", 1).field(Pair::left);
    assertEquals(
        "schema pair/1: the change of field 'right' returned field 'left'",
        refusal(() -> Schema.builder(Pair.class, "pair", 1).with(Pair::right, f -> left)));
    assertEquals("title", title.name());
    assertEquals(
        "schema contact/1 is not bound to a record; declare its fields with Field.of(…)",
        refusal(() -> Schema.builder("contact", 1, NAME).with(Document::schema, f -> f)));
  }

  @Test
  void strategiesOfComponentsCanBeChosen() {
    Schema<Task> task =
        Schema.builder(Task.class, "task", 1)
            .with(Task::title, f -> f.strategy(StrategyId.TEXT))
            .build();
    assertEquals(StrategyId.TEXT, task.field(Task::title).strategy());
    assertEquals(
        "task/1{done: bool lww@1 required, title: text text@1 required}", task.declaration());
  }

  @Test
  void aStrategyOfATypeHoldsForFieldsThatNameNoneOfTheirOwn() {
    Field<Document, LocalDate> due =
        Field.of("due", TEXT.map(LocalDate::parse, LocalDate::toString));
    Schema<Document> note =
        Schema.builder("note", 1, NAME, Field.of("code", TEXT).strategy(StrategyId.LWW), due)
            .strategy(TEXT, StrategyId.TEXT)
            .build();
    assertEquals(StrategyId.TEXT, note.own(NAME).strategy());
    assertEquals(
        "note/1{code: text lww@1, due: text lww@1, name: text text@1}", note.declaration());
    assertEquals(
        "schema note/1: fields of text merge by text@1 already",
        refusal(() ->
            Schema.builder("note", 1, NAME)
                .strategy(TEXT, StrategyId.TEXT)
                .strategy(TEXT, StrategyId.LWW)));
  }

  @Test
  void aStrategyIsToldItsParametersWhichArePartOfTheDeclaration() {
    Map<String, Value> parameters = Map.of("limit", Value.of(5), "by", Value.of("rank"));
    Field<Document, String> told = NAME.strategy(StrategyId.TEXT, parameters);
    assertEquals(parameters, told.parameters());
    assertEquals(Map.of(), NAME.parameters());
    assertEquals(Map.of(), told.strategy(StrategyId.LWW).parameters());
    assertEquals(
        "note/1{name: text text@1(by=Text[text=rank], limit=Int64[value=5])}",
        Schema.of("note", 1, told).declaration());
  }

  @Test
  void lookupsThatCannotSeeTheRecordAreNamed() {
    MethodHandles.Lookup stranger = MethodHandles.publicLookup();
    assertEquals(
        "cannot construct dev.goatdb.api.schema.SchemaDeclarationTest.Task: the lookup of"
            + " java.lang.Object cannot see it. Call MethodHandles.lookup() in"
            + " dev.goatdb.api.schema.SchemaDeclarationTest.Task or in a class of its nest.",
        refusal(() -> Schema.builder(Task.class, "task", 1).lookup(stranger).build()));
  }

  @Test
  void printsItsId() {
    assertEquals("contact/1", CONTACT_1.toString());
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
