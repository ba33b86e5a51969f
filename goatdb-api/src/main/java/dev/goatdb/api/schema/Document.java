package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// An item's value without a record: a schema's name and version, and stored values by field name.
///
/// Holds every field that is stored, also those that its schema, or this program, does not know. A
/// document made by [#of(Schema)] or read with a schema refuses fields which that schema does not
/// declare; one made by [#of(SchemaId, Map)] takes any. Two documents are equal if schema id and
/// values are.
///
/// Immutable; any thread. Reading a field is O(1), changing one copies the map of fields.
public final class Document {

  private final SchemaId schema;
  private final Map<String, Value> values;
  private final @Nullable Schema<Document> declared;

  private Document(
      SchemaId schema, Map<String, Value> values, @Nullable Schema<Document> declared) {
    this.schema = schema;
    this.values = values;
    this.declared = declared;
  }

  /// {@return an empty document of a schema}
  ///
  /// @param schema the schema
  /// @throws IllegalArgumentException if it is [Schema#UNTYPED], which writes nothing
  public static Document of(Schema<Document> schema) {
    schema.requireWritable();
    return new Document(schema.id(), Map.of(), schema);
  }

  /// {@return a document of stored values}
  ///
  /// @param schema name and version of its schema, which this program need not know
  /// @param values stored values by field name; copied, keeping the order
  /// @throws IllegalArgumentException if a name starts with `$`, which is reserved for the engine
  public static Document of(SchemaId schema, Map<String, Value> values) {
    Map<String, Value> copy = new LinkedHashMap<>(values);
    copy.forEach(Document::requireEntry);
    return owning(schema, copy);
  }

  private static void requireEntry(String name, Value value) {
    Objects.requireNonNull(value, name);
    if (name.startsWith("$")) {
      throw new IllegalArgumentException(
          "field '" + name + "': names that start with $ are reserved for the engine");
    }
  }

  /// A document of a map that nobody else changes.
  static Document owning(SchemaId schema, Map<String, Value> values) {
    Objects.requireNonNull(schema, "schema");
    return new Document(schema, Collections.unmodifiableMap(values), null);
  }

  /// {@return the value of a field: what is stored, else the field's default}
  ///
  /// @param <V> the Java type of the value
  /// @param field the field
  /// @throws NoSuchElementException if there is neither; the message says why
  public <V> V get(Field<Document, V> field) {
    V value = field.readOrNull(values.get(field.name()));
    if (value == null) {
      throw new NoSuchElementException(absence(field));
    }
    return value;
  }

  private String absence(Field<Document, ?> field) {
    Value stored = values.get(field.name());
    String found =
        stored == null
            ? "absent"
            : Wording.describe(stored) + ", which is not " + field.type().shape();
    return "field '%s' of %s is %s, and it has no default; use find(…) if that may be"
        .formatted(field.name(), schema, found);
  }

  /// {@return the value of a field: what is stored if it has the field's type, else the field's
  /// default, else nothing}
  ///
  /// @param <V> the Java type of the value
  /// @param field the field
  public <V> Optional<V> find(Field<Document, V> field) {
    return field.in(this);
  }

  /// {@return this document with another value of a field}
  ///
  /// @param <V> the Java type of the value
  /// @param field a field that the schema declares
  /// @param value the value; an empty optional removes the field
  /// @throws IllegalArgumentException if the schema does not declare the field, or the value cannot
  ///   be stored
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the document is of a later version
  ///   than the schema it was read with, and that version holds something else in this place
  public <V> Document with(Field<Document, V> field, V value) {
    return declared == null
        ? withStored(field.name(), field.encodeOrNull(value))
        : declared.with(this, field, value);
  }

  /// {@return this document without a field; if it has a default, it reads as that from here on}
  ///
  /// @param field a field that the schema declares
  /// @throws IllegalArgumentException if the schema does not declare the field
  /// @throws dev.goatdb.api.error.GoatDbException.Refused as [#with(Field, Object)]
  public Document without(Field<Document, ?> field) {
    return declared == null ? withStored(field.name(), null) : declared.without(this, field);
  }

  /// {@return every stored value by field name, unmodifiable}
  public Map<String, Value> values() {
    return values;
  }

  /// {@return name and version of the schema}
  public SchemaId schema() {
    return schema;
  }

  /// {@return this document as a schema's type, upgraded if the schema is of a later version}
  ///
  /// Empty if the document is of another name, if there is no way from its version, if a required
  /// field is absent, or if the record's constructor throws; [Schema#upgrade(Document)] and
  /// [Schema#check(Document)] tell which. A document of a later version is read as far as its
  /// fields have the declared types.
  ///
  /// @param <R> a record, or Document
  /// @param schema the schema
  /// @throws IllegalStateException if an upgrade function throws
  public <R> Optional<R> as(Schema<R> schema) {
    return Optional.ofNullable(schema.asOrNull(this));
  }

  @Nullable Value valueOrNull(String name) {
    return values.get(name);
  }

  /// The same document with one stored value more, another one, or one less.
  Document withStored(String name, @Nullable Value value) {
    if (Objects.equals(values.get(name), value)) {
      return this;
    }
    Map<String, Value> copy = new LinkedHashMap<>(values);
    if (value == null) {
      copy.remove(name);
    } else {
      copy.put(name, value);
    }
    return new Document(schema, Collections.unmodifiableMap(copy), declared);
  }

  /// The same document, which takes any field.
  Document unbound() {
    return declared == null ? this : new Document(schema, values, null);
  }

  /// The same document, changed only through a schema's fields from here on.
  Document boundTo(Schema<Document> schema) {
    return declared == schema ? this : new Document(this.schema, values, schema);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Document that
        && schema.equals(that.schema)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + values.hashCode();
  }

  /// {@return schema and values, long ones shortened: `contact/2{name="Ada"}`}
  @Override
  public String toString() {
    StringJoiner joiner = new StringJoiner(", ", schema + "{", "}");
    values.forEach((name, value) -> joiner.add(name + "=" + Wording.describe(value)));
    return joiner.toString();
  }
}
