package dev.goatdb.cli.replay;

/// Replaces part of a text.
///
/// @param position first code point
/// @param deleted how many code points go
/// @param inserted what comes in their place
record Patch(int position, int deleted, String inserted) {

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is negative
  Patch {
    if (position < 0 || deleted < 0) {
      throw new IllegalArgumentException(
          "a patch must not have negative numbers, was [%d, %d, …]".formatted(position, deleted));
    }
  }

  /// The text after the patch. Where no character lies outside of the basic plane, positions of
  /// code points are positions of chars, and counting them for every patch of a long text would
  /// cost more than everything else.
  ///
  /// @throws IllegalArgumentException if the patch lies outside of the text
  String applyTo(String text, boolean isBasicPlane) {
    int length = isBasicPlane ? text.length() : text.codePointCount(0, text.length());
    if (position > length - deleted) {
      throw new IllegalArgumentException(
          "a patch replaces %d..%d of a text of %d characters"
              .formatted(position, (long) position + deleted, length));
    }
    int start = isBasicPlane ? position : text.offsetByCodePoints(0, position);
    int end = isBasicPlane ? start + deleted : text.offsetByCodePoints(start, deleted);
    return new StringBuilder(text.length() + inserted.length())
        .append(text, 0, start)
        .append(inserted)
        .append(text, end, text.length())
        .toString();
  }
}
