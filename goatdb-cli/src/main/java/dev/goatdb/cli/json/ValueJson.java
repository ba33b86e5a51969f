package dev.goatdb.cli.json;

import dev.goatdb.api.schema.Document;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values as JSON.
public final class ValueJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Numbers by size, then everything else by its JSON text.
  private static final Comparator<JsonNode> ELEMENTS =
      Comparator.comparing((JsonNode node) -> !node.isNumber())
          .thenComparing(node -> node.isNumber() ? node.doubleValue() : 0)
          .thenComparing(node -> node.isString() ? node.stringValue() : node.toString());

  private ValueJson() {}

  /// {@return a document's fields as an object, sorted by name}
  ///
  /// @param document the document
  public static ObjectNode of(Document document) {
    return object(document.values());
  }

  /// {@return a value as JSON}
  ///
  /// @param value the value
  public static JsonNode of(Value value) {
    return switch (value) {
      case Value.Null _ -> NODES.nullNode();
      case Value.Bool(boolean truth) -> NODES.booleanNode(truth);
      case Value.Int64(long number) -> NODES.numberNode(number);
      case Value.Float64(double number) -> ofNumber(number);
      case Value.Text(String text) -> NODES.stringNode(text);
      case Value.Time(var instant) -> NODES.stringNode(instant.toString());
      case Value.Bytes bytes ->
          NODES.stringNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
      case Value.ListOf(var elements) -> array(elements.stream().map(ValueJson::of).toList());
      case Value.SetOf(var elements) ->
          array(elements.stream().map(ValueJson::of).sorted(ELEMENTS).toList());
      case Value.MapOf(var entries) -> object(entries);
      case RichText(var blocks) -> array(blocks.stream().map(ValueJson::ofBlock).toList());
    };
  }

  /// JSON has no words for what is not finite.
  private static JsonNode ofNumber(double number) {
    return Double.isFinite(number)
        ? NODES.numberNode(number)
        : NODES.stringNode(Double.toString(number));
  }

  private static ArrayNode array(List<? extends JsonNode> elements) {
    ArrayNode array = NODES.arrayNode();
    elements.forEach(array::add);
    return array;
  }

  private static ObjectNode object(Map<String, Value> entries) {
    ObjectNode object = NODES.objectNode();
    new TreeMap<>(entries).forEach((name, value) -> object.set(name, of(value)));
    return object;
  }

  private static JsonNode ofBlock(RichText.Block block) {
    ObjectNode object =
        NODES
            .objectNode()
            .put("id", block.id())
            .put("kind", block.kind())
            .put("text", block.text());
    object.set("marks", array(block.marks().stream().map(ValueJson::ofMark).toList()));
    return object;
  }

  private static JsonNode ofMark(RichText.Mark mark) {
    ObjectNode object =
        NODES
            .objectNode()
            .put("start", mark.start())
            .put("end", mark.end())
            .put("name", mark.name());
    object.set("value", of(mark.value()));
    return object;
  }
}
