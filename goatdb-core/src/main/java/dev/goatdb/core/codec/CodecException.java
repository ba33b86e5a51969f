package dev.goatdb.core.codec;

/// Bytes that are not the canonical encoding of anything. Checked, since a peer can cause it.
public final class CodecException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;

  /// @param offset where in the decoded bytes
  /// @param reason what was found and what was expected
  public CodecException(int offset, String reason) {
    super("offset " + offset + ": " + reason);
    this.offset = offset;
  }

  /// {@return where in the decoded bytes}
  public int offset() {
    return offset;
  }
}
