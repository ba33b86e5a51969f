package dev.goatdb.bench;

/// A note and its key.
///
/// @param key the key
/// @param note the note
record Keyed(String key, Note note) {}
