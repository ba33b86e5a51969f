package dev.goatdb.core.delta;

/// Walks a text forwards by positions in code points.
///
/// Where every code point is one `char`, a position is an index and nothing is counted. Not safe
/// for use by several threads.
public final class CodePointCursor {

  private final String text;
  private final boolean narrow;
  private int index;
  private int position;

  /// Starts before the first code point.
  ///
  /// @param text well-formed text
  public CodePointCursor(String text) {
    this.text = text;
    this.narrow = text.codePointCount(0, text.length()) == text.length();
  }

  /// Moves on and copies what lies between.
  ///
  /// @param target a position in code points, not before this one
  /// @param out takes the code points from here to there
  /// @throws IllegalArgumentException if the target lies behind this position or outside the text
  public void copyTo(int target, StringBuilder out) {
    int from = index;
    skipTo(target);
    out.append(text, from, index);
  }

  /// Moves on.
  ///
  /// @param target a position in code points, not before this one
  /// @throws IllegalArgumentException if the target lies behind this position or outside the text
  public void skipTo(int target) {
    int distance = target - position;
    if (distance < 0 || distance > text.length() - index) {
      throw outside(target);
    }
    if (narrow) {
      index += distance;
    } else {
      try {
        index = text.offsetByCodePoints(index, distance);
      } catch (IndexOutOfBoundsException e) {
        throw (IllegalArgumentException) outside(target).initCause(e);
      }
    }
    position = target;
  }

  /// {@return how many code points lie before the cursor}
  public int position() {
    return position;
  }

  /// Copies everything from here to the end.
  ///
  /// @param out takes it
  public void copyRest(StringBuilder out) {
    out.append(text, index, text.length());
    index = text.length();
  }

  private IllegalArgumentException outside(int target) {
    return new IllegalArgumentException(
        "position %d is not between %d and the end of the text".formatted(target, position));
  }
}
