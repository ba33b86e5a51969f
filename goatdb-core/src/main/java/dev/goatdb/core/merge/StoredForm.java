package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;

/// What a field type stores, without the application's own types around it.
final class StoredForm {

  private StoredForm() {}

  static FieldType<?> of(FieldType<?> type) {
    return switch (type) {
      case FieldType.Mapped<?, ?> mapped -> of(mapped.base());
      case FieldType.OptionalOf<?> optional -> of(optional.element());
      default -> type;
    };
  }
}
