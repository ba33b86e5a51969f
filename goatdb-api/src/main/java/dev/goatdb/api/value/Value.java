package dev.goatdb.api.value;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// An immutable value of a field. Switch over it; the family is sealed.
///
/// Collections are copied when a value is made, so nothing changes behind the database's back.
/// Every method may be called from any thread.
public sealed interface Value
    permits Value.Null,
        Value.Bool,
        Value.Int64,
        Value.Float64,
        Value.Text,
        Value.Time,
        Value.Bytes,
        Value.ListOf,
        Value.MapOf,
        Value.SetOf,
        RichText {

  /// The value that says "nothing", which is not the same as an absent field.
  Value NULL = new Null();

  /// Nothing.
  record Null() implements Value {}

  /// A truth value.
  ///
  /// @param value the truth value
  record Bool(boolean value) implements Value {}

  /// A whole number.
  ///
  /// @param value the number
  record Int64(long value) implements Value {}

  /// A binary floating-point number. All NaNs are one.
  ///
  /// @param value the number
  record Float64(double value) implements Value {
    /// Folds every NaN into one.
    public Float64 {
      if (Double.isNaN(value)) {
        value = Double.NaN;
      }
    }
  }

  /// Unicode text.
  ///
  /// @param text well-formed UTF-16: every surrogate has its pair
  record Text(String text) implements Value {
    /// @throws IllegalArgumentException if a surrogate stands alone
    public Text {
      requireWellFormed(text);
    }

    private static void requireWellFormed(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
          continue;
        }
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              "text has an unpaired surrogate U+%04X at index %d; it is not valid Unicode"
                  .formatted((int) c, i));
        }
        i++;
      }
    }
  }

  /// A point in time, to the nanosecond.
  ///
  /// @param instant the point in time
  record Time(Instant instant) implements Value {
    /// Checks that nothing is missing.
    public Time {
      Objects.requireNonNull(instant, "instant");
    }
  }

  /// A sequence of bytes.
  final class Bytes implements Value {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    /// {@return a value that holds a copy of the bytes}
    ///
    /// @param bytes the bytes
    public static Bytes of(byte... bytes) {
      return new Bytes(bytes.clone());
    }

    /// {@return a copy of the bytes}
    public byte[] toByteArray() {
      return bytes.clone();
    }

    /// {@return the number of bytes}
    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[" + bytes.length + " bytes]";
    }
  }

  /// Values in order.
  ///
  /// @param elements the values
  record ListOf(List<Value> elements) implements Value {
    /// Copies the list.
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /// Values by key.
  ///
  /// @param entries the values by key
  record MapOf(Map<String, Value> entries) implements Value {
    /// Copies the map, keeping its order of iteration, which has no meaning for equality.
    public MapOf {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
      entries.forEach(MapOf::requireEntry);
    }

    private static void requireEntry(String key, Value value) {
      Text.requireWellFormed(key);
      Objects.requireNonNull(value, key);
    }
  }

  /// Distinct values without order.
  ///
  /// @param elements the values
  record SetOf(Set<Value> elements) implements Value {
    /// Copies the set, keeping its order of iteration, which has no meaning for equality.
    public SetOf {
      elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
      elements.forEach(Objects::requireNonNull);
    }
  }

  /// {@return the value}
  ///
  /// @param value a truth value
  static Value of(boolean value) {
    return new Bool(value);
  }

  /// {@return the value}
  ///
  /// @param value a whole number
  static Value of(long value) {
    return new Int64(value);
  }

  /// {@return the value}
  ///
  /// @param value a floating-point number
  static Value of(double value) {
    return new Float64(value);
  }

  /// {@return the value}
  ///
  /// @param text well-formed text
  /// @throws IllegalArgumentException if a surrogate stands alone
  static Value of(String text) {
    return new Text(text);
  }

  /// {@return the value}
  ///
  /// @param instant a point in time
  static Value of(Instant instant) {
    return new Time(instant);
  }

  /// {@return the value}
  ///
  /// @param bytes bytes, copied
  static Value of(byte[] bytes) {
    return Bytes.of(bytes);
  }

  /// {@return the value}
  ///
  /// @param elements values in order
  static Value of(List<Value> elements) {
    return new ListOf(elements);
  }

  /// {@return the value}
  ///
  /// @param entries values by key
  static Value of(Map<String, Value> entries) {
    return new MapOf(entries);
  }

  /// {@return the value}
  ///
  /// @param elements distinct values
  static Value of(Set<Value> elements) {
    return new SetOf(elements);
  }
}
