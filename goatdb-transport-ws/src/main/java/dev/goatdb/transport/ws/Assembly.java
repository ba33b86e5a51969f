package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.Link;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Puts the fragments of a message together, within the bound of a frame. It never holds more than
/// twice the bytes that have really come. One thread at a time.
final class Assembly {

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int size;

  /// Adds a fragment.
  ///
  /// @return false if the message is larger than a frame may be; nothing was added
  boolean add(ByteBuffer fragment) {
    int more = fragment.remaining();
    if (more > Link.MAX_FRAME_BYTES - size) {
      return false;
    }
    if (size + more > bytes.length) {
      // The first fragment is taken at its size: most messages have one only.
      int capacity = size == 0 ? more : Math.max(size + more, 2 * size);
      bytes = Arrays.copyOf(bytes, Math.min(capacity, Link.MAX_FRAME_BYTES));
    }
    fragment.get(bytes, size, more);
    size += more;
    return true;
  }

  /// {@return the message, whose last fragment was added; the next one begins}
  byte[] finish() {
    byte[] message = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    bytes = NOTHING;
    size = 0;
    return message;
  }
}
