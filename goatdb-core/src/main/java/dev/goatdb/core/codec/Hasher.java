package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import java.security.DigestException;
import java.security.MessageDigest;

/// A digest and a buffer that are used over and over, for those who hash a lot: nothing is
/// allocated but the result. One thread at a time.
public final class Hasher {

  /// A buffer that once held something large is not kept.
  private static final int KEPT_BYTES = 64 << 10;

  private final MessageDigest digest = Sha256.start();
  private final byte[] result = new byte[CommitId.BYTES];
  private CborWriter out = new CborWriter(1024);

  /// {@return an empty writer for what is to be hashed next; it is this one's, and there is one}
  public CborWriter begin() {
    if (out.buffer().length > KEPT_BYTES) {
      out = new CborWriter(1024);
    }
    return out.reset();
  }

  /// {@return the hash of a tag and what a writer holds}
  public CommitId hash(byte[] tag, CborWriter content) {
    return hash(tag, content.buffer(), 0, content.size());
  }

  /// {@return the hash of a tag and a part of an array}
  public CommitId hash(byte[] tag, byte[] bytes, int offset, int length) {
    digest.update(tag);
    digest.update(bytes, offset, length);
    try {
      digest.digest(result, 0, CommitId.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives 32 bytes", e);
    }
    return CommitId.of(result);
  }
}
