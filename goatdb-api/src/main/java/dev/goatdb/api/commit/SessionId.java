package dev.goatdb.api.commit;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The name of a session: the first 16 bytes of the SHA-256 hash of its public key.
///
/// @param high bytes 0 to 7, big endian
/// @param low bytes 8 to 15
public record SessionId(long high, long low) implements Comparable<SessionId> {

  /// Length in bytes.
  public static final int BYTES = 16;

  /// {@return the id of 16 bytes}
  ///
  /// @param bytes exactly 16 bytes
  /// @throws IllegalArgumentException if there are more or fewer
  public static SessionId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a session id has 16 bytes, was " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new SessionId(buffer.getLong(), buffer.getLong());
  }

  /// {@return the id of 32 hexadecimal digits}
  ///
  /// @param hex what [#toString()] gives
  /// @throws IllegalArgumentException on anything else
  public static SessionId parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "a session id has 32 hexadecimal digits, was '" + hex + "'");
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /// {@return the 16 bytes}
  public byte[] toByteArray() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /// {@return the first 8 hexadecimal digits, for people}
  public String brief() {
    return "%08x".formatted(high >>> 32);
  }

  @Override
  public int compareTo(SessionId other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  /// {@return 32 hexadecimal digits}
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toByteArray());
  }
}
