package dev.goatdb.core.delta;

import java.util.List;

/// What turns one text into another: an edit script over code points.
///
/// What both texts begin and end with is cut off first, so that a small change costs one comparison
/// of the texts; the rest goes through [MyersDiff]. The script is a function of the two texts: the
/// same on every machine.
public final class TextDiff {

  private TextDiff() {}

  /// One change: some code points go, others come in their place.
  ///
  /// @param position the first code point of the base that goes, or before which the others come
  /// @param deleted how many go, from 0
  /// @param inserted what comes
  public record Edit(int position, int deleted, String inserted) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is negative
    public Edit {
      if (position < 0 || deleted < 0) {
        throw new IllegalArgumentException("negative edit: " + deleted + " at " + position);
      }
    }

    /// {@return the position behind what goes}
    public int end() {
      return position + deleted;
    }
  }

  /// {@return the edits that turn one text into another}, by position; between two of them at least
  /// one code point stays.
  ///
  /// @param base well-formed text
  /// @param text well-formed text
  public static List<Edit> between(String base, String text) {
    int prefix = commonPrefix(base, text);
    int suffix = commonSuffix(base, text, prefix);
    if (prefix + suffix == base.length() && base.length() == text.length()) {
      return List.of();
    }
    int start = base.codePointCount(0, prefix);
    String oldMiddle = base.substring(prefix, base.length() - suffix);
    String newMiddle = text.substring(prefix, text.length() - suffix);
    if (oldMiddle.isEmpty() || newMiddle.isEmpty()) {
      int deleted = oldMiddle.codePointCount(0, oldMiddle.length());
      return List.of(new Edit(start, deleted, newMiddle));
    }
    return edits(start, oldMiddle.codePoints().toArray(), newMiddle.codePoints().toArray());
  }

  private static List<Edit> edits(int start, int[] base, int[] text) {
    return new MyersDiff(base, text).hunks().stream().map(hunk -> edit(start, hunk, text)).toList();
  }

  private static Edit edit(int start, Hunk hunk, int[] text) {
    String inserted = new String(text, hunk.newStart(), hunk.newEnd() - hunk.newStart());
    return new Edit(start + hunk.start(), hunk.end() - hunk.start(), inserted);
  }

  /// {@return a text after edits}
  ///
  /// @param base the text
  /// @param edits by position, none touching another
  /// @throws IllegalArgumentException if an edit lies outside the text or before its predecessor's
  ///   end
  public static String apply(String base, List<Edit> edits) {
    if (edits.isEmpty()) {
      return base;
    }
    CodePointCursor cursor = new CodePointCursor(base);
    StringBuilder result = new StringBuilder(base.length() + 16);
    for (Edit edit : edits) {
      cursor.copyTo(edit.position(), result);
      result.append(edit.inserted());
      cursor.skipTo(edit.end());
    }
    cursor.copyRest(result);
    return result.toString();
  }

  static int commonPrefix(String left, String right) {
    int limit = Math.min(left.length(), right.length());
    int length = 0;
    while (length < limit && left.charAt(length) == right.charAt(length)) {
      length++;
    }
    // Half a pair in common is nothing in common.
    return length > 0 && Character.isHighSurrogate(left.charAt(length - 1)) ? length - 1 : length;
  }

  static int commonSuffix(String left, String right, int prefix) {
    int limit = Math.min(left.length(), right.length()) - prefix;
    int length = 0;
    while (length < limit
        && left.charAt(left.length() - 1 - length) == right.charAt(right.length() - 1 - length)) {
      length++;
    }
    boolean half = length > 0 && Character.isLowSurrogate(left.charAt(left.length() - length));
    return half ? length - 1 : length;
  }
}
