package dev.goatdb.cli.json;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.cli.json.JsonSchema.BoundField;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads a schema from a file:
///
/// ```json
/// {"namespace": "note", "version": 1, "fields": {
///   "title": {"type": "string", "required": true},
///   "body": {"type": "text", "default": ""},
///   "votes": {"type": "integer", "strategy": "counter@1"},
///   "tags": {"type": "set", "of": "string"}}}
/// ```
///
/// `of` names the type of the elements of a set, list or map; without it they may be anything.
/// `strategy` names how a field merges, `parameters` what that is told, and `strategies` beside the
/// fields how all fields of a type merge that name no strategy of their own.
public final class SchemaFile {

  private static final List<String> MEMBERS =
      List.of("namespace", "version", "strategies", "fields");
  private static final List<String> FIELD_MEMBERS =
      List.of("type", "of", "required", "default", "strategy", "parameters");

  private SchemaFile() {}

  /// {@return the schema in a file}
  ///
  /// @param file the file
  /// @throws CommandFailure if it cannot be read or is no schema
  public static JsonSchema read(Path file) {
    String name = Json.name(file);
    try {
      return parse(Json.reader().readTree(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed(name + ": not a schema: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw Json.failure(name, e);
    } catch (IOException e) {
      throw Json.failure(name, e);
    }
  }

  /// The schema that JSON says.
  ///
  /// @throws IllegalArgumentException if it says none
  static JsonSchema parse(JsonNode root) {
    requireMembers("the schema", root, MEMBERS);
    String namespace = text("namespace", root).orElseThrow(() -> missing("namespace"));
    JsonNode version = root.path("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt()) {
      throw new IllegalArgumentException("'version' must be a whole number, such as 1");
    }
    JsonNode fields = root.path("fields");
    if (!fields.isObject() || fields.isEmpty()) {
      throw new IllegalArgumentException("'fields' must be an object with at least one field");
    }
    Map<String, StrategyId> strategies = strategies(root.path("strategies"));
    Map<String, BoundField<?>> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      all.put(field.getKey(), named(field.getKey(), field.getValue(), strategies));
    }
    return JsonSchema.of(namespace, version.intValue(), all);
  }

  private static Map<String, StrategyId> strategies(JsonNode object) {
    Map<String, StrategyId> strategies = new LinkedHashMap<>();
    for (String type : object.isObject() ? object.propertyNames() : List.<String>of()) {
      JsonForm.named(type); // that there is such a type
      strategies.put(type, strategy(type, object).orElseThrow(() -> missing(type)));
    }
    if (!object.isMissingNode() && !object.isObject()) {
      throw new IllegalArgumentException("'strategies' must be an object, was " + object);
    }
    return strategies;
  }

  private static Optional<StrategyId> strategy(String member, JsonNode object) {
    return text(member, object).map(StrategyId::parse);
  }

  private static BoundField<?> named(
      String name, JsonNode declaration, Map<String, StrategyId> strategies) {
    try {
      if (name.equals("id")) {
        throw new IllegalArgumentException("is the key of an item and cannot be a field");
      }
      requireMembers("a field", declaration, FIELD_MEMBERS);
      return bound(name, form(declaration), declaration, strategies);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field '" + name + "': " + e.getMessage(), e);
    }
  }

  private static JsonForm<?> form(JsonNode declaration) {
    String type = text("type", declaration).orElseThrow(() -> missing("type"));
    Optional<String> element = text("of", declaration);
    return element.isPresent()
        ? JsonForm.collection(type, JsonForm.named(element.get()))
        : JsonForm.named(type);
  }

  private static <V> BoundField<V> bound(
      String name, JsonForm<V> form, JsonNode declaration, Map<String, StrategyId> strategies) {
    Field<dev.goatdb.api.schema.Document, V> field = Field.of(name, form.type());
    Optional<StrategyId> strategy =
        strategy("strategy", declaration)
            .or(() -> text("type", declaration).map(strategies::get))
            .or(form::strategy);
    Map<String, Value> parameters = parameters(declaration.path("parameters"));
    if (strategy.isPresent()) {
      field = field.strategy(strategy.get(), parameters);
    } else if (!parameters.isEmpty()) {
      throw new IllegalArgumentException("'parameters' are for a field with a 'strategy'");
    }
    if (declaration.path("required").asBoolean(false)) {
      field = field.required();
    }
    BoundField<V> bound = new BoundField<>(field, form);
    return declaration.has("default") ? bound.orElse(declaration.path("default")) : bound;
  }

  private static Map<String, Value> parameters(JsonNode object) {
    if (object.isMissingNode()) {
      return Map.of();
    }
    if (!object.isObject()) {
      throw new IllegalArgumentException("'parameters' must be an object, was " + object);
    }
    Map<String, Value> parameters = new LinkedHashMap<>();
    object
        .properties()
        .forEach(each -> parameters.put(each.getKey(), JsonValues.of(each.getValue())));
    return parameters;
  }

  private static Optional<String> text(String member, JsonNode object) {
    JsonNode node = object.path(member);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isString()) {
      throw new IllegalArgumentException("'" + member + "' must be a string, was " + node);
    }
    return Optional.of(node.stringValue());
  }

  private static IllegalArgumentException missing(String member) {
    return new IllegalArgumentException("'" + member + "' is missing");
  }

  private static void requireMembers(String what, JsonNode object, List<String> known) {
    if (!object.isObject()) {
      throw new IllegalArgumentException(what + " must be an object, was " + object);
    }
    for (String member : object.propertyNames()) {
      if (!known.contains(member)) {
        throw new IllegalArgumentException(
            what + " has an unknown member '" + member + "'; known are " + known);
      }
    }
  }
}
