package dev.goatdb.core.codec;

/// One edit of a text: at a position some code points go and others come.
///
/// @param at position, in code points
/// @param deleted how many code points go
/// @param inserted what comes in their place
public record Splice(int at, int deleted, String inserted) {

  /// Checks that something happens, at a place that can be.
  ///
  /// @throws IllegalArgumentException otherwise
  public Splice {
    if (at < 0 || deleted < 0 || (deleted == 0 && inserted.isEmpty())) {
      throw new IllegalArgumentException(
          "no splice: " + at + ", " + deleted + ", '" + inserted + "'");
    }
  }

  void write(CborWriter out) {
    out.array(3).unsigned(at).unsigned(deleted).text(inserted);
  }

  static Splice read(CborReader in) throws CodecException {
    int start = in.offset();
    in.array(3);
    int at = in.unsigned(Integer.MAX_VALUE, "position");
    int deleted = in.unsigned(Integer.MAX_VALUE, "deleted code points");
    String inserted = in.text();
    if (deleted == 0 && inserted.isEmpty()) {
      throw new CodecException(start, "a splice that does nothing");
    }
    return new Splice(at, deleted, inserted);
  }
}
