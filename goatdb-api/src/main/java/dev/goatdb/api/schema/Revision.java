package dev.goatdb.api.schema;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How documents change: in as few fields as possible, and never in what this program cannot read.
final class Revision {

  private Revision() {}

  /// What is stored for a new value.
  static <T> Document of(Schema<T> schema, T value) {
    schema.requireWritable();
    if (value instanceof Document document) {
      return base(schema, document);
    }
    return Document.owning(schema.id(), schema.binding().write(value));
  }

  /// The document that reads as a value, made from the one before.
  static <T> Document of(Schema<T> schema, Document previous, T value) {
    Document result = base(schema, previous);
    Map<String, Value> written = new LinkedHashMap<>(schema.binding().write(value));
    for (Field<T, ?> field : schema.fields()) {
      Value before = result.valueOrNull(field.name());
      Value after = written.remove(field.name());
      if (!isSame(schema, field, before, after)) {
        result = put(schema, result, field, after);
      }
    }
    for (Map.Entry<String, Value> unknown : written.entrySet()) {
      result = result.withStored(unknown.getKey(), unknown.getValue());
    }
    return result;
  }

  /// The document with another stored value in one field, or none.
  static <T> Document of(
      Schema<T> schema, Document previous, Field<T, ?> field, @Nullable Value after) {
    Document base = base(schema, previous);
    return Objects.equals(base.valueOrNull(field.name()), after)
        ? base
        : put(schema, base, field, after);
  }

  private static Document base(Schema<?> schema, Document previous) {
    schema.requireWritable();
    Document base = schema.upgradeOrNull(previous);
    if (base == null) {
      throw new IllegalArgumentException(
          previous.schema().name().equals(schema.id().name())
              ? "no way from %s to %s".formatted(previous.schema(), schema.id())
              : "this document is a %s, not a %s".formatted(previous.schema(), schema.id().name()));
    }
    return base;
  }

  private static boolean isSame(
      Schema<?> schema, Field<?, ?> field, @Nullable Value before, @Nullable Value after) {
    if (Objects.equals(before, after)) {
      return true;
    }
    if (after == null) {
      return before != null && !field.type().accepts(before); // not ours to remove
    }
    return (before != null || schema.binding().hidesAbsence())
        && after.equals(rewritten(field, before));
  }

  /// What would be stored for the value that a stored form reads as.
  private static <V> @Nullable Value rewritten(Field<?, V> field, @Nullable Value before) {
    V value = field.readOrNull(before);
    return value == null ? null : field.encodeOrNull(value);
  }

  private static Document put(
      Schema<?> schema, Document document, Field<?, ?> field, @Nullable Value after) {
    Value before = document.valueOrNull(field.name());
    boolean isReadable = before != null && field.type().accepts(before);
    if (document.schema().version() > schema.id().version() && !isReadable) {
      throw new GoatDbException.Refused(
          new Refusal(Refusal.Reason.SCHEMA, field.name(), later(schema, document, field, before)));
    }
    return document.withStored(field.name(), after);
  }

  private static String later(
      Schema<?> schema, Document document, Field<?, ?> field, @Nullable Value before) {
    return "this program knows %s, the document is %s, where field '%s' is %s instead of %s. Update the program to change it."
        .formatted(
            schema.id(),
            document.schema(),
            field.name(),
            before == null ? "absent" : Wording.describe(before),
            field.type().shape());
  }
}
