package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.value.Value;

/// What one signature covers: the commits of one drain of a repository's writer.
///
/// @param database SHA-256 of the root session's public key
/// @param repository where the commits lie
/// @param algorithm how it is signed
/// @param session who signed; the author of every commit in it
/// @param chain 16 random bytes, drawn anew each time a repository is opened for writing
/// @param seq number of the bundle within its chain, from 0
/// @param history root of the RFC 6962 tree over the hashes of the chain's earlier bundles
/// @param first least time of its commits
/// @param last greatest time of its commits
/// @param count number of commits
/// @param root root of the RFC 6962 tree over the salted ids of its commits
public record BundleHeader(
    CommitId database,
    RepositoryPath repository,
    Algorithm algorithm,
    SessionId session,
    Value.Bytes chain,
    long seq,
    CommitId history,
    CommitTime first,
    CommitTime last,
    int count,
    CommitId root) {

  /// The only version of this format.
  public static final int FORMAT_VERSION = 1;

  /// Most commits in one bundle.
  public static final int MAX_COMMITS = 4096;

  /// Length of chain and salt, in bytes.
  public static final int NONCE_BYTES = 16;

  private static final byte[] TAG = Sha256.tag("goatdb/bundle/1");

  /// How a bundle is signed. The session record says which; a message never does.
  public enum Algorithm {
    /// Not signed: trusted mode.
    NONE,
    /// Ed25519, RFC 8032.
    ED25519
  }

  /// {@return the bytes that are signed: a domain tag and the canonical header}
  public byte[] message() {
    CborWriter out = new CborWriter(320);
    out.raw(TAG);
    write(out);
    return out.toByteArray();
  }

  /// {@return the bundle's name}
  public CommitId id() {
    return Sha256.hash(message());
  }

  void write(CborWriter out) {
    out.map(12);
    out.unsigned(1).unsigned(FORMAT_VERSION);
    out.unsigned(2).id(database);
    out.unsigned(3).text(repository.toString());
    out.unsigned(4).unsigned(algorithm.ordinal());
    out.unsigned(5).session(session);
    out.unsigned(6).bytes(chain.toByteArray());
    out.unsigned(7).unsigned(seq);
    out.unsigned(8).id(history);
    out.unsigned(9).unsigned(first.bits());
    out.unsigned(10).unsigned(last.bits());
    out.unsigned(11).unsigned(count);
    out.unsigned(12).id(root);
  }

  static BundleHeader read(CborReader in) throws CodecException {
    if (in.map() != 12) {
      throw in.error("a bundle's header has 12 entries");
    }
    key(in, 1);
    if (in.unsigned() != FORMAT_VERSION) {
      throw in.error("bundle of another version");
    }
    key(in, 2);
    CommitId database = in.id();
    key(in, 3);
    RepositoryPath repository = readPath(in);
    key(in, 4);
    Algorithm algorithm =
        Algorithm.values()[in.unsigned(Algorithm.values().length - 1, "algorithm")];
    key(in, 5);
    SessionId session = in.session();
    key(in, 6);
    Value.Bytes chain = Value.Bytes.of(in.bytes(NONCE_BYTES));
    key(in, 7);
    long seq = in.unsigned();
    key(in, 8);
    CommitId history = in.id();
    key(in, 9);
    CommitTime first = new CommitTime(in.unsigned());
    key(in, 10);
    CommitTime last = new CommitTime(in.unsigned());
    key(in, 11);
    int count = in.unsigned(MAX_COMMITS, "number of commits");
    key(in, 12);
    return new BundleHeader(
        database, repository, algorithm, session, chain, seq, history, first, last, count, in.id());
  }

  private static void key(CborReader in, int expected) throws CodecException {
    if (in.unsigned(12, "key") != expected) {
      throw in.error("expected key " + expected);
    }
  }

  private static RepositoryPath readPath(CborReader in) throws CodecException {
    int start = in.offset();
    try {
      return RepositoryPath.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw new CodecException(start, String.valueOf(e.getMessage()));
    }
  }
}
