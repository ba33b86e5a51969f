package dev.goatdb.api.schema;

import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.error.Refusal.Reason;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds everything that is wrong with a document.
record Validation<T>(Schema<T> schema, List<Check<? super T>> checks) {

  List<Refusal> of(Document document) {
    SchemaId found = document.schema();
    SchemaId id = schema.id();
    if (!found.name().equals(id.name()) || found.version() < id.version()) {
      String message = "this document is a " + found + ", not a " + id;
      return List.of(new Refusal(Reason.SCHEMA, id.toString(), message));
    }
    List<Refusal> refusals = new ArrayList<>();
    for (Field<T, ?> field : schema.fields()) {
      checkField(document, field, refusals);
    }
    if (refusals.isEmpty()) {
      checkWhole(document, refusals);
    }
    return List.copyOf(refusals);
  }

  private void checkField(Document document, Field<T, ?> field, List<Refusal> refusals) {
    Value stored = document.valueOrNull(field.name());
    boolean isLater = document.schema().version() > schema.id().version();
    if (stored == null || !field.type().accepts(stored)) {
      if (!isLater) {
        checkUnreadable(field, stored, refusals);
      }
      return;
    }
    for (String complaint : field.complaints(stored)) {
      refusals.add(invalid(field, complaint + ", was " + Wording.describe(stored)));
    }
  }

  private void checkUnreadable(Field<T, ?> field, @Nullable Value stored, List<Refusal> refusals) {
    if (stored != null) {
      String expected = "must be " + field.type().shape();
      refusals.add(invalid(field, expected + ", was " + Wording.describe(stored)));
    } else if (field.isRequired() && field.fallback().isEmpty()) {
      refusals.add(invalid(field, "is required, was absent"));
    }
  }

  private Refusal invalid(Field<T, ?> field, String what) {
    String message = "field '%s' of %s %s".formatted(field.name(), schema.id(), what);
    return new Refusal(Reason.INVALID_VALUE, field.name(), message);
  }

  private void checkWhole(Document document, List<Refusal> refusals) {
    T value = schema.asOrNull(document);
    if (value == null) {
      schema.binding().complaint(document).ifPresent(what -> refusals.add(invalid(what)));
      return;
    }
    for (Check<? super T> check : checks) {
      check.complaint(value).ifPresent(what -> refusals.add(invalid(what)));
    }
  }

  private Refusal invalid(String what) {
    String id = schema.id().toString();
    return new Refusal(Reason.INVALID_VALUE, id, id + " " + what);
  }
}
