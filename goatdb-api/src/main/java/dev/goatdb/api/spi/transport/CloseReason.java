package dev.goatdb.api.spi.transport;

import java.util.Objects;

/// Why a link ended.
///
/// @param code one of the codes below, or 4000 to 4999 for the protocol's own
/// @param text one line for people, at most 120 bytes of UTF-8 are carried over
public record CloseReason(int code, String text) {

  /// Both sides were done.
  public static final int NORMAL = 1000;

  /// The other side goes away.
  public static final int GOING_AWAY = 1001;

  /// The other side broke the protocol.
  public static final int PROTOCOL_ERROR = 1002;

  /// The link was cut without a word.
  public static final int LOST = 1006;

  /// A frame was larger than allowed.
  public static final int TOO_BIG = 1009;

  /// Checks that nothing is missing.
  public CloseReason {
    Objects.requireNonNull(text, "text");
  }

  /// {@return text and code, for people}
  @Override
  public String toString() {
    return text.isEmpty() ? "code " + code : text + " (" + code + ")";
  }
}
