package dev.goatdb.core.trust;

import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.value.Value;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key pair (RFC 8032). Immutable; any thread.
public final class SigningKey {

  /// Length of the private seed, in bytes.
  static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final PublicKey publicKey;

  private SigningKey(byte[] seed, PublicKey publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  private static PublicKey publicKeyOf(byte[] seed) {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    return new PublicKey(Value.Bytes.of(encoded));
  }

  /// {@return a new key}
  ///
  /// @param env gives the randomness
  public static SigningKey generate(Env env) {
    byte[] seed = new byte[SEED_BYTES];
    env.random(seed);
    return new SigningKey(seed, publicKeyOf(seed));
  }

  /// {@return the key of a seed and its public half, which is believed: computing it would load the
  /// curve's tables, and opening a database must not wait for those}
  ///
  /// @throws IllegalArgumentException if the seed has another length than 32 bytes
  static SigningKey of(byte[] seed, PublicKey publicKey) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, was " + seed.length);
    }
    return new SigningKey(seed.clone(), publicKey);
  }

  /// {@return the 32 private bytes}
  byte[] seed() {
    return seed.clone();
  }

  /// {@return the public half}
  public PublicKey publicKey() {
    return publicKey;
  }

  /// {@return the session that this key names}
  public SessionId session() {
    return publicKey.session();
  }

  /// {@return a signature of 64 bytes}
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    byte[] encoded = publicKey.bytes().toByteArray();
    Ed25519.sign(seed, 0, encoded, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey that && Arrays.equals(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }
}
