package dev.goatdb.core.sync;

/// SipHash-2-4: a short hash that nobody can steer who does not know the key.
///
/// Source: Aumasson, Bernstein, SipHash: a fast short-input PRF (2012).
final class SipHash {

  private final long k0;
  private final long k1;

  /// @param k0 first half of the key, little endian
  /// @param k1 second half
  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /// {@return the hash of bytes}
  long hash(byte[] bytes) {
    Rounds rounds = new Rounds(k0, k1);
    int whole = bytes.length & ~7;
    for (int at = 0; at < whole; at += 8) {
      rounds.take(little(bytes, at, 8));
    }
    rounds.take(little(bytes, whole, bytes.length - whole) | (long) bytes.length << 56);
    return rounds.finish();
  }

  /// {@return the hash of 32 bytes that are given as four numbers, big endian}
  long hash(long w0, long w1, long w2, long w3) {
    Rounds rounds = new Rounds(k0, k1);
    rounds.take(Long.reverseBytes(w0));
    rounds.take(Long.reverseBytes(w1));
    rounds.take(Long.reverseBytes(w2));
    rounds.take(Long.reverseBytes(w3));
    rounds.take(32L << 56);
    return rounds.finish();
  }

  private static long little(byte[] bytes, int at, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = word << 8 | (bytes[at + i] & 0xff);
    }
    return word;
  }

  /// The state of one computation.
  private static final class Rounds {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Rounds(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
