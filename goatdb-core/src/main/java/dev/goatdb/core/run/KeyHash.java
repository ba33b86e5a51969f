package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Sha256;
import java.nio.charset.StandardCharsets;

/// The hash of an item's key: the order of runs and of the digest's buckets.
public final class KeyHash {

  /// How many buckets a repository's digest has.
  public static final int BUCKETS = 256;

  private KeyHash() {}

  /// {@return the SHA-256 of a key's UTF-8 bytes}
  public static CommitId of(String key) {
    return of(key.getBytes(StandardCharsets.UTF_8));
  }

  /// {@return the SHA-256 of a key's UTF-8 bytes}
  static CommitId of(byte[] key) {
    return Sha256.hash(key);
  }

  /// {@return the bucket of a key: the first byte of its hash}
  public static int bucket(CommitId hash) {
    return (int) (hash.w0() >>> 56);
  }

  /// {@return the first bits of a hash}
  static int slot(CommitId hash, int bits) {
    return bits == 0 ? 0 : (int) (hash.w0() >>> (64 - bits));
  }
}
