package dev.goatdb.cli.json;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.StrategyId;
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
public final class SchemaFile {

  private static final List<String> MEMBERS = List.of("namespace", "version", "fields");
  private static final List<String> FIELD_MEMBERS =
      List.of("type", "of", "required", "default", "strategy");

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
    Map<String, BoundField<?>> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      all.put(field.getKey(), named(field.getKey(), field.getValue()));
    }
    return JsonSchema.of(namespace, version.intValue(), all);
  }

  private static BoundField<?> named(String name, JsonNode declaration) {
    try {
      if (name.equals("id")) {
        throw new IllegalArgumentException("is the key of an item and cannot be a field");
      }
      requireMembers("a field", declaration, FIELD_MEMBERS);
      return bound(name, form(declaration), declaration);
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

  private static <V> BoundField<V> bound(String name, JsonForm<V> form, JsonNode declaration) {
    Field<dev.goatdb.api.schema.Document, V> field = Field.of(name, form.type());
    Optional<StrategyId> named = text("strategy", declaration).map(StrategyId::parse);
    Optional<StrategyId> strategy = named.or(form::strategy);
    if (strategy.isPresent()) {
      field = field.strategy(strategy.get());
    }
    if (declaration.path("required").asBoolean(false)) {
      field = field.required();
    }
    BoundField<V> bound = new BoundField<>(field, form);
    return declaration.has("default") ? bound.orElse(declaration.path("default")) : bound;
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
