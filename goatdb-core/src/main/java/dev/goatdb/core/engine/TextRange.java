package dev.goatdb.core.engine;

import dev.goatdb.core.codec.Splice;
import java.util.Optional;

/// A part of a text, in `char` indices.
///
/// @param text the text
/// @param start first index
/// @param end index after the last one
/// @param item names the item in messages
/// @param field names the field in messages
record TextRange(String text, int start, int end, String item, String field) {

  /// Checks the range.
  ///
  /// @throws IndexOutOfBoundsException if it is outside of the text or splits a surrogate pair
  TextRange {
    if (start < 0 || end < start || end > text.length()) {
      throw new IndexOutOfBoundsException(
          "field '%s' of %s: %d..%d is outside 0..%d"
              .formatted(field, item, start, end, text.length()));
    }
    requireWholePair(text, start);
    requireWholePair(text, end);
  }

  private static void requireWholePair(String text, int index) {
    boolean inside =
        index > 0
            && index < text.length()
            && Character.isHighSurrogate(text.charAt(index - 1))
            && Character.isLowSurrogate(text.charAt(index));
    if (inside) {
      throw new IndexOutOfBoundsException("index %d splits a surrogate pair".formatted(index));
    }
  }

  /// {@return the text with another text in this place}
  String replacedBy(String other) {
    return text.substring(0, start) + other + text.substring(end);
  }

  /// {@return the operation, in code points; nothing if it changes nothing}
  Optional<Splice> splice(String inserted) {
    int deleted = text.codePointCount(start, end);
    return deleted == 0 && inserted.isEmpty()
        ? Optional.empty()
        : Optional.of(new Splice(text.codePointCount(0, start), deleted, inserted));
  }
}
