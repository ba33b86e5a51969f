package dev.goatdb.core.sync;

import dev.goatdb.api.spi.transport.CloseReason;
import java.util.Optional;

/// Why a side ends a link. The number of a code is its place in this list.
enum ByeCode {
  /// It is done.
  DONE(false),
  /// A frame was not of this protocol.
  MALFORMED(false),
  /// No common version, or a critical feature is missing.
  VERSION(true),
  /// The proof of a session's key does not hold.
  AUTH(true),
  /// It is another database.
  FOREIGN(true),
  /// One side is in trusted mode, the other is not.
  TRUSTED(true),
  /// The session ended, or the root has not registered it.
  SESSION(false),
  /// A limit was reached.
  LIMIT(false),
  /// The other side was silent for too long.
  TIMEOUT(false),
  /// Something broke here.
  BROKEN(false);

  private static final int FIRST_CLOSE_CODE = 4000;

  private final boolean permanent;

  ByeCode(boolean permanent) {
    this.permanent = permanent;
  }

  /// {@return whether another attempt would end in the same way}
  boolean isPermanent() {
    return permanent;
  }

  /// {@return the code of a number; a number of a later version counts as broken}
  static ByeCode of(long number) {
    return number >= 0 && number < values().length ? values()[(int) number] : BROKEN;
  }

  /// {@return the code that a transport carried, if it is one of these}
  static Optional<ByeCode> of(CloseReason reason) {
    int number = reason.code() - FIRST_CLOSE_CODE;
    return number > 0 && number < values().length ? Optional.of(of(number)) : Optional.empty();
  }

  /// {@return the reason that the transport carries}
  CloseReason toReason(String text) {
    return this == DONE
        ? new CloseReason(CloseReason.NORMAL, text)
        : new CloseReason(FIRST_CLOSE_CODE + ordinal(), text);
  }
}
