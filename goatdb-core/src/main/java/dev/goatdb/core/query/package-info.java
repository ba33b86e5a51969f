/// Live queries.
///
/// A [dev.goatdb.core.query.LiveQuery] hears which items changed, reads those again, and moves
/// their rows within a sorted list; it never scans twice. Predicates and comparators are the
/// application's: one that throws ends its own query and no other.
package dev.goatdb.core.query;
