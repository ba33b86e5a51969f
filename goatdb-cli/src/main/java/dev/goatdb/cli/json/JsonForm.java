package dev.goatdb.cli.json;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// How a field of a schema file is stored, and how its JSON reads.
///
/// @param type the field's type
/// @param strategy the strategy that the name of the type implies, where it is not the usual one
/// @param expects what JSON must be, for messages
/// @param fits whether JSON is of that kind
/// @param reader reads JSON that is; throws [IllegalArgumentException] if it says nothing
///   meaningful
/// @param <V> type of the field's value
record JsonForm<V>(
    FieldType<V> type,
    Optional<StrategyId> strategy,
    String expects,
    Predicate<JsonNode> fits,
    Function<JsonNode, V> reader) {

  /// The names that a schema file may use.
  static final String NAMES = "string integer number boolean date bytes set map list text richtext";

  private static final Set<String> WITH_ELEMENTS = Set.of("set", "map", "list");

  private JsonForm(
      FieldType<V> type, String expects, Predicate<JsonNode> fits, Function<JsonNode, V> reader) {
    this(type, Optional.empty(), expects, fits, reader);
  }

  /// The form of a name in a schema file.
  ///
  /// @throws IllegalArgumentException if there is no such name
  static JsonForm<?> named(String name) {
    return switch (name) {
      case "string" -> text();
      case "text" -> merging(StrategyId.TEXT, text());
      case "integer" ->
          new JsonForm<>(
              FieldType.INT64,
              "a whole number",
              JsonNode::isIntegralNumber,
              JsonValues::wholeNumber);
      case "number" ->
          new JsonForm<>(FieldType.FLOAT64, "a number", JsonNode::isNumber, JsonValues::number);
      case "boolean" ->
          new JsonForm<>(
              FieldType.BOOL, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
      case "date" ->
          new JsonForm<>(
              FieldType.TIME,
              "a point in time such as \"2026-01-31T12:00:00Z\"",
              JsonNode::isString,
              node -> time(node.stringValue()));
      case "bytes" ->
          new JsonForm<>(
              FieldType.BYTES,
              "a string in base 64",
              JsonNode::isString,
              node -> bytes(node.stringValue()));
      case "richtext" ->
          new JsonForm<>(
              FieldType.RICH_TEXT,
              "a string",
              JsonNode::isString,
              node -> RichText.of(node.stringValue()));
      case "set", "list", "map" -> collection(name, any());
      default ->
          throw new IllegalArgumentException(
              "there is no type '" + name + "'; the types are: " + NAMES);
    };
  }

  /// The form of a set, list or map whose elements are of one type.
  ///
  /// @throws IllegalArgumentException if there is no such collection
  static JsonForm<?> collection(String name, JsonForm<?> element) {
    return switch (name) {
      case "set" -> setOf(element);
      case "list" -> listOf(element);
      case "map" -> mapOf(element);
      default ->
          throw new IllegalArgumentException(
              "'of' is for " + WITH_ELEMENTS.stream().sorted().toList() + ", not for " + name);
    };
  }

  /// Reads JSON.
  ///
  /// @throws IllegalArgumentException if it is not of this form; the message goes on after "must
  ///   be"
  V read(JsonNode node) {
    if (!fits.test(node)) {
      throw new IllegalArgumentException("must be " + expects + ", was " + brief(node));
    }
    return reader.apply(node);
  }

  private static String brief(JsonNode node) {
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }

  private static JsonForm<String> text() {
    return new JsonForm<>(FieldType.TEXT, "a string", JsonNode::isString, JsonNode::stringValue);
  }

  private static <V> JsonForm<V> merging(StrategyId strategy, JsonForm<V> form) {
    return new JsonForm<>(form.type, Optional.of(strategy), form.expects, form.fits, form.reader);
  }

  private static JsonForm<Value> any() {
    return new JsonForm<>(FieldType.ANY, "a value", _ -> true, JsonValues::of);
  }

  private static <E> JsonForm<Set<E>> setOf(JsonForm<E> element) {
    return new JsonForm<>(
        FieldType.setOf(element.type),
        "an array",
        JsonNode::isArray,
        node -> {
          Set<E> set = new LinkedHashSet<>();
          node.values().forEach(each -> set.add(element.read(each)));
          return set;
        });
  }

  private static <E> JsonForm<java.util.List<E>> listOf(JsonForm<E> element) {
    return new JsonForm<>(
        FieldType.listOf(element.type),
        "an array",
        JsonNode::isArray,
        node -> node.values().stream().map(element::read).toList());
  }

  private static <E> JsonForm<Map<String, E>> mapOf(JsonForm<E> element) {
    return new JsonForm<>(
        FieldType.mapOf(element.type),
        "an object",
        JsonNode::isObject,
        node -> {
          Map<String, E> map = new LinkedHashMap<>();
          node.properties().forEach(e -> map.put(e.getKey(), element.read(e.getValue())));
          return map;
        });
  }

  private static Instant time(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(
          "must be a point in time such as \"2026-01-31T12:00:00Z\", was \"" + text + "\"");
    }
  }

  private static Value.Bytes bytes(String text) {
    try {
      return Value.Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be a string in base 64: " + e.getMessage(), e);
    }
  }
}
