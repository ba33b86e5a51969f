package dev.goatdb.cli.json;

import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A schema out of a file, which also reads JSON objects as documents.
public final class JsonSchema {

  private final Schema<Document> schema;
  private final Map<String, BoundField<?>> fields;

  /// A field and how its JSON reads.
  record BoundField<V>(Field<Document, V> field, JsonForm<V> form) {

    Document put(Document document, JsonNode node) {
      return document.with(field, form.read(node));
    }

    BoundField<V> orElse(JsonNode fallback) {
      return new BoundField<>(field.orElse(form.read(fallback)), form);
    }
  }

  private JsonSchema(Schema<Document> schema, Map<String, BoundField<?>> fields) {
    this.schema = schema;
    this.fields = fields;
  }

  /// A schema with these fields.
  ///
  /// @throws IllegalArgumentException if name, version or a field is not valid
  static JsonSchema of(String namespace, int version, Map<String, BoundField<?>> fields) {
    List<Field<Document, ?>> all = new ArrayList<>();
    fields.values().forEach(bound -> all.add(bound.field()));
    Schema.Builder<Document> builder = Schema.builder(namespace, version, toArray(all));
    return new JsonSchema(builder.build(), Map.copyOf(fields));
  }

  @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
  private static Field<Document, ?>[] toArray(List<Field<Document, ?>> fields) {
    return fields.toArray(Field[]::new);
  }

  /// {@return the schema}
  public Schema<Document> schema() {
    return schema;
  }

  /// {@return the document that an object says}
  ///
  /// @param object JSON; its member `id` is left out, because that is the key
  /// @throws IllegalArgumentException if it is not a valid document of the schema; the message says
  ///   what is wrong
  public Document document(JsonNode object) {
    Document document = Document.of(schema);
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!member.getKey().equals("id")) {
        document = put(document, member.getKey(), member.getValue());
      }
    }
    List<Refusal> refusals = schema.check(document);
    if (!refusals.isEmpty()) {
      throw new IllegalArgumentException(refusals.getFirst().message());
    }
    return document;
  }

  private Document put(Document document, String name, JsonNode node) {
    BoundField<?> field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "schema %s has no field '%s'; it has %s"
              .formatted(schema.id(), name, fields.keySet().stream().sorted().toList()));
    }
    if (node.isNull()) {
      return document; // the usual way of JSON to leave a field out
    }
    try {
      return field.put(document, node);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "field '%s' of %s %s".formatted(name, schema.id(), e.getMessage()), e);
    }
  }
}
