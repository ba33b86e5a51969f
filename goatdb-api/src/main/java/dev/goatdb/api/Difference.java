package dev.goatdb.api;

import dev.goatdb.api.value.Value;

/// A field that differs between two commits of one item.
///
/// @param field name of the field
/// @param before its value at the first commit; [Value#NULL] if it is absent there, or the item is
///   deleted
/// @param after its value at the second commit; [Value#NULL] likewise
public record Difference(String field, Value before, Value after) {}
