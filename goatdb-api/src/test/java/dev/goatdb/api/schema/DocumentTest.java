package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.INT64;
import static dev.goatdb.api.schema.FieldType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.value.Value;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentTest {

  private static final Field<Document, String> NAME =
      Field.of("name", TEXT).required().check(n -> !n.isBlank(), "must not be blank");
  private static final Field<Document, Long> VISITS = Field.of("visits", INT64).orElse(0L);
  private static final Field<Document, LocalDate> BORN =
      Field.of("born", TEXT.map(LocalDate::parse, LocalDate::toString));
  private static final Field<Document, Optional<String>> NICK =
      Field.of("nick", FieldType.optionalOf(TEXT));
  private static final Schema<Document> CONTACT = Schema.of("contact", 1, NAME, VISITS, BORN, NICK);

  private static final Document ADA =
      Document.of(CONTACT).with(NAME, "Ada").with(BORN, LocalDate.of(1815, 12, 10));

  @Test
  void holdsWhatWasPut() {
    assertEquals("Ada", ADA.get(NAME));
    assertEquals(Optional.of(LocalDate.of(1815, 12, 10)), ADA.find(BORN));
    assertEquals(new SchemaId("contact", 1), ADA.schema());
    assertEquals(Map.of("name", Value.of("Ada"), "born", Value.of("1815-12-10")), ADA.values());
  }

  @Test
  void changesMakeNewDocuments() {
    Document grace = ADA.with(NAME, "Grace");
    assertEquals("Ada", ADA.get(NAME));
    assertEquals("Grace", grace.get(NAME));
    assertSame(ADA, ADA.with(NAME, "Ada"));
    assertEquals(Optional.empty(), ADA.without(BORN).find(BORN));
    assertSame(ADA, ADA.without(VISITS));
  }

  @Test
  void defaultsAreReadAndNotStored() {
    assertEquals(0L, ADA.get(VISITS));
    assertEquals(1L, ADA.with(VISITS, ADA.get(VISITS) + 1).get(VISITS));
    assertEquals(2, ADA.values().size());
  }

  @Test
  void emptyOptionalsRemoveTheField() {
    assertEquals(Optional.empty(), ADA.get(NICK));
    Document named = ADA.with(NICK, Optional.of("Countess"));
    assertEquals(Optional.of("Countess"), named.get(NICK));
    assertEquals(ADA, named.with(NICK, Optional.empty()));
  }

  @Test
  void getOfNothingSaysWhy() {
    Document bare = ADA.without(BORN);
    assertEquals(
        "field 'born' of contact/1 is absent, and it has no default; use find(…) if that may be",
        assertThrows(NoSuchElementException.class, () -> bare.get(BORN)).getMessage());
    Document odd = Document.of(CONTACT.id(), Map.of("born", Value.of(1815)));
    assertEquals(
        "field 'born' of contact/1 is 1815, which is not text, and it has no default; use find(…)"
            + " if that may be",
        assertThrows(NoSuchElementException.class, () -> odd.get(BORN)).getMessage());
  }

  @Test
  void fieldsOfOtherSchemasAreRefused() {
    Field<Document, String> typo = Field.of("nmae", TEXT);
    assertEquals(
        "schema contact/1 has no field 'nmae', only [name, visits, born, nick]. Did you mean"
            + " 'name'?",
        assertThrows(IllegalArgumentException.class, () -> ADA.with(typo, "x")).getMessage());
    Field<Document, String> other = Field.of("quantity", TEXT);
    assertEquals(
        "schema contact/1 has no field 'quantity', only [name, visits, born, nick].",
        assertThrows(IllegalArgumentException.class, () -> ADA.without(other)).getMessage());
    Field<Document, Long> number = Field.of("name", INT64);
    assertEquals(
        "field 'name' of contact/1 is text, this token says int64",
        assertThrows(IllegalArgumentException.class, () -> ADA.with(number, 5L)).getMessage());
  }

  @Test
  void documentsOfUnknownSchemasTakeAnyField() {
    Document document = Document.of(new SchemaId("mystery", 7), Map.of("x", Value.of(1)));
    assertEquals("Ada", document.with(NAME, "Ada").get(NAME));
    assertEquals(Optional.of(document), document.as(Schema.UNTYPED));
  }

  @Test
  void readingWithASchemaChecksFieldsFromThereOn() {
    Document document = Document.of(CONTACT.id(), Map.of("name", Value.of("Ada")));
    Document read = document.as(CONTACT).orElseThrow();
    assertEquals(document, read);
    assertThrows(IllegalArgumentException.class, () -> read.with(Field.of("color", TEXT), "red"));
  }

  @Test
  void untypedWritesNothing() {
    assertEquals(
        "Schema.UNTYPED reads every schema and writes none; write with the schema that declares the"
            + " fields",
        assertThrows(IllegalArgumentException.class, () -> Document.of(Schema.UNTYPED))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Schema.UNTYPED.toDocument(ADA));
    assertThrows(IllegalArgumentException.class, () -> Schema.UNTYPED.revise(ADA, ADA));
    assertEquals(java.util.List.of(), Schema.UNTYPED.check(ADA));
  }

  @Test
  void copiesValuesAndRefusesReservedNames() {
    Map<String, Value> values = new HashMap<>(Map.of("a", Value.of(1)));
    Document document = Document.of(new SchemaId("x", 1), values);
    values.put("b", Value.of(2));
    assertEquals(Map.of("a", Value.of(1)), document.values());
    assertThrows(UnsupportedOperationException.class, () -> document.values().put("c", Value.NULL));
    assertEquals(
        "field '$deleted': names that start with $ are reserved for the engine",
        assertThrows(
                IllegalArgumentException.class,
                () -> Document.of(new SchemaId("x", 1), Map.of("$deleted", Value.of(true))))
            .getMessage());
  }

  @Test
  void equalBySchemaAndValues() {
    Document same = Document.of(CONTACT.id(), new LinkedHashMap<>(ADA.values()));
    assertEquals(ADA, same);
    assertEquals(ADA.hashCode(), same.hashCode());
    assertNotEquals(ADA, ADA.with(NAME, "Grace"));
    assertNotEquals(ADA, Document.of(new SchemaId("contact", 2), ADA.values()));
  }

  @Test
  void printsSchemaAndValues() {
    assertEquals("contact/1{name=\"Ada\", born=\"1815-12-10\"}", ADA.toString());
  }
}
