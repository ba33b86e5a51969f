package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes canonical CBOR into a growing buffer. One thread. The caller writes map keys in canonical
/// order.
public final class CborWriter {

  static final int UINT = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int FALSE = 0xf4;
  static final int TRUE = 0xf5;
  static final int NULL = 0xf6;
  static final int HALF = 0xf9;
  static final int SINGLE = 0xfa;
  static final int DOUBLE = 0xfb;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] buffer;
  private int size;

  /// A writer with a small buffer.
  public CborWriter() {
    this(256);
  }

  /// @param capacity first size of the buffer, in bytes
  public CborWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /// Forgets what was written and keeps the buffer.
  public CborWriter reset() {
    size = 0;
    return this;
  }

  /// Forgets what was written after a point.
  ///
  /// @param size an earlier [#size()]
  public CborWriter truncate(int size) {
    this.size = Math.min(this.size, size);
    return this;
  }

  /// {@return bytes written so far}
  public int size() {
    return size;
  }

  /// {@return the buffer itself; the first [#size()] bytes count, until the next write}
  public byte[] buffer() {
    return buffer;
  }

  /// {@return a copy of what was written}
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /// {@return a copy of a part of what was written}
  public byte[] toByteArray(int from, int to) {
    return Arrays.copyOfRange(buffer, from, to);
  }

  /// Writes an integer of the range of `long`.
  public CborWriter integer(long value) {
    return value >= 0 ? head(UINT, value) : head(NEGATIVE, ~value);
  }

  /// Writes an unsigned integer of 64 bits.
  public CborWriter unsigned(long bits) {
    return head(UINT, bits);
  }

  /// Writes a byte string.
  public CborWriter bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  /// Writes a byte string.
  public CborWriter bytes(byte[] bytes, int offset, int length) {
    head(BYTES, length);
    return raw(bytes, offset, length);
  }

  /// Writes an id as a byte string.
  public CborWriter id(CommitId id) {
    head(BYTES, CommitId.BYTES);
    return word(id.w0()).word(id.w1()).word(id.w2()).word(id.w3());
  }

  /// Writes a session id as a byte string.
  public CborWriter session(SessionId id) {
    head(BYTES, SessionId.BYTES);
    return word(id.high()).word(id.low());
  }

  /// Writes text.
  public CborWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    head(TEXT, utf8.length);
    return raw(utf8, 0, utf8.length);
  }

  /// Begins an array.
  public CborWriter array(int length) {
    return head(ARRAY, length);
  }

  /// Begins a map.
  public CborWriter map(int entries) {
    return head(MAP, entries);
  }

  /// Writes a tag for the item that follows.
  public CborWriter tag(long tag) {
    return head(TAG, tag);
  }

  /// Writes a truth value.
  public CborWriter bool(boolean value) {
    return octet(value ? TRUE : FALSE);
  }

  /// Writes null.
  public CborWriter nothing() {
    return octet(NULL);
  }

  /// Writes a floating-point number in the shortest form that keeps it.
  public CborWriter floating(double value) {
    float single = (float) value;
    if (Double.isNaN(value)) {
      return octet(HALF).big(0x7e00, 2);
    }
    if (single != value) {
      return octet(DOUBLE).word(Double.doubleToRawLongBits(value));
    }
    short half = Float.floatToFloat16(single);
    return Float.float16ToFloat(half) == single
        ? octet(HALF).big(half, 2)
        : octet(SINGLE).big(Float.floatToRawIntBits(single), 4);
  }

  /// Writes bytes that are CBOR already.
  public CborWriter raw(byte[] bytes, int offset, int length) {
    reserve(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
    return this;
  }

  /// Writes bytes that are CBOR already.
  public CborWriter raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  private CborWriter head(int major, long argument) {
    int first = major << 5;
    if (argument >= 0 && argument < 24) {
      return octet(first | (int) argument);
    }
    if (argument >>> 8 == 0) {
      return octet(first | 24).big(argument, 1);
    }
    if (argument >>> 16 == 0) {
      return octet(first | 25).big(argument, 2);
    }
    if (argument >>> 32 == 0) {
      return octet(first | 26).big(argument, 4);
    }
    return octet(first | 27).word(argument);
  }

  private CborWriter octet(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
    return this;
  }

  private CborWriter word(long value) {
    reserve(Long.BYTES);
    WORD.set(buffer, size, value);
    size += Long.BYTES;
    return this;
  }

  private CborWriter big(long value, int length) {
    reserve(length);
    for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, more)));
    }
  }
}
