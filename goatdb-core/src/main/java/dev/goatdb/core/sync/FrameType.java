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
  CLOSE(13),
  INTRODUCE(20),
  REFUSED(21),
  BEACON(32);

  // Types below 32 belong to the protocol; 14 to 19 are kept for CHUNK, CREDIT, SKETCH, MORE,
  // DIFF and SUPPRESS. From 32 on a side skips even types that it does not know.

  private final int number;

  FrameType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// {@return the type of a number}
  ///
  /// @throws CodecException if there is none
  static FrameType of(int number) throws CodecException {
    for (FrameType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new CodecException(0, "unknown type of frame " + number);
  }

  /// {@return whether a side may pass over frames of a number that it does not know}
  static boolean isSkippable(int number) {
    return number > BEACON.number && (number & 1) == 0;
  }
}
