package dev.goatdb.api.spi.transport;

import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.util.Optional;

/// One connection. Any thread.
public interface Link {

  /// Largest frame that every transport carries, in bytes.
  int MAX_FRAME_BYTES = 8 << 20;

  /// {@return the other side's address, as far as it is known; for people}
  URI remote();

  /// {@return what both ends of a secured connection know of it, and nobody between them can
  /// choose: the SHA-256 of the server's certificate. Whoever authenticates signs it along. Empty
  /// if the transport does not secure the connection}
  default Optional<MemorySegment> channelBinding() {
    return Optional.empty();
  }

  /// Sends a frame. Frames arrive in the order of these calls, whole, or not at all if the link
  /// ends before.
  ///
  /// The bytes are taken before this returns. Does not wait for the network.
  ///
  /// @param frame 1 to [#MAX_FRAME_BYTES] bytes
  /// @return false if the link is full (more than it likes to hold is under way) or has ended: the
  ///   frame was not taken. A full link calls [FrameHandler#onWritable(Link)] when there is room
  ///   again
  boolean send(MemorySegment frame);

  /// Allows the other side's next frames to be delivered. A new link delivers nothing before the
  /// first call.
  ///
  /// @param frames how many more, at least 1
  void request(int frames);

  /// Ends the link. [FrameHandler#onClosed(Link, CloseReason)] is called once on both sides.
  /// Idempotent.
  ///
  /// @param reason why
  void close(CloseReason reason);
}
