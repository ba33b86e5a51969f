package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys that a database holds: the private key of its session and the public key of its root
/// session.
///
/// A new database is its own root: both are one key. The first `listen` *claims* it, after which
/// its root never changes; the first `connect` of an unclaimed one *adopts* the peer's root. Kept
/// as text: three lines, the session's PKCS#8 key, its public key and the root's public key (RFC
/// 7468, RFC 8410), so that other tools can read them.
///
/// @param session the private key that signs here
/// @param root the root session's public key, whose hash is the database id
/// @param isClaimed whether the root is fixed
/// @param createdMillis when the session's key was made
public record KeyRing(SigningKey session, PublicKey root, boolean isClaimed, long createdMillis) {

  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final Pattern FORM =
      Pattern.compile(
          """
          goatdb-keys: 1
          claimed: (true|false)
          created: (\\d{1,15})
          -----BEGIN PRIVATE KEY-----
          ([A-Za-z0-9+/=\\n]+)
          -----END PRIVATE KEY-----
          -----BEGIN PUBLIC KEY-----
          ([A-Za-z0-9+/=\\n]+)
          -----END PUBLIC KEY-----
          -----BEGIN PUBLIC KEY-----
          ([A-Za-z0-9+/=\\n]+)
          -----END PUBLIC KEY-----
          """);

  /// {@return the keys of a new database}
  public static KeyRing fresh(SigningKey session, long nowMillis) {
    return new KeyRing(session, session.publicKey(), false, nowMillis);
  }

  /// {@return the same keys with the root fixed}
  public KeyRing claimed() {
    return new KeyRing(session, root, true, createdMillis);
  }

  /// {@return the same session in another's database}
  ///
  /// @throws IllegalStateException if the root is fixed already
  public KeyRing adopting(PublicKey root) {
    if (isClaimed) {
      throw new IllegalStateException("a claimed database never changes its root");
    }
    return new KeyRing(session, root, true, createdMillis);
  }

  /// {@return a new session in the same database}
  ///
  /// @throws IllegalStateException if this is the root's own, which does not end
  public KeyRing renewed(SigningKey session, long nowMillis) {
    if (isRoot()) {
      throw new IllegalStateException("the root session is not renewed");
    }
    return new KeyRing(session, root, isClaimed, nowMillis);
  }

  /// {@return the database id}
  public CommitId database() {
    return root.hash();
  }

  /// {@return the root session}
  public SessionId rootSession() {
    return root.session();
  }

  /// {@return whether the session here is the root session}
  public boolean isRoot() {
    return session.publicKey().equals(root);
  }

  /// {@return the text that [#parse(byte[], String)] reads}
  public byte[] encode() {
    String text =
        """
        goatdb-keys: 1
        claimed: %s
        created: %d
        -----BEGIN PRIVATE KEY-----
        %s
        -----END PRIVATE KEY-----
        -----BEGIN PUBLIC KEY-----
        %s
        -----END PUBLIC KEY-----
        -----BEGIN PUBLIC KEY-----
        %s
        -----END PUBLIC KEY-----
        """
            .formatted(
                isClaimed,
                createdMillis,
                base64(PKCS8, session.seed()),
                base64(SPKI, session.publicKey().bytes().toByteArray()),
                base64(SPKI, root.bytes().toByteArray()));
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] prefix, byte[] key) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(prefix);
    out.writeBytes(key);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /// {@return the keys of a text}
  ///
  /// @param bytes what [#encode()] gave
  /// @param where names the place in errors
  /// @throws GoatDbException.Configuration if it is anything else
  public static KeyRing parse(byte[] bytes, String where) {
    String text = new String(bytes, StandardCharsets.US_ASCII).replace("\r\n", "\n");
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw unreadable(where, "it is not of the form that this program writes");
    }
    try {
      PublicKey publicKey = new PublicKey(Value.Bytes.of(strip(SPKI, matcher.group(4))));
      SigningKey session = SigningKey.of(strip(PKCS8, matcher.group(3)), publicKey);
      PublicKey root = new PublicKey(Value.Bytes.of(strip(SPKI, matcher.group(5))));
      boolean claimed = Boolean.parseBoolean(matcher.group(1));
      return new KeyRing(session, root, claimed, Long.parseLong(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw unreadable(where, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] strip(byte[] prefix, String base64) {
    byte[] der = Base64.getMimeDecoder().decode(base64);
    if (der.length != prefix.length + 32
        || !Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length)) {
      throw new IllegalArgumentException("a key in it is not an Ed25519 key");
    }
    return Arrays.copyOfRange(der, prefix.length, der.length);
  }

  private static GoatDbException unreadable(String where, String reason) {
    return new GoatDbException.Configuration(
        "the keys in %s cannot be read: %s. Bring the file back from a backup; it is never replaced, since without it this database cannot sign."
            .formatted(where, reason));
  }

  /// {@return what may be shown: never the private key}
  @Override
  public String toString() {
    return "KeyRing[session "
        + session.session().brief()
        + ", database "
        + database().brief()
        + "]";
  }
}
