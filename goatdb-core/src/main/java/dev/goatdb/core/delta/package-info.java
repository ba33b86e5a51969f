/// Differences between states.
///
/// [dev.goatdb.core.delta.Diff] finds the [dev.goatdb.core.delta.Patch] that turns the state of an
/// ancestor into the state of a commit; applying it gives exactly that state, write stamps
/// included, which the content hash checks each time. A patch speaks of fields: set, removed,
/// forgotten, spliced (text), or changed by elements (sets, maps). [dev.goatdb.core.delta.TextDiff]
/// is the edit script of two texts, [dev.goatdb.core.delta.SequenceDiff] that of two lists; merging
/// uses both.
package dev.goatdb.core.delta;
