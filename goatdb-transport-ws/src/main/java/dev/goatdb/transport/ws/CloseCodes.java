package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.CloseReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Close codes and texts between links and the wire.
///
/// The JDK's client refuses to send some codes of RFC 6455, 1002 and 1009 among them. So a client
/// sends 2000 more, in the range that the RFC leaves to libraries, and both sides translate back.
final class CloseCodes {

  private static final int NO_CODE = 1005;
  private static final int SHIFT = 2000;
  private static final int FIRST_OWN = 4000;
  private static final int LAST_OWN = 4999;

  private CloseCodes() {}

  /// Checks a code that the application gives.
  static void requireSendable(int code) {
    boolean known =
        switch (code) {
          case CloseReason.NORMAL,
              CloseReason.GOING_AWAY,
              CloseReason.PROTOCOL_ERROR,
              CloseReason.LOST,
              CloseReason.TOO_BIG ->
              true;
          default -> code >= FIRST_OWN && code <= LAST_OWN;
        };
    if (!known) {
      throw new IllegalArgumentException(
          "close code " + code + " is none of CloseReason's and not 4000 to 4999");
    }
  }

  /// {@return the code that a client sends for a code}
  static int fromClient(int code) {
    return code == CloseReason.NORMAL || code >= FIRST_OWN ? code : code + SHIFT;
  }

  /// {@return the code that was meant by a code from the wire}
  static int meant(int wireCode) {
    if (wireCode == NO_CODE) {
      return CloseReason.NORMAL;
    }
    boolean shifted = wireCode >= 1000 + SHIFT && wireCode < 1016 + SHIFT;
    return shifted ? wireCode - SHIFT : wireCode;
  }

  /// {@return as much of the beginning of a text as fits into a close frame, in whole characters}
  static String shortened(String text) {
    ByteBuffer room = ByteBuffer.allocate(WsLimits.MAX_REASON_BYTES);
    // The encoder stops before the first character that does not fit.
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(text), room, true);
    return StandardCharsets.UTF_8.decode(room.flip()).toString();
  }
}
