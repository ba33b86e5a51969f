package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Draws values and states of every shape, small ones mostly, with the awkward ones among them.
public final class AnyValues {

  private static final String[] LETTERS = {
    "a", "b", "Z", " ", "\n", "é", "中", "\ufffd", "\uD83D\uDC10", "\u0000"
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.5,
    0.1,
    65504.0,
    65505.0,
    1e300,
    Double.MIN_VALUE,
    Float.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    5.960464477539063E-8
  };
  private static final long[] LONGS = {
    0,
    23,
    24,
    255,
    256,
    65_535,
    65_536,
    1L << 32,
    (1L << 32) - 1,
    -1,
    -24,
    -25,
    -256,
    -257,
    Long.MIN_VALUE,
    Long.MAX_VALUE
  };
  private static final String[] FIELDS = {"a", "b", "title", "tags", "a very long field name"};

  private AnyValues() {}

  /// {@return a value of any kind, nested at most so deep}
  ///
  /// @param random chooses
  /// @param depth how deep
  public static Value value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> Value.NULL;
      case 1 -> new Value.Bool(random.nextInt(2) == 1);
      case 2 -> new Value.Int64(LONGS[random.nextInt(LONGS.length)] + random.nextInt(3) - 1);
      case 3 -> new Value.Float64(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 4, 5 -> new Value.Text(text(random, 12));
      case 6 ->
          new Value.Time(
              Instant.ofEpochSecond(random.nextInt(5_000) - 2_500, random.nextInt(1_000_000_000)));
      case 7 -> Value.of(bytes(random, 40));
      case 8 -> new Value.ListOf(values(random, depth));
      case 9 -> new Value.SetOf(new HashSet<>(values(random, depth)));
      case 10 -> richText(random, depth);
      default -> new Value.MapOf(entries(random, depth));
    };
  }

  /// {@return a text}
  ///
  /// @param random chooses
  /// @param max most letters
  public static String text(RandomGenerator random, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  /// {@return bytes}
  ///
  /// @param random chooses
  /// @param max most of them
  public static byte[] bytes(RandomGenerator random, int max) {
    byte[] bytes = new byte[random.nextInt(max + 1)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static List<Value> values(RandomGenerator random, int depth) {
    List<Value> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value(random, depth - 1));
    }
    return values;
  }

  private static Map<String, Value> entries(RandomGenerator random, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.put(text(random, 3), value(random, depth - 1));
    }
    return entries;
  }

  private static RichText richText(RandomGenerator random, int depth) {
    List<RichText.Block> blocks = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String text = "x" + text(random, 6);
      List<RichText.Mark> marks = new ArrayList<>();
      if (random.nextInt(2) == 1) {
        int end = 1 + random.nextInt(text.codePointCount(0, text.length()));
        marks.add(new RichText.Mark(random.nextInt(end), end, "bold", value(random, depth - 1)));
      }
      blocks.add(new RichText.Block("b" + i, "paragraph", text, marks));
    }
    return new RichText(blocks);
  }

  /// {@return a schema}
  ///
  /// @param random chooses
  public static SchemaId schema(RandomGenerator random) {
    return new SchemaId("task", 1 + random.nextInt(3));
  }

  /// {@return a state of a commit made at a time, no stamp later than that}
  ///
  /// @param random chooses
  /// @param time the commit's time
  public static State state(RandomGenerator random, CommitTime time) {
    Map<String, Value> values = new HashMap<>();
    Map<String, CommitTime> stamps = new HashMap<>();
    for (String field : FIELDS) {
      if (random.nextInt(3) > 0) {
        values.put(field, value(random, 2));
        stamps.put(field, stamp(random, time));
      } else if (random.nextInt(3) == 0) {
        stamps.put(field, stamp(random, time)); // written once, absent now
      }
    }
    return State.of(schema(random), values, stamps);
  }

  private static CommitTime stamp(RandomGenerator random, CommitTime time) {
    return random.nextInt(2) == 0
        ? time
        : new CommitTime(Math.max(0, time.bits() - random.nextInt(1_000)));
  }

  /// {@return a state near another one, as an edit makes it}
  ///
  /// @param random chooses
  /// @param base the state before
  /// @param time the time of the edit
  public static State edited(RandomGenerator random, State base, CommitTime time) {
    Map<String, Value> changes = new HashMap<>();
    for (String field : FIELDS) {
      if (random.nextInt(3) == 0) {
        changes.put(field, editedValue(random, base.value(field)));
      }
    }
    return base.with(schema(random), changes, time);
  }

  private static Value editedValue(RandomGenerator random, Value before) {
    return switch (before) {
      case Value.Text(String text) -> new Value.Text(editedText(random, text));
      case Value.SetOf(Set<Value> elements) -> {
        Set<Value> after = new HashSet<>(elements);
        after.removeIf(element -> random.nextInt(3) == 0);
        after.add(value(random, 1));
        yield new Value.SetOf(after);
      }
      case Value.MapOf(Map<String, Value> entries) -> {
        Map<String, Value> after = new HashMap<>();
        entries.forEach((key, value) -> {
          if (random.nextInt(4) > 0) {
            after.put(key, random.nextInt(2) == 0 ? value : editedValue(random, value));
          }
        });
        after.put(text(random, 2), value(random, 1));
        yield new Value.MapOf(after);
      }
      default -> value(random, 2);
    };
  }

  private static String editedText(RandomGenerator random, String text) {
    int[] points = text.codePoints().toArray();
    int from = random.nextInt(points.length + 1);
    int to = from + random.nextInt(points.length - from + 1);
    return new String(points, 0, from)
        + text(random, 5)
        + new String(points, to, points.length - to);
  }
}
