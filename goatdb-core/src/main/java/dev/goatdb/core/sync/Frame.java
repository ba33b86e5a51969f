package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.trust.PublicKey;
import java.util.List;
import java.util.Optional;

/// A frame of the protocol.
sealed interface Frame {

  /// A frame about one channel.
  sealed interface OnChannel extends Frame {
    /// {@return the number that the opener gave the channel}
    int channel();
  }

  /// What a side is and can. The first frame in both directions.
  ///
  /// @param minVersion least version of the protocol
  /// @param maxVersion greatest version of the protocol
  /// @param features what it can do beyond the version
  /// @param critical what the other side must be able to do
  /// @param frameBytes largest frame that it takes
  /// @param windowBytes most unacknowledged bytes of one channel that it takes
  /// @param nonce 16 random bytes
  /// @param time its clock, in milliseconds since 1970
  /// @param trusted whether signatures are switched off
  /// @param claimed whether its root is fixed
  /// @param root the root session's public key, whose hash is the database id
  /// @param session its own session's public key
  /// @param since when its session's key was made, in milliseconds since 1970
  /// @param binding what its end of the link says that the link is secured by; empty if by nothing
  record Hello(
      int minVersion,
      int maxVersion,
      List<Integer> features,
      List<Integer> critical,
      int frameBytes,
      int windowBytes,
      Value.Bytes nonce,
      long time,
      boolean trusted,
      boolean claimed,
      PublicKey root,
      PublicKey session,
      long since,
      Value.Bytes binding)
      implements Frame {}

  /// Proof that a side holds its session's key.
  ///
  /// @param signature over role and both HELLO frames
  record Auth(Value.Bytes signature) implements Frame {}

  /// A session that the sender cannot register: the handshake that it had.
  ///
  /// @param connectorHello the newcomer's HELLO frame
  /// @param acceptorHello the HELLO frame of whom it connected to
  /// @param signature the newcomer's, as in [Auth]
  record Introduce(Value.Bytes connectorHello, Value.Bytes acceptorHello, Value.Bytes signature)
      implements Frame {}

  /// A commit that a peer of the sender refused, on its way to the author.
  ///
  /// @param id the commit
  /// @param refusal why
  record Refused(int channel, CommitId id, Refusal refusal) implements OnChannel {}

  /// The last frame.
  ///
  /// @param code why
  /// @param offset the first bad byte of the frame that caused it
  /// @param text one line for people
  record Bye(ByeCode code, int offset, String text) implements Frame {}

  /// Opens a channel for a repository.
  ///
  /// @param channel a number that is not in use on this link
  /// @param path the repository
  /// @param count number of commits at the opener
  /// @param digest their digest
  record Open(int channel, RepositoryPath path, long count, CommitId digest) implements OnChannel {}

  /// The answer to an OPEN.
  ///
  /// @param channel the channel
  /// @param mode how it goes on
  /// @param count number of commits at the acceptor
  /// @param digest their digest
  record Accept(int channel, Mode mode, long count, CommitId digest) implements OnChannel {}

  /// How a channel goes on.
  enum Mode {
    /// There is no such repository, or the peer may not see it.
    DENIED,
    /// Both sides hold the same.
    SAME,
    /// The opener lists what it has.
    LIST
  }

  /// Ends a channel.
  ///
  /// @param channel the channel
  record Close(int channel) implements OnChannel {}

  /// A question whether both sides hold the same, or its answer.
  ///
  /// @param channel the channel
  /// @param token names the question
  /// @param reply whether this is the answer
  /// @param count number of commits
  /// @param digest their digest
  record Digest(int channel, long token, boolean reply, long count, CommitId digest)
      implements OnChannel {}

  /// A page of the short ids of what the opener has.
  ///
  /// @param channel the channel
  /// @param round number of the round, from 0
  /// @param page number of the page, from 0
  /// @param isLast whether no page follows
  /// @param ids in the order of the opener's log
  record Listing(int channel, int round, int page, boolean isLast, ShortIdList ids)
      implements OnChannel {}

  /// Those of a page that the acceptor lacks.
  ///
  /// @param channel the channel
  /// @param round number of the round
  /// @param page number of the page
  /// @param isLast whether no page follows
  /// @param ids in the order of the page
  record Want(int channel, int round, int page, boolean isLast, ShortIdList ids)
      implements OnChannel {}

  /// Bundles with their commits, parents before children.
  ///
  /// @param channel the channel
  /// @param bundles at least one
  record Commits(int channel, List<BundleCodec.Sent> bundles) implements OnChannel {}

  /// Asks for commits again, with full states.
  ///
  /// @param channel the channel
  /// @param ids commits whose delta has a base that is not there
  record NeedBase(int channel, List<CommitId> ids) implements OnChannel {}

  /// How far COMMITS frames have been dealt with.
  ///
  /// @param channel the channel
  /// @param received number of COMMITS frames dealt with since the channel was opened
  /// @param durable what was there at the opening and so many COMMITS frames are on the medium; -1
  ///   if not even the former
  record Ack(int channel, long received, long durable) implements OnChannel {}

  /// What of a COMMITS frame is not in the log now that it is acknowledged.
  ///
  /// @param channel the channel
  /// @param frame number of the COMMITS frame, from 1
  /// @param entries at least one
  record Nack(int channel, long frame, List<Missing> entries) implements OnChannel {}

  /// What a session says about itself while it is connected, or that it is not here any more.
  ///
  /// @param channel the channel
  /// @param session whose it is
  /// @param topic what it is about
  /// @param sequence rises with each that a session makes
  /// @param hops how many peers passed it on
  /// @param content what it says; nothing if the session is gone
  /// @param signature the session's, over [Beacons#signed]; empty in trusted mode and if it is gone
  record Beacon(
      int channel,
      SessionId session,
      String topic,
      long sequence,
      int hops,
      Optional<Value.Bytes> content,
      Value.Bytes signature)
      implements OnChannel {}

  /// Something of a COMMITS frame that is not in the log.
  sealed interface Missing {
    /// {@return the place of its bundle in the frame}
    int position();

    /// Some commits of a bundle wait for something else.
    ///
    /// @param position place of the bundle
    record Later(int position) implements Missing {}

    /// A whole bundle was refused.
    ///
    /// @param position place of the bundle
    /// @param refusal why
    record Bundle(int position, Refusal refusal) implements Missing {}

    /// A commit was refused.
    ///
    /// @param position place of its bundle
    /// @param id the commit
    /// @param refusal why
    record Commit(int position, CommitId id, Refusal refusal) implements Missing {}
  }
}
