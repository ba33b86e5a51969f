package dev.goatdb.api.schema;

import static dev.goatdb.api.schema.FieldType.INT64;
import static dev.goatdb.api.schema.FieldType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidationTest {

  private static final Field<Document, String> NAME =
      Field.of("name", TEXT).required().check(name -> !name.isBlank(), "must not be blank");
  private static final Field<Document, Long> VISITS = Field.of("visits", INT64).orElse(0L);
  private static final Schema<Document> CONTACT =
      Schema.builder("contact", 2, NAME, VISITS)
          .check(contact -> contact.get(VISITS) >= 0, "must have been visited 0 times or more")
          .build();

  @Test
  void validDocumentsHaveNoRefusals() {
    assertEquals(List.of(), CONTACT.check(Document.of(CONTACT).with(NAME, "Ada")));
  }

  @Test
  void valuesThatBreakACheckAreShown() {
    assertEquals(
        List.of(
            new Refusal(
                Refusal.Reason.INVALID_VALUE,
                "name",
                "field 'name' of contact/2 must not be blank, was \"\"")),
        CONTACT.check(Document.of(CONTACT).with(NAME, "")));
  }

  @Test
  void missingRequiredFieldsAreRefused() {
    assertEquals(
        List.of("field 'name' of contact/2 is required, was absent"),
        messages(CONTACT, Document.of(CONTACT)));
  }

  @Test
  void valuesOfAnotherTypeAreRefused() {
    assertEquals(
        List.of(
            "field 'name' of contact/2 must be text, was 5",
            "field 'visits' of contact/2 must be int64, was \"many\""),
        messages(
            CONTACT,
            Document.of(CONTACT.id(), Map.of("name", Value.of(5), "visits", Value.of("many")))));
  }

  @Test
  void checksOfTheWholeComeAfterTheFields() {
    Document ada = Document.of(CONTACT).with(NAME, "Ada").with(VISITS, -1L);
    assertEquals(
        List.of(
            new Refusal(
                Refusal.Reason.INVALID_VALUE,
                "contact/2",
                "contact/2 must have been visited 0 times or more")),
        CONTACT.check(ada));
  }

  @Test
  void aCheckThatThrowsDenies() {
    Field<Document, String> odd =
        Field.of("name", TEXT)
            .check(
                name -> {
                  throw new IllegalStateException("oops");
                },
                "must be fine");
    Schema<Document> schema = Schema.of("contact", 1, odd);
    assertEquals(
        List.of(
            "field 'name' of contact/1 must be fine (the check threw IllegalStateException: oops),"
                + " was \"Ada\""),
        messages(schema, Document.of(schema).with(odd, "Ada")));
  }

  @Test
  void otherSchemasAreRefused() {
    Document note = Document.of(new SchemaId("note", 1), Map.of());
    assertEquals(
        List.of(
            new Refusal(
                Refusal.Reason.SCHEMA, "contact/2", "this document is a note/1, not a contact/2")),
        CONTACT.check(note));
  }

  @Test
  void laterVersionsAreCheckedAsFarAsTheyAreKnown() {
    SchemaId later = new SchemaId("contact", 3);
    assertEquals(List.of(), messages(CONTACT, Document.of(later, Map.of("name", Value.of(5)))));
    assertEquals(
        List.of("field 'name' of contact/2 must not be blank, was \"\""),
        messages(CONTACT, Document.of(later, Map.of("name", Value.of("")))));
  }

  record Span(long from, long to, Optional<String> note) {
    Span {
      if (from > to) {
        throw new IllegalArgumentException("ends before it begins");
      }
    }
  }

  @Test
  void recordsMayRefuseToBeMade() {
    Schema<Span> schema = Schema.of(Span.class, "span", 1);
    Document wrong = Document.of(schema.id(), Map.of("from", Value.of(2), "to", Value.of(1)));
    assertEquals(Optional.empty(), wrong.as(schema));
    assertEquals(
        List.of("span/1 cannot be a Span: IllegalArgumentException: ends before it begins"),
        messages(schema, wrong));
    assertEquals(
        List.of("field 'to' of span/1 is required, was absent"),
        messages(schema, Document.of(schema.id(), Map.of("from", Value.of(2)))));
  }

  @Test
  void recordsHaveChecksOnFieldsAndOnTheWhole() {
    Schema<Span> schema =
        Schema.builder(Span.class, "span", 1)
            .with(Span::from, f -> f.check(from -> from >= 0, "must not be negative"))
            .check(span -> span.to() < 100, "must end before 100")
            .build();
    assertEquals(
        List.of("span/1 must end before 100"),
        messages(schema, schema.toDocument(new Span(1, 100, Optional.empty()))));
    assertEquals(
        List.of("field 'from' of span/1 must not be negative, was -1"),
        messages(schema, schema.toDocument(new Span(-1, 100, Optional.empty()))));
  }

  private static List<String> messages(Schema<?> schema, Document document) {
    return schema.check(document).stream().map(Refusal::message).toList();
  }
}
