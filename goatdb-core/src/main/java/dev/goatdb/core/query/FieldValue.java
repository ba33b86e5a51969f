package dev.goatdb.core.query;

import dev.goatdb.api.schema.Field;
import java.util.Optional;

/// Reads one field of a value.
///
/// @param <T> type of the value
public interface FieldValue<T> {

  /// {@return what a field holds, or nothing if it is absent and has no default}
  <V> Optional<V> of(T value, Field<T, V> field);
}
