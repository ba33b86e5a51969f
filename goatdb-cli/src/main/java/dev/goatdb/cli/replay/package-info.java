/// Replays recorded histories through the public low-level call that commits on given parents, and
/// says whether the result is the one that was recorded.
///
/// Two kinds: an editing trace, where several people typed into one text
/// ([dev.goatdb.cli.replay.TraceReplay]), and merge vectors, random histories of a counter and a
/// set with the exact result of every merge ([dev.goatdb.cli.replay.VectorReplay]).
package dev.goatdb.cli.replay;
