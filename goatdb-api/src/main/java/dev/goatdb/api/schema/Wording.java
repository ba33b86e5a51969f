package dev.goatdb.api.schema;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.Collection;
import java.util.Locale;

/// Phrases of this package's messages.
final class Wording {

  private static final int SHOWN_CHARACTERS = 60;
  private static final int MOST_TYPING_ERRORS = 2;

  private Wording() {}

  /// A value as a message shows it: short, and never a whole document.
  static String describe(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Int64(long number) -> Long.toString(number);
      case Value.Float64(double number) -> Double.toString(number);
      case Value.Text(String text) -> '"' + shortened(text) + '"';
      case Value.Time(var instant) -> instant.toString();
      case Value.Bytes bytes -> bytes.size() + " bytes";
      case Value.ListOf(var elements) -> "a list of " + elements.size();
      case Value.SetOf(var elements) -> "a set of " + elements.size();
      case Value.MapOf(var entries) -> "a map of " + entries.size();
      case RichText(var blocks) -> "rich text of " + blocks.size() + " blocks";
    };
  }

  private static String shortened(String text) {
    if (text.length() <= SHOWN_CHARACTERS) {
      return text;
    }
    int end = text.offsetByCodePoints(0, text.codePointCount(0, SHOWN_CHARACTERS));
    return text.substring(0, end) + "…";
  }

  /// An exception of the application's code, in one phrase.
  static String cause(RuntimeException e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  /// A hint for a name that is nearly one of the known ones, else nothing.
  static String didYouMean(String name, Collection<String> known) {
    for (String each : known) {
      if (distance(name.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT))
          <= Math.min(MOST_TYPING_ERRORS, each.length() / 2)) {
        return " Did you mean '" + each + "'?";
      }
    }
    return "";
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
