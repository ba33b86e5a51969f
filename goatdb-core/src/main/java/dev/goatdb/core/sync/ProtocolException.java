package dev.goatdb.core.sync;

/// The other side did what the protocol does not allow, or cannot be talked to. Ends the link.
final class ProtocolException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ByeCode code;
  private final int offset;

  /// @param code what the other side is told
  /// @param offset where in the frame
  /// @param text one line for people
  ProtocolException(ByeCode code, int offset, String text) {
    super(text);
    this.code = code;
    this.offset = offset;
  }

  ProtocolException(ByeCode code, String text) {
    this(code, 0, text);
  }

  ByeCode code() {
    return code;
  }

  int offset() {
    return offset;
  }
}
