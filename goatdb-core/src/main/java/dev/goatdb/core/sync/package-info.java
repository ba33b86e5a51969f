/// Synchronization: the protocol GSP/1 as a state machine without threads, sockets or clocks.
///
/// [dev.goatdb.core.sync.SyncNode] is the door. One worker calls it with what happened (a link
/// opened, a frame arrived, a repository grew, time passed); it answers by sending frames and by
/// calling [dev.goatdb.core.sync.SyncStore] and [dev.goatdb.core.sync.SyncHost]. A simulator calls
/// the same methods from one seed.
///
/// No queue of commits is kept for a peer. A repository is a list of bundles that only grows, and
/// each channel keeps one position in it: what lies behind the position was sent, or the peer had
/// it. A slow peer is a position that lags, not memory that fills. Losing a link loses nothing but
/// that position; two digests or, where they differ, one list of short ids find it again.
///
/// ```text
/// SyncNode ── PeerLink ──┬── Handshake    who is there, and of which database
///                        ├── Joining      sessions first
///                        ├── Outbox       frames that a full link did not take
///                        └── Channel ──┬── Outgoing   position, window, what to send next
///                                      ├── Incoming   frames being dealt with, their ACKs
///                                      ├── Rounds     lists of short ids where digests differ
///                                      └── Barriers   "everything before this was dealt with"
/// ```
///
/// The wire format is in `docs/protocol.md`.
package dev.goatdb.core.sync;
