/// Replays recorded histories and says whether the result is the one that was recorded.
///
/// Two kinds: an editing trace, where several people typed into one text, and merge vectors, random
/// histories of a counter and a set with the exact result of every merge
/// ([dev.goatdb.cli.replay.VectorReplay]). A trace is replayed in one database by the public
/// low-level call that commits on given parents ([dev.goatdb.cli.replay.TraceReplay]), or by
/// ordinary edits on two peers that are connected ([dev.goatdb.cli.replay.PeerReplay]).
package dev.goatdb.cli.replay;
