package dev.goatdb.core.sync;

import dev.goatdb.core.codec.CodecException;

/// The types of frames and their numbers on the wire.
enum FrameType {
  HELLO(1),
  AUTH(2),
  BYE(3),
  OPEN(4),
  ACCEPT(5),
  DIGEST(6),
  LIST(7),
  WANT(8),
  COMMITS(9),
  NEED_BASE(10),
  ACK(11),
  NACK(12),
  CLOSE(13);

  /// Types below this belong to the protocol; 14 to 19 are kept for CHUNK, CREDIT, SKETCH, MORE,
  /// DIFF and SUPPRESS. From here on a side skips even types that it does not know.
  static final int FIRST_EXTENSION = 32;

  private final int number;

  FrameType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// {@return the type of a number below [#FIRST_EXTENSION]}
  static FrameType of(int number) throws CodecException {
    if (number < 1 || number > values().length) {
      throw new CodecException(0, "unknown type of frame " + number);
    }
    return values()[number - 1];
  }
}
