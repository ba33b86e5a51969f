package dev.goatdb.transport.ws;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One WebSocket of either library, as [WsLink] sees it. Any thread. Nothing here throws or waits:
/// a failure ends the socket, which is told to the link by [WsLink#gone(String)].
interface WsSocket {

  /// {@return what both ends know of the TLS connection, if it is one}
  Optional<MemorySegment> channelBinding();

  /// Sends a message after those sent before.
  ///
  /// @param message its bytes, not touched by the caller any more
  /// @param done called once when the library no longer holds the bytes, sent or not; not from
  ///   within this call's thread unless nothing could be sent
  void write(ByteBuffer message, Runnable done);

  /// Sends a ping, unless one is still under way.
  void ping();

  /// Asks for one more fragment, to be given to [WsLink#fragment(ByteBuffer, boolean)]. Called only
  /// when none is asked for.
  void pull();

  /// Begins the closing handshake; nothing is written after.
  ///
  /// @param code 1000, 1001, 1002, 1009 or 4000 to 4999
  /// @param text at most 120 bytes of UTF-8
  void sendClose(int code, String text);

  /// Drops the connection.
  void abort();
}
