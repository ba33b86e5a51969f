package dev.goatdb.cli.demo;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The characters that the JDK knows by a name of their own. Ideographs and the like, whose names
/// are made of their block and number, are left out.
final class UnicodeCatalogue {

  /// The tag that everything has in the beginning.
  static final String UNSORTED = "unsorted";

  private static final Map<Integer, String> CATEGORIES =
      Map.ofEntries(
          Map.entry((int) Character.CONTROL, "control"),
          Map.entry((int) Character.FORMAT, "format"),
          Map.entry((int) Character.UPPERCASE_LETTER, "uppercase letter"),
          Map.entry((int) Character.LOWERCASE_LETTER, "lowercase letter"),
          Map.entry((int) Character.TITLECASE_LETTER, "titlecase letter"),
          Map.entry((int) Character.MODIFIER_LETTER, "modifier letter"),
          Map.entry((int) Character.OTHER_LETTER, "other letter"),
          Map.entry((int) Character.NON_SPACING_MARK, "non-spacing mark"),
          Map.entry((int) Character.ENCLOSING_MARK, "enclosing mark"),
          Map.entry((int) Character.COMBINING_SPACING_MARK, "combining spacing mark"),
          Map.entry((int) Character.DECIMAL_DIGIT_NUMBER, "decimal digit"),
          Map.entry((int) Character.LETTER_NUMBER, "letter number"),
          Map.entry((int) Character.OTHER_NUMBER, "other number"),
          Map.entry((int) Character.SPACE_SEPARATOR, "space"),
          Map.entry((int) Character.LINE_SEPARATOR, "line separator"),
          Map.entry((int) Character.PARAGRAPH_SEPARATOR, "paragraph separator"),
          Map.entry((int) Character.DASH_PUNCTUATION, "dash"),
          Map.entry((int) Character.START_PUNCTUATION, "opening punctuation"),
          Map.entry((int) Character.END_PUNCTUATION, "closing punctuation"),
          Map.entry((int) Character.CONNECTOR_PUNCTUATION, "connector"),
          Map.entry((int) Character.OTHER_PUNCTUATION, "other punctuation"),
          Map.entry((int) Character.INITIAL_QUOTE_PUNCTUATION, "opening quote"),
          Map.entry((int) Character.FINAL_QUOTE_PUNCTUATION, "closing quote"),
          Map.entry((int) Character.MATH_SYMBOL, "mathematical symbol"),
          Map.entry((int) Character.CURRENCY_SYMBOL, "currency symbol"),
          Map.entry((int) Character.MODIFIER_SYMBOL, "modifier symbol"),
          Map.entry((int) Character.OTHER_SYMBOL, "other symbol"));

  private UnicodeCatalogue() {}

  /// All of them, by key.
  static SortedMap<String, Glyph> read() {
    SortedMap<String, Glyph> glyphs = new TreeMap<>();
    for (int c = Character.MIN_CODE_POINT; c <= Character.MAX_CODE_POINT; c++) {
      String category = CATEGORIES.get(Character.getType(c));
      if (category != null) {
        add(glyphs, c, category);
      }
    }
    return glyphs;
  }

  /// The key of a character, for example `U+1F410`.
  static String key(int codePoint) {
    return "U+%04X".formatted(codePoint);
  }

  private static void add(Map<String, Glyph> glyphs, int codePoint, String category) {
    String name = Character.getName(codePoint);
    if (name == null
        || name.endsWith(" " + Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))) {
      return;
    }
    String block = readable(String.valueOf(Character.UnicodeBlock.of(codePoint)));
    String script = readable(Character.UnicodeScript.of(codePoint).name());
    Set<String> tags = Set.of(category, UNSORTED);
    String note = "A character of the block " + block + ".";
    glyphs.put(key(codePoint), new Glyph(name, script, block, category, "", tags, note, 0));
  }

  private static String readable(String constant) {
    StringBuilder words = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      words.append(words.isEmpty() ? "" : " ").append(word.charAt(0));
      words.append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }
}
