package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;

/// What a channel sees of its link and of the database around.
interface Wire {

  SyncHost host();

  Limits limits();

  /// {@return who is here}
  Beacons beacons();

  /// {@return what takes in bundles}
  Admission admission();

  /// {@return milliseconds on a clock that never goes back}
  long now();

  /// {@return the other side's session}
  SessionId peer();

  /// {@return the hash of both HELLOs}
  CommitId hellos();

  /// {@return the largest frame that both sides take}
  int peerFrameBytes();

  /// {@return most bytes of a channel that the other side lets be unacknowledged}
  int peerWindowBytes();

  /// {@return whether this side opened the link, and thereby the channels}
  boolean isConnector();

  /// Sends a frame, now or when there is room.
  void send(Frame frame);

  /// Sends a frame, now or when there is room.
  void send(byte[] frame);

  /// Passes on that the other side, or a peer of it, refused a commit.
  void refused(SyncStore store, CommitId id, Refusal refusal);

  /// Notes that bytes of a COMMITS frame were dealt with.
  void processed(int bytes);

  /// Asks for a call of [Channel#onTick(long)].
  ///
  /// @param channel the channel
  /// @param millis when
  void wake(Channel channel, long millis);

  /// Lets a channel send, if there is room.
  void pump(Channel channel);

  /// Says something to people, with the name of the peer.
  void warn(String message);
}
