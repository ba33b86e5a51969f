package dev.goatdb.core.query;

import java.util.Set;

/// Finds the fields in which two values differ.
///
/// @param <T> type of the values
@FunctionalInterface
public interface FieldDiff<T> {

  /// {@return the names of the fields that differ}
  Set<String> between(T before, T after);
}
