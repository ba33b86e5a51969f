package dev.goatdb.api.spi.transport;

import java.lang.foreign.MemorySegment;

/// Hears one link. Calls for one link come one at a time, [#onOpen(Link)] first, [#onClosed(Link,
/// CloseReason)] last and once.
public interface FrameHandler {

  /// The link is ready to send. Ask for frames with [Link#request(int)].
  ///
  /// @param link the link
  void onOpen(Link link);

  /// A whole frame arrived.
  ///
  /// @param link the link
  /// @param frame its bytes, valid during the call
  void onFrame(Link link, MemorySegment frame);

  /// A link that was full has room again.
  ///
  /// @param link the link
  void onWritable(Link link);

  /// The link ended. Nothing follows.
  ///
  /// @param link the link
  /// @param reason why
  void onClosed(Link link, CloseReason reason);
}
