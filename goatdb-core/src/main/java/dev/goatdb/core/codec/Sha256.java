package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 from the JDK with a domain tag in front. Any thread.
///
/// Looking an algorithm up takes longer than hashing 200 bytes, so a digest that is never fed is
/// cloned instead.
public final class Sha256 {

  private static final MessageDigest UNUSED = lookUp();

  private Sha256() {}

  /// {@return the bytes of a domain tag: the text and a zero}
  ///
  /// @param tag for example `goatdb/commit/1`
  public static byte[] tag(String tag) {
    return (tag + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  /// {@return the hash of a tag and what a writer holds}
  public static CommitId hash(byte[] tag, CborWriter content) {
    return hash(tag, content.buffer(), 0, content.size());
  }

  /// {@return the hash of a tag and a part of an array}
  public static CommitId hash(byte[] tag, byte[] bytes, int offset, int length) {
    return new Hasher().hash(tag, bytes, offset, length);
  }

  /// {@return the hash of parts, one after the other, without a tag}
  public static CommitId hash(byte[]... parts) {
    MessageDigest digest = start();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return CommitId.of(digest.digest());
  }

  /// {@return a fresh digest}
  public static MessageDigest start() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return lookUp();
    }
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256; this one has not", e);
    }
  }
}
