/// The value of a commit and of an item.
///
/// [dev.goatdb.core.state.Materializer] reads a commit's bytes from the log, applies its delta to
/// the full state of its base, checks the content hash, and hands several heads to
/// [dev.goatdb.core.merge.Merger]. States of commits and merges are remembered within a budget of
/// bytes; forgetting one costs time, never a different answer.
package dev.goatdb.core.state;
