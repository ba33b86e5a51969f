package dev.goatdb.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the few kinds of JSON that results consist of. A library would be the larger part of this
/// module.
final class Json {

  private Json() {}

  /// {@return a value as JSON}
  ///
  /// @param value a map with text keys, a list, a text, a number, a boolean or null
  static String of(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.append('\n').toString();
  }

  private static void write(@Nullable Object value, String newLine, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> write(map, newLine, out);
      case List<?> list -> write(list, newLine, out);
      case Double number -> out.append(rounded(number));
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      default -> text(value.toString(), out);
    }
  }

  private static void write(Map<?, ?> map, String newLine, StringBuilder out) {
    String inner = newLine + "  ";
    String separator = inner;
    out.append('{');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      text(String.valueOf(entry.getKey()), out);
      out.append(": ");
      write(entry.getValue(), inner, out);
      separator = "," + inner;
    }
    out.append(map.isEmpty() ? "" : newLine).append('}');
  }

  private static void write(List<?> list, String newLine, StringBuilder out) {
    String inner = newLine + "  ";
    boolean isFlat = list.stream().allMatch(Number.class::isInstance);
    String separator = isFlat ? "" : inner;
    out.append('[');
    for (Object element : list) {
      out.append(separator);
      write(element, inner, out);
      separator = isFlat ? ", " : "," + inner;
    }
    out.append(isFlat ? "" : newLine).append(']');
  }

  /// {@return a figure with four digits that count, which is more than any measurement here
  /// deserves}
  ///
  /// @param number the figure
  static String rounded(double number) {
    double magnitude = number == 0 ? 0 : Math.floor(Math.log10(Math.abs(number)));
    int decimals = (int) Math.clamp(3 - magnitude, 0, 6);
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> out.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
      }
    }
    out.append('"');
  }
}
