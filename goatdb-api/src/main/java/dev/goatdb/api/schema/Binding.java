package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a document becomes a `T` and back.
sealed interface Binding<T> permits RecordBinding, DocumentBinding {

  /// The value of a document, or nothing if a required field is absent or the constructor throws.
  @Nullable T read(Document document);

  /// Why a document whose fields are all valid has no value, or nothing if it has one.
  Optional<String> complaint(Document document);

  /// What a field of a value holds.
  <V> Optional<V> value(T value, Field<T, V> field);

  /// What is stored for a value, by field name.
  Map<String, Value> write(T value);

  /// The value as one that belongs to a schema.
  T bind(T value, Schema<T> schema);

  /// Whether a value has something in every field, so that "absent" and "as the default" look
  /// alike.
  boolean hidesAbsence();
}
