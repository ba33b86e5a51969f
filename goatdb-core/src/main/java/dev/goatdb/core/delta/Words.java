package dev.goatdb.core.delta;

import java.util.ArrayList;
import java.util.List;

/// Cuts texts into words: a run of letters, signs and digits with the brackets around it and the
/// blank after it. Line ends, and the letters of scripts that put no blanks between words, stand
/// alone.
final class Words {

  /// From here on (Thai, and everything after it) scripts mostly do without blanks, or are
  /// pictures.
  private static final int FIRST_WITHOUT_BLANKS = 0x0E00;

  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= text.length(); i++) {
      if (isBoundary(text, i)) {
        words.add(text.substring(start, i));
        start = i;
      }
    }
    return words;
  }

  /// {@return the word that begins at a boundary}
  static String first(String text, int start) {
    int end = start + 1;
    while (!isBoundary(text, end)) {
      end++;
    }
    return text.substring(start, end);
  }

  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /// {@return whether a word ends before an index and another begins there} The ends of a text are
  /// boundaries.
  static boolean isBoundary(String text, int index) {
    if (index == 0 || index == text.length()) {
      return true;
    }
    char before = text.charAt(index - 1);
    char after = text.charAt(index);
    if (Character.isHighSurrogate(before)) {
      return false;
    }
    if (isBlank(before) || isLineEnd(before) || isLineEnd(after)) {
      return true;
    }
    if (isBlank(after)) {
      return false;
    }
    return before >= FIRST_WITHOUT_BLANKS
        || after >= FIRST_WITHOUT_BLANKS
        || (isClosing(before) && !isClosing(after))
        || (isOpening(after) && !isOpening(before));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00A0';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isOpening(char c) {
    return c == '(' || c == '[' || c == '{' || c == '<';
  }

  private static boolean isClosing(char c) {
    return c == ')' || c == ']' || c == '}' || c == '>';
  }
}
