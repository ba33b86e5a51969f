package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads canonical CBOR and refuses everything else. One thread. Never allocates more than what
/// remains of the input could fill.
public final class CborReader {

  private final byte[] bytes;
  private final int end;
  private int at;

  /// @param bytes what to read, whole
  public CborReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /// @param bytes holds what to read
  /// @param offset first byte
  /// @param length number of bytes
  public CborReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  /// {@return offset of the next byte}
  public int offset() {
    return at;
  }

  /// {@return whether everything was read}
  public boolean atEnd() {
    return at == end;
  }

  /// {@return the major type of the next item}
  public int peekMajor() throws CodecException {
    return (peek() & 0xff) >>> 5;
  }

  /// {@return the first byte of the next item}
  public int peekOctet() throws CodecException {
    return peek() & 0xff;
  }

  /// {@return the error that says what is wrong here}
  public CodecException error(String reason) {
    return new CodecException(at, reason);
  }

  /// Checks that nothing is left.
  public void requireEnd() throws CodecException {
    if (!atEnd()) {
      throw error((end - at) + " bytes after the end");
    }
  }

  /// Reads an integer of the range of `long`.
  public long integer() throws CodecException {
    int start = at;
    int major = peekMajor();
    if (major > CborWriter.NEGATIVE) {
      throw error("expected an integer");
    }
    long argument = argument(major);
    if (argument < 0) {
      throw new CodecException(start, "integer out of the range of 64 bits with sign");
    }
    return major == CborWriter.UINT ? argument : ~argument;
  }

  /// Reads an unsigned integer of 64 bits.
  public long unsigned() throws CodecException {
    return argument(CborWriter.UINT);
  }

  /// Reads an unsigned integer and checks its bound.
  public int unsigned(int max, String what) throws CodecException {
    int start = at;
    long value = argument(CborWriter.UINT);
    if (value < 0 || value > max) {
      throw new CodecException(
          start, what + " " + Long.toUnsignedString(value) + " is more than " + max);
    }
    return (int) value;
  }

  /// Reads a byte string.
  public byte[] bytes() throws CodecException {
    int length = length(CborWriter.BYTES, 1);
    byte[] result = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return result;
  }

  /// Reads a byte string of a known length.
  public byte[] bytes(int length) throws CodecException {
    int start = at;
    byte[] result = bytes();
    if (result.length != length) {
      throw new CodecException(start, "expected " + length + " bytes, found " + result.length);
    }
    return result;
  }

  /// Reads an id.
  public CommitId id() throws CodecException {
    int start = at;
    if (length(CborWriter.BYTES, 1) != CommitId.BYTES) {
      throw new CodecException(start, "expected an id of 32 bytes");
    }
    CommitId id = new CommitId(big(at, 8), big(at + 8, 8), big(at + 16, 8), big(at + 24, 8));
    at += CommitId.BYTES;
    return id;
  }

  /// Reads a session id.
  public SessionId session() throws CodecException {
    int start = at;
    if (length(CborWriter.BYTES, 1) != SessionId.BYTES) {
      throw new CodecException(start, "expected a session id of 16 bytes");
    }
    SessionId id = new SessionId(big(at, 8), big(at + 8, 8));
    at += SessionId.BYTES;
    return id;
  }

  /// Reads text.
  public String text() throws CodecException {
    int length = length(CborWriter.TEXT, 1);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      text = strictText(length);
    }
    at += length;
    return text;
  }

  /// The replacement character is valid text, but it is also what a lenient decoder makes of bytes
  /// that are none.
  private String strictText(int length) throws CodecException {
    try {
      CharBuffer chars =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      return chars.toString();
    } catch (CharacterCodingException e) {
      throw error("text is not well-formed UTF-8");
    }
  }

  /// Begins an array; each element takes at least one byte.
  public int array() throws CodecException {
    return length(CborWriter.ARRAY, 1);
  }

  /// Begins an array of a known length.
  public void array(int length) throws CodecException {
    int start = at;
    int found = array();
    if (found != length) {
      throw new CodecException(start, "expected an array of " + length + ", found " + found);
    }
  }

  /// Begins a map; each entry takes at least two bytes.
  public int map() throws CodecException {
    return length(CborWriter.MAP, 2);
  }

  /// Reads a tag.
  public long tag() throws CodecException {
    return argument(CborWriter.TAG);
  }

  /// Reads a truth value.
  public boolean bool() throws CodecException {
    int octet = peekOctet();
    if (octet != CborWriter.TRUE && octet != CborWriter.FALSE) {
      throw error("expected a truth value");
    }
    at++;
    return octet == CborWriter.TRUE;
  }

  /// Reads null.
  public void nothing() throws CodecException {
    if (peekOctet() != CborWriter.NULL) {
      throw error("expected null");
    }
    at++;
  }

  /// Reads a floating-point number, which must stand in its shortest form.
  public double floating() throws CodecException {
    int start = at;
    int octet = peekOctet();
    int length =
        switch (octet) {
          case CborWriter.HALF -> 2;
          case CborWriter.SINGLE -> 4;
          case CborWriter.DOUBLE -> 8;
          default -> throw error("expected a floating-point number");
        };
    requireAvailable(1 + length);
    long bits = big(at + 1, length);
    at += 1 + length;
    double value =
        switch (length) {
          case 2 -> Float.float16ToFloat((short) bits);
          case 4 -> Float.intBitsToFloat((int) bits);
          default -> Double.longBitsToDouble(bits);
        };
    CborWriter canonical = new CborWriter(9).floating(value);
    if (!Arrays.equals(canonical.buffer(), 0, canonical.size(), bytes, start, at)) {
      throw new CodecException(start, "floating-point number is not in its shortest form");
    }
    return value;
  }

  /// Checks that a map's keys stand in canonical order: the item read since `start` must be greater
  /// than the one before it.
  ///
  /// @param previousStart start of the previous key, or -1 for the first one
  /// @param previousEnd end of the previous key
  /// @param start start of this key; it ends here
  public void requireAscending(int previousStart, int previousEnd, int start)
      throws CodecException {
    if (previousStart >= 0
        && Arrays.compareUnsigned(bytes, previousStart, previousEnd, bytes, start, at) >= 0) {
      throw new CodecException(start, "not in canonical order, or twice the same");
    }
  }

  /// {@return a copy of the bytes read since an offset}
  public byte[] since(int start) {
    return Arrays.copyOfRange(bytes, start, at);
  }

  private int length(int major, int bytesEach) throws CodecException {
    int start = at;
    long length = argument(major);
    if (length < 0 || length > (end - at) / bytesEach) {
      throw new CodecException(
          start, "length " + Long.toUnsignedString(length) + " is more than what remains");
    }
    return (int) length;
  }

  private long argument(int major) throws CodecException {
    int octet = peekOctet();
    if (octet >>> 5 != major) {
      throw error("expected major type " + major + ", found " + (octet >>> 5));
    }
    int low = octet & 31;
    if (low < 24) {
      at++;
      return low;
    }
    if (low > 27) {
      throw error("indefinite length or reserved form");
    }
    int length = 1 << (low - 24);
    requireAvailable(1 + length);
    long value = big(at + 1, length);
    long least = length == 1 ? 24 : 1L << (length * 4);
    if (Long.compareUnsigned(value, least) < 0) {
      throw error("number is not in its shortest form");
    }
    at += 1 + length;
    return value;
  }

  private byte peek() throws CodecException {
    requireAvailable(1);
    return bytes[at];
  }

  private void requireAvailable(int length) throws CodecException {
    if (end - at < length) {
      throw error("ends too early");
    }
  }

  private long big(int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }
}
