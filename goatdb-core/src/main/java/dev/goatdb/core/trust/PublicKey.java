package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Sha256;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The public half of an Ed25519 key.
///
/// @param bytes 32 bytes
public record PublicKey(Value.Bytes bytes) {

  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is not 32 bytes
  public PublicKey {
    if (bytes.size() != Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, was " + bytes.size());
    }
  }

  /// {@return the SHA-256 hash: the database id, if this is a root key}
  public CommitId hash() {
    return Sha256.hash(bytes.toByteArray());
  }

  /// {@return the session that this key names: the first 16 bytes of its hash}
  public SessionId session() {
    return SessionId.of(Arrays.copyOf(hash().toByteArray(), SessionId.BYTES));
  }

  /// {@return whether this is a canonical point of the prime-order group} The eight points of small
  /// order are not: the JDK's verifier takes a zero signature of any message for one of them.
  public boolean isSafe() {
    return Ed25519.validatePublicKeyFull(bytes.toByteArray(), 0);
  }

  /// {@return whether a signature is this key's}
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, bytes.toByteArray(), 0, message, 0, message.length);
  }
}
