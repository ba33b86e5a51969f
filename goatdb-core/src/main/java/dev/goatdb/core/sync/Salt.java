package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.Sha256;

/// Makes the short ids of one round of one channel.
///
/// The key comes from both sides' nonces, so neither side can make commits whose short ids are
/// equal; should two be equal by chance, the next round has another key.
final class Salt {

  private static final byte[] TAG = Sha256.tag("goatdb/sync/salt/1");

  private final SipHash hash;

  private Salt(SipHash hash) {
    this.hash = hash;
  }

  /// {@return the salt of a round}
  ///
  /// @param hellos hash of both HELLO frames, each with its nonce
  /// @param channel the channel
  /// @param round the number of the round
  static Salt of(CommitId hellos, int channel, int round) {
    CborWriter out = new CborWriter(64);
    out.id(hellos).unsigned(channel).unsigned(round);
    CommitId key = Sha256.hash(TAG, out);
    return new Salt(new SipHash(key.w0(), key.w1()));
  }

  /// {@return the short id of a commit}
  long shortId(CommitId id) {
    return hash.hash(id.w0(), id.w1(), id.w2(), id.w3());
  }
}
