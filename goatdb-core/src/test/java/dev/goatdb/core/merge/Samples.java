package dev.goatdb.core.merge;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Values to merge, from a small alphabet so that they meet often.
final class Samples {

  private static final String[] LETTERS = {"a", "b", "c", " ", "é", "\uD83D\uDC10"};

  private Samples() {}

  static String text(RandomGenerator random, int maxLetters) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(maxLetters + 1);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  /// {@return a text with a passage replaced}
  static String spliced(String text, RandomGenerator random) {
    int length = text.codePointCount(0, text.length());
    int from = random.nextInt(length + 1);
    int to = Math.min(length, from + random.nextInt(4));
    return text.substring(0, text.offsetByCodePoints(0, from))
        + text(random, 3)
        + text.substring(text.offsetByCodePoints(0, to));
  }

  static Value set(RandomGenerator random) {
    Set<Value> elements = new HashSet<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      elements.add(element(random));
    }
    return Value.of(elements);
  }

  /// {@return a list whose elements are alike now and then}
  static Value list(RandomGenerator random, int maxElements) {
    List<Value> elements = new ArrayList<>();
    int count = random.nextInt(maxElements + 1);
    for (int i = 0; i < count; i++) {
      elements.add(element(random));
    }
    return Value.of(elements);
  }

  /// {@return a list with a passage replaced}
  static Value spliced(List<Value> list, RandomGenerator random) {
    List<Value> elements = new ArrayList<>(list);
    int from = random.nextInt(list.size() + 1);
    elements.subList(from, Math.min(list.size(), from + random.nextInt(4))).clear();
    for (int count = random.nextInt(3); count > 0; count--) {
      elements.add(from, element(random));
    }
    return Value.of(elements);
  }

  static Value toggled(Set<Value> set, RandomGenerator random) {
    Set<Value> elements = new HashSet<>(set);
    Value element = element(random);
    if (!elements.remove(element)) {
      elements.add(element);
    }
    return Value.of(elements);
  }

  private static Value element(RandomGenerator random) {
    int element = random.nextInt(8);
    return element < 6 ? Value.of(LETTERS[element]) : Value.of((long) element);
  }

  static Value map(RandomGenerator random, int depth) {
    Map<String, Value> entries = new HashMap<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      entries.put(LETTERS[random.nextInt(LETTERS.length)], entry(random, depth));
    }
    return Value.of(entries);
  }

  static Value edited(Map<String, Value> map, RandomGenerator random) {
    Map<String, Value> entries = new HashMap<>(map);
    String key = LETTERS[random.nextInt(LETTERS.length)];
    Value before = entries.remove(key);
    boolean removed = before != null && random.nextInt(3) == 2;
    if (!removed) {
      Value after =
          switch (before) {
            case Value.MapOf(Map<String, Value> inner) -> edited(inner, random);
            case Value.SetOf(Set<Value> inner) -> toggled(inner, random);
            case Value.ListOf(List<Value> inner) -> spliced(inner, random);
            case RichText inner -> RichSamples.edited(inner, random);
            case null, default -> entry(random, 1);
          };
      entries.put(key, after);
    }
    return Value.of(entries);
  }

  private static Value entry(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 6)) {
      case 0 -> Value.of(random.nextInt(4));
      case 1 -> Value.NULL;
      case 2 -> Value.of(text(random, 3));
      case 3 -> set(random);
      case 4 -> list(random, 4);
      case 5 -> RichSamples.any(random);
      default -> map(random, depth - 1);
    };
  }
}
