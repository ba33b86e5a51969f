package dev.goatdb.transport.ws;

import java.time.Duration;

/// The limits of this transport.
final class WsLimits {

  /// How many bytes may be under way on a link before it is full.
  static final long MAX_BYTES_UNDER_WAY = 4L << 20;

  /// How long connecting may take, from the name's resolution to the end of the handshake.
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// How long a closing link waits for what is under way and for the other side's word.
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /// How often a link pings; well below [#SILENCE_TIMEOUT], and below the idle timeouts of common
  /// proxies.
  static final Duration PING_INTERVAL = Duration.ofSeconds(20);

  /// How long a peer may be silent before it is given up.
  static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(60);

  /// The largest text of a close reason, in bytes of UTF-8; RFC 6455 allows 123.
  static final int MAX_REASON_BYTES = 120;

  /// The largest fragment that the server sends or takes in one piece.
  static final int FRAGMENT_BYTES = 64 << 10;

  private WsLimits() {}
}
