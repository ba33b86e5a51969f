package dev.goatdb.api;

import dev.goatdb.api.commit.Commit;

/// Who wrote a part of a field's present value.
///
/// @param start first index of the part, in `char`s; 0 where the value is no text
/// @param end index after the last one; 0 where the value is no text, and the part is all of it
/// @param commit the commit that wrote it: its author, its time
public record Blame(int start, int end, Commit commit) {

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if it is none
  public Blame {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no range: " + start + " to " + end);
    }
  }

  /// {@return the part of a text}
  ///
  /// @param text the whole value
  /// @throws IndexOutOfBoundsException if it is not the text that this is about
  public String of(String text) {
    return text.substring(start, end);
  }
}
