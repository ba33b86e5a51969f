package dev.goatdb.cli.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Schemas out of files, and JSON to documents and back.
class JsonSchemaTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static JsonNode json(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  private static JsonSchema schema(String fields) {
    return SchemaFile.parse(json("{'namespace':'s','version':2,'fields':{" + fields + "}}"));
  }

  private static Value value(String type, String json) {
    Document document =
        schema("'f':{'type':" + type + "}").document(json("{'id':'k','f':" + json + "}"));
    return document.values().get("f");
  }

  @Test
  void everyTypeReadsItsJson() {
    assertEquals(Value.of("x"), value("'string'", "'x'"));
    assertEquals(Value.of("x"), value("'text'", "'x'"));
    assertEquals(Value.of(7), value("'integer'", "7"));
    assertEquals(Value.of(7.5), value("'number'", "7.5"));
    assertEquals(Value.of(7.0), value("'number'", "7"));
    assertEquals(Value.of(true), value("'boolean'", "true"));
    assertEquals(
        Value.of(Instant.parse("2026-01-31T11:00:00Z")),
        value("'date'", "'2026-01-31T12:00:00+01:00'"));
    assertEquals(Value.of(Instant.parse("2026-01-31T00:00:00Z")), value("'date'", "'2026-01-31'"));
    assertEquals(Value.of(new byte[] {1, 2}), value("'bytes'", "'AQI='"));
    assertEquals(Value.of(Set.of(Value.of("a"), Value.of(1))), value("'set'", "['a',1,'a']"));
    assertEquals(Value.of(List.of(Value.of("a"), Value.NULL)), value("'list'", "['a',null]"));
    assertEquals(Value.of(Map.of("k", Value.of(1))), value("'map'", "{'k':1}"));
    assertEquals(RichText.of("one\ntwo"), value("'richtext'", "'one\\ntwo'"));
  }

  @Test
  void elementsHaveTheTypeThatOfNames() {
    assertEquals(
        Value.of(Set.of(Value.of(Instant.EPOCH))),
        value("'set','of':'date'", "['1970-01-01T00:00:00Z']"));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> value("'list','of':'integer'", "[1,'x']"))
            .getMessage();
    assertTrue(message.contains("must be a whole number, was \"x\""), message);
  }

  @Test
  void strategiesAreThoseOfTheTypeUnlessNamed() {
    JsonSchema schema =
        schema(
            "'a':{'type':'text'},'b':{'type':'string'},'c':{'type':'integer','strategy':'counter@1'}");
    assertEquals(StrategyId.TEXT, field(schema, "a").strategy());
    assertEquals(StrategyId.LWW, field(schema, "b").strategy());
    assertEquals(StrategyId.COUNTER, field(schema, "c").strategy());
    assertEquals("s/2", schema.schema().id().toString());
  }

  @Test
  void strategiesOfATypeHoldForFieldsThatNameNone() {
    JsonSchema schema =
        SchemaFile.parse(
            json(
                "{'namespace':'s','version':2,'strategies':{'string':'text@1','list':'list@1'},"
                    + "'fields':{'a':{'type':'string'},'b':{'type':'list','of':'string'},"
                    + "'c':{'type':'string','strategy':'lww@1'},'d':{'type':'richtext'}}}"));
    assertEquals(StrategyId.TEXT, field(schema, "a").strategy());
    assertEquals(StrategyId.LIST, field(schema, "b").strategy());
    assertEquals(StrategyId.LWW, field(schema, "c").strategy());
    assertEquals(StrategyId.RICH_TEXT, field(schema, "d").strategy());
  }

  @Test
  void parametersAreForTheStrategyThatIsNamed() {
    JsonSchema schema = schema("'a':{'type':'list','strategy':'queue@2','parameters':{'limit':5}}");
    assertEquals(Map.of("limit", Value.of(5)), field(schema, "a").parameters());
    assertThrows(
        IllegalArgumentException.class, () -> schema("'a':{'type':'list','parameters':{'x':5}}"));
  }

  private static Field<Document, ?> field(JsonSchema schema, String name) {
    return schema.schema().field(name).orElseThrow();
  }

  @Test
  void defaultsAndRequiredFieldsAreDeclared() {
    JsonSchema schema =
        schema("'a':{'type':'text','default':'d'},'b':{'type':'string','required':true}");
    assertEquals("d", field(schema, "a").fallback().orElseThrow());
    assertTrue(field(schema, "b").isRequired());
    assertThrows(IllegalArgumentException.class, () -> schema.document(json("{'id':'k'}")));
  }

  @Test
  void aValuePrintsAsTheJsonThatReadsAsIt() {
    String all =
        "{'a':true,'b':[3,10,'x'],'c':[1,null,{'k':[]}],'d':1.5,'e':-2,'f':'AQI=','g':'2026-01-31T12:00:00Z'}"
            .replace('\'', '"');
    JsonSchema schema =
        schema(
            "'a':{'type':'boolean'},'b':{'type':'set'},'c':{'type':'list'},'d':{'type':'number'},"
                + "'e':{'type':'integer'},'f':{'type':'bytes'},'g':{'type':'date'}");
    Document document = schema.document(json(all));
    assertEquals(all, ValueJson.of(document).toString());
    assertEquals(document, schema.document(ValueJson.of(document)));
  }

  @Test
  void setsAreSortedNumbersFirst() {
    assertEquals("[2,10,\"a\",\"b\"]", ValueJson.of(value("'set'", "['b',10,'a',2]")).toString());
  }

  @Test
  void numbersThatAreNotFinitePrintAsText() {
    assertEquals("\"NaN\"", ValueJson.of(Value.of(Double.NaN)).toString());
    assertEquals("\"-Infinity\"", ValueJson.of(Value.of(Double.NEGATIVE_INFINITY)).toString());
  }
}
