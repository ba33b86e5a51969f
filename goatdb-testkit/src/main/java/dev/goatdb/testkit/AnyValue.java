package dev.goatdb.testkit;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Values of every kind, and other forms of equal values.
final class AnyValue {

  private static final String[] LETTERS = {"a", "b", " ", "\n", "é", "中", "\uD83D\uDC10"};
  private static final double[] DOUBLES = {
    0.0, -0.0, 0.1, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY
  };
  private static final long[] LONGS = {0, 1, -1, 1L << 53, Long.MIN_VALUE, Long.MAX_VALUE};
  private static final int KINDS = 11;

  private AnyValue() {}

  /// {@return a value of any kind, nested at most so deep}
  static Value of(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? KINDS : KINDS - 3)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(LONGS[random.nextInt(LONGS.length)]);
      case 3 -> Value.of(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 4 -> Value.of(text(random, 8));
      case 5 -> Value.of(Instant.ofEpochSecond(random.nextInt(1_000), random.nextInt(1_000)));
      case 6 -> Value.of(new byte[] {(byte) random.nextInt(4)});
      case 7 -> RichText.of(text(random, 4));
      case 8 -> Value.of(elements(random, depth));
      case 9 -> Value.of(Set.copyOf(elements(random, depth)));
      default -> Value.of(entries(random, depth));
    };
  }

  static String text(RandomGenerator random, int maxLetters) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(maxLetters + 1);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  private static List<Value> elements(RandomGenerator random, int depth) {
    List<Value> elements = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      elements.add(of(random, depth - 1));
    }
    return elements;
  }

  private static Map<String, Value> entries(RandomGenerator random, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      entries.put(LETTERS[random.nextInt(LETTERS.length)], of(random, depth - 1));
    }
    return entries;
  }

  /// {@return an equal value, in which sets and maps are iterated the other way round}
  static Value reversed(Value value) {
    return switch (value) {
      case Value.SetOf(Set<Value> elements) -> {
        List<Value> order = new ArrayList<>(elements);
        Collections.reverse(order);
        LinkedHashSet<Value> reversed = new LinkedHashSet<>();
        order.forEach(element -> reversed.add(reversed(element)));
        yield Value.of(reversed);
      }
      case Value.MapOf(Map<String, Value> entries) -> {
        List<String> order = new ArrayList<>(entries.keySet());
        Collections.reverse(order);
        Map<String, Value> reversed = new LinkedHashMap<>();
        for (String key : order) {
          Value entry = entries.get(key);
          if (entry != null) {
            reversed.put(key, reversed(entry));
          }
        }
        yield Value.of(reversed);
      }
      case Value.ListOf(List<Value> elements) ->
          Value.of(elements.stream().map(AnyValue::reversed).toList());
      case Value.Text(String text) -> Value.of(new String(text.toCharArray()));
      default -> value;
    };
  }

  /// {@return whether a value is put together from parts of others}: the letters of a text, the
  /// elements of a set or list, the entries of a map, and the blocks of a rich text occur in them,
  /// everything else is one of them.
  static boolean isMadeOf(Value result, List<Value> sources) {
    if (sources.contains(result)) {
      return true;
    }
    return switch (result) {
      case Value.Text(String text) -> {
        Set<Integer> letters = new HashSet<>();
        for (Value source : sources) {
          if (source instanceof Value.Text(String from)) {
            from.codePoints().forEach(letters::add);
          }
        }
        yield text.codePoints().allMatch(letters::contains);
      }
      case Value.SetOf(Set<Value> elements) -> areMadeOf(elements, parts(sources));
      case Value.ListOf(List<Value> elements) -> areMadeOf(elements, parts(sources));
      case Value.MapOf(Map<String, Value> entries) ->
          entries.entrySet().stream()
              .allMatch(entry -> isMadeOf(entry.getValue(), under(entry.getKey(), sources)));
      case RichText rich -> RichParts.isMadeOf(rich, sources);
      default -> false;
    };
  }

  private static boolean areMadeOf(Iterable<Value> elements, List<Value> sources) {
    for (Value element : elements) {
      if (!isMadeOf(element, sources)) {
        return false;
      }
    }
    return true;
  }

  private static List<Value> parts(List<Value> sources) {
    List<Value> parts = new ArrayList<>();
    for (Value source : sources) {
      if (source instanceof Value.SetOf(Set<Value> elements)) {
        parts.addAll(elements);
      } else if (source instanceof Value.ListOf(List<Value> elements)) {
        parts.addAll(elements);
      }
    }
    return parts;
  }

  private static List<Value> under(String key, List<Value> sources) {
    List<Value> values = new ArrayList<>();
    for (Value source : sources) {
      if (source instanceof Value.MapOf(Map<String, Value> entries)) {
        Value value = entries.get(key);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }
}
