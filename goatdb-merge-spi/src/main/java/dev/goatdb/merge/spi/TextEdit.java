package dev.goatdb.merge.spi;

import java.util.Objects;

/// One change of a text: some code points go, others come in their place.
///
/// @param position where, in code points of the text at the base: the first that goes, or before
///   which the others come
/// @param deleted how many go, from 0
/// @param inserted what comes
public record TextEdit(int position, int deleted, String inserted) {

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is negative
  public TextEdit {
    Objects.requireNonNull(inserted, "inserted");
    if (position < 0 || deleted < 0) {
      throw new IllegalArgumentException("negative edit: " + deleted + " at " + position);
    }
  }

  /// {@return the position behind what goes}
  public int end() {
    return position + deleted;
  }
}
