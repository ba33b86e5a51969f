package dev.goatdb.api.commit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The name of a commit: 32 bytes, the SHA-256 hash of its canonical header. Also names whatever
/// else a log stores under its hash. Ordered bytewise, unsigned.
///
/// @param w0 bytes 0 to 7, big endian
/// @param w1 bytes 8 to 15
/// @param w2 bytes 16 to 23
/// @param w3 bytes 24 to 31
public record CommitId(long w0, long w1, long w2, long w3) implements Comparable<CommitId> {

  /// Length in bytes.
  public static final int BYTES = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// {@return the id of 32 bytes}
  ///
  /// @param bytes exactly 32 bytes
  /// @throws IllegalArgumentException if there are more or fewer
  public static CommitId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an id has 32 bytes, was " + bytes.length);
    }
    return new CommitId(
        (long) WORD.get(bytes, 0),
        (long) WORD.get(bytes, 8),
        (long) WORD.get(bytes, 16),
        (long) WORD.get(bytes, 24));
  }

  /// {@return the id of 64 hexadecimal digits}
  ///
  /// @param hex what [#toString()] gives
  /// @throws IllegalArgumentException on anything else
  public static CommitId parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("an id has 64 hexadecimal digits, was '" + hex + "'");
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /// {@return the 32 bytes}
  public byte[] toByteArray() {
    byte[] bytes = new byte[BYTES];
    WORD.set(bytes, 0, w0);
    WORD.set(bytes, 8, w1);
    WORD.set(bytes, 16, w2);
    WORD.set(bytes, 24, w3);
    return bytes;
  }

  /// {@return the first 8 hexadecimal digits, for people}
  public String brief() {
    return "%08x".formatted(w0 >>> 32);
  }

  @Override
  public int compareTo(CommitId other) {
    int first = Long.compareUnsigned(w0, other.w0);
    if (first != 0) {
      return first;
    }
    int second = Long.compareUnsigned(w1, other.w1);
    if (second != 0) {
      return second;
    }
    int third = Long.compareUnsigned(w2, other.w2);
    return third != 0 ? third : Long.compareUnsigned(w3, other.w3);
  }

  /// Hashes of SHA-256 are uniform: eight of the bytes are a hash.
  @Override
  public int hashCode() {
    return Long.hashCode(w0);
  }

  /// {@return 64 hexadecimal digits}
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toByteArray());
  }
}
