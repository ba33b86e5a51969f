package dev.goatdb.core.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON of recorded histories: objects, arrays, texts and whole numbers. Anything else fails.
final class Json {

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(String text) {
    return new Json(text).value();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  static int integer(Object value) {
    return Math.toIntExact((Long) value);
  }

  private char peek() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private boolean skip(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw new IllegalArgumentException("expected " + c + " at " + at);
    }
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> readObject();
      case '[' -> readList();
      case '"' -> readText();
      default -> readNumber();
    };
  }

  private Map<String, Object> readObject() {
    Map<String, Object> result = new LinkedHashMap<>();
    expect('{');
    while (!skip('}')) {
      skip(',');
      peek();
      String key = readText();
      expect(':');
      result.put(key, value());
    }
    return result;
  }

  private List<Object> readList() {
    List<Object> result = new ArrayList<>();
    expect('[');
    while (!skip(']')) {
      skip(',');
      result.add(value());
    }
    return result;
  }

  private String readText() {
    expect('"');
    StringBuilder result = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      result.append(c == '\\' ? readEscape() : c);
    }
    return result.toString();
  }

  private char readEscape() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private Long readNumber() {
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Long.valueOf(text.substring(start, at));
  }
}
