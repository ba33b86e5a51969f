package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.Map;
import java.util.Optional;

/// A document stays a document.
record DocumentBinding() implements Binding<Document> {

  @Override
  public Document read(Document document) {
    return document;
  }

  @Override
  public Optional<String> complaint(Document document) {
    return Optional.empty();
  }

  @Override
  public <V> Optional<V> value(Document value, Field<Document, V> field) {
    return field.in(value);
  }

  @Override
  public Map<String, Value> write(Document value) {
    return value.values();
  }

  @Override
  public Document bind(Document value, Schema<Document> schema) {
    return value.boundTo(schema);
  }

  @Override
  public boolean hidesAbsence() {
    return false;
  }
}
