package dev.goatdb.api.schema;

import dev.goatdb.api.value.OrderStamp;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a field holds: a Java type and the way it is stored as a [Value].
///
/// The family is sealed and its cases are visible, so that a merge strategy can say which types it
/// supports. Immutable; any thread.
///
/// @param <V> the Java type, immutable
public sealed interface FieldType<V> {

  /// Text, stored as [Value.Text].
  FieldType<String> TEXT = new Text();

  /// A truth value, stored as [Value.Bool].
  FieldType<Boolean> BOOL = new Bool();

  /// A whole number, stored as [Value.Int64].
  FieldType<Long> INT64 = new Int64();

  /// A floating-point number, stored as [Value.Float64].
  FieldType<Double> FLOAT64 = new Float64();

  /// A point in time, stored as [Value.Time].
  FieldType<Instant> TIME = new Time();

  /// Bytes, stored as they are.
  FieldType<Value.Bytes> BYTES = new Bytes();

  /// A document of blocks, stored as it is.
  FieldType<RichText> RICH_TEXT = new Rich();

  /// A place in an order that people choose, stored as [Value.Text].
  FieldType<OrderStamp> ORDER_STAMP = new Stamp();

  /// Any value at all.
  FieldType<Value> ANY = new Any();

  /// {@return the stored form of a value}
  ///
  /// @param value a value
  /// @throws IllegalArgumentException if it cannot be stored, such as text that is not well-formed
  Value encode(V value);

  /// {@return the value of a stored form}
  ///
  /// @param value a stored form
  /// @throws IllegalArgumentException if it is not of this type
  V decode(Value value);

  /// {@return whether a stored form is of this type, that is, whether [#decode(Value)] returns}
  ///
  /// @param value a stored form
  default boolean accepts(Value value) {
    return FieldShapes.accepts(this, value);
  }

  /// {@return the stored shape, for example `text` or `set<int64>`; two types of one shape are
  /// interchangeable in storage}
  default String shape() {
    return FieldShapes.shape(this);
  }

  /// {@return the strategy of a field of this type that names none}
  default StrategyId defaultStrategy() {
    return FieldShapes.defaultStrategy(this);
  }

  /// {@return a type of the application's own, stored as this one}
  ///
  /// Example: `TEXT.map(LocalDate::parse, LocalDate::toString)`. Both functions are pure. A stored
  /// form for which `decode` throws is not of the new type.
  ///
  /// @param <U> the application's type, immutable
  /// @param decode from this type to the application's
  /// @param encode back
  default <U> FieldType<U> map(
      Function<? super V, ? extends U> decode, Function<? super U, ? extends V> encode) {
    return new Mapped<>(this, decode, encode);
  }

  /// {@return a list of elements in order, read as an unmodifiable list}
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  static <E> FieldType<List<E>> listOf(FieldType<E> element) {
    return new ListOf<>(element);
  }

  /// {@return a set of distinct elements, read as an unmodifiable set}
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  static <E> FieldType<Set<E>> setOf(FieldType<E> element) {
    return new SetOf<>(element);
  }

  /// {@return a map from text to elements, read as an unmodifiable map}
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  static <E> FieldType<Map<String, E>> mapOf(FieldType<E> element) {
    return new MapOf<>(element);
  }

  /// {@return one of an enum's constants, stored as text by its name}
  ///
  /// @param <E> the enum
  /// @param type the enum
  static <E extends Enum<E>> FieldType<E> enumOf(Class<E> type) {
    return new EnumOf<>(type);
  }

  /// {@return a value that may be absent; an absent field reads as an empty optional, and writing
  /// an empty optional removes the field}
  ///
  /// @param <E> the type of the value
  /// @param element how a present value is stored
  static <E> FieldType<Optional<E>> optionalOf(FieldType<E> element) {
    return new OptionalOf<>(element);
  }

  /// The case of [#TEXT].
  record Text() implements FieldType<String> {
    @Override
    public Value encode(String value) {
      return Value.of(value);
    }

    @Override
    public String decode(Value value) {
      return FieldShapes.require(this, Value.Text.class, value).text();
    }
  }

  /// The case of [#BOOL].
  record Bool() implements FieldType<Boolean> {
    @Override
    public Value encode(Boolean value) {
      return Value.of(value.booleanValue());
    }

    @Override
    public Boolean decode(Value value) {
      return FieldShapes.require(this, Value.Bool.class, value).value();
    }
  }

  /// The case of [#INT64].
  record Int64() implements FieldType<Long> {
    @Override
    public Value encode(Long value) {
      return Value.of(value.longValue());
    }

    @Override
    public Long decode(Value value) {
      return FieldShapes.require(this, Value.Int64.class, value).value();
    }
  }

  /// The case of [#FLOAT64].
  record Float64() implements FieldType<Double> {
    @Override
    public Value encode(Double value) {
      return Value.of(value.doubleValue());
    }

    @Override
    public Double decode(Value value) {
      return FieldShapes.require(this, Value.Float64.class, value).value();
    }
  }

  /// The case of [#TIME].
  record Time() implements FieldType<Instant> {
    @Override
    public Value encode(Instant value) {
      return Value.of(value);
    }

    @Override
    public Instant decode(Value value) {
      return FieldShapes.require(this, Value.Time.class, value).instant();
    }
  }

  /// The case of [#BYTES].
  record Bytes() implements FieldType<Value.Bytes> {
    @Override
    public Value encode(Value.Bytes value) {
      return Objects.requireNonNull(value, "value");
    }

    @Override
    public Value.Bytes decode(Value value) {
      return FieldShapes.require(this, Value.Bytes.class, value);
    }
  }

  /// The case of [#RICH_TEXT].
  record Rich() implements FieldType<RichText> {
    @Override
    public Value encode(RichText value) {
      return Objects.requireNonNull(value, "value");
    }

    @Override
    public RichText decode(Value value) {
      return FieldShapes.require(this, RichText.class, value);
    }
  }

  /// The case of [#ORDER_STAMP].
  record Stamp() implements FieldType<OrderStamp> {
    @Override
    public Value encode(OrderStamp value) {
      return Value.of(value.text());
    }

    @Override
    public OrderStamp decode(Value value) {
      return new OrderStamp(FieldShapes.require(this, Value.Text.class, value).text());
    }
  }

  /// The case of [#ANY].
  record Any() implements FieldType<Value> {
    @Override
    public Value encode(Value value) {
      return Objects.requireNonNull(value, "value");
    }

    @Override
    public Value decode(Value value) {
      return Objects.requireNonNull(value, "value");
    }
  }

  /// The case of [#listOf(FieldType)].
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  record ListOf<E>(FieldType<E> element) implements FieldType<List<E>> {
    @Override
    public Value encode(List<E> value) {
      return Value.of(value.stream().map(element::encode).toList());
    }

    @Override
    public List<E> decode(Value value) {
      List<Value> stored = FieldShapes.require(this, Value.ListOf.class, value).elements();
      List<E> elements = new ArrayList<>(stored.size());
      stored.forEach(each -> elements.add(element.decode(each)));
      return Collections.unmodifiableList(elements);
    }
  }

  /// The case of [#setOf(FieldType)].
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  record SetOf<E>(FieldType<E> element) implements FieldType<Set<E>> {
    @Override
    public Value encode(Set<E> value) {
      Set<Value> elements = LinkedHashSet.newLinkedHashSet(value.size());
      value.forEach(each -> elements.add(element.encode(each)));
      return Value.of(elements);
    }

    @Override
    public Set<E> decode(Value value) {
      Set<Value> stored = FieldShapes.require(this, Value.SetOf.class, value).elements();
      Set<E> elements = LinkedHashSet.newLinkedHashSet(stored.size());
      stored.forEach(each -> elements.add(element.decode(each)));
      return Collections.unmodifiableSet(elements);
    }
  }

  /// The case of [#mapOf(FieldType)].
  ///
  /// @param <E> the type of an element
  /// @param element how an element is stored
  record MapOf<E>(FieldType<E> element) implements FieldType<Map<String, E>> {
    @Override
    public Value encode(Map<String, E> value) {
      Map<String, Value> entries = LinkedHashMap.newLinkedHashMap(value.size());
      value.forEach((key, each) -> entries.put(key, element.encode(each)));
      return Value.of(entries);
    }

    @Override
    public Map<String, E> decode(Value value) {
      Map<String, Value> stored = FieldShapes.require(this, Value.MapOf.class, value).entries();
      Map<String, E> entries = LinkedHashMap.newLinkedHashMap(stored.size());
      stored.forEach((key, each) -> entries.put(key, element.decode(each)));
      return Collections.unmodifiableMap(entries);
    }
  }

  /// The case of [#enumOf(Class)]. A constant that this program does not know is not of the type.
  ///
  /// @param <E> the enum
  /// @param type the enum
  record EnumOf<E extends Enum<E>>(Class<E> type) implements FieldType<E> {
    /// Checks that there are constants.
    ///
    /// @throws IllegalArgumentException if the class is the type of a single constant with a body
    public EnumOf {
      if (!type.isEnum()) {
        throw new IllegalArgumentException(type.getTypeName() + " is not an enum");
      }
    }

    @Override
    public Value encode(E value) {
      return Value.of(value.name());
    }

    @Override
    public E decode(Value value) {
      return Enum.valueOf(type, FieldShapes.require(this, Value.Text.class, value).text());
    }
  }

  /// The case of [#optionalOf(FieldType)]. Within a collection an empty optional is stored as
  /// [Value#NULL].
  ///
  /// @param <E> the type of the value
  /// @param element how a present value is stored
  record OptionalOf<E>(FieldType<E> element) implements FieldType<Optional<E>> {
    @Override
    public Value encode(Optional<E> value) {
      return value.map(element::encode).orElse(Value.NULL);
    }

    @Override
    public Optional<E> decode(Value value) {
      return value instanceof Value.Null ? Optional.empty() : Optional.of(element.decode(value));
    }
  }

  /// The case of [#map(Function, Function)].
  ///
  /// @param <B> the type that is stored
  /// @param <V> the application's type
  /// @param base how it is stored
  /// @param decoder from the stored type to the application's
  /// @param encoder back
  record Mapped<B, V>(
      FieldType<B> base,
      Function<? super B, ? extends V> decoder,
      Function<? super V, ? extends B> encoder)
      implements FieldType<V> {
    /// Checks that nothing is missing.
    public Mapped {
      Objects.requireNonNull(base, "base");
      Objects.requireNonNull(decoder, "decoder");
      Objects.requireNonNull(encoder, "encoder");
    }

    @Override
    public Value encode(V value) {
      return base.encode(encoder.apply(value));
    }

    @Override
    public V decode(Value value) {
      B stored = base.decode(value);
      try {
        return Objects.requireNonNull(decoder.apply(stored), "decoder returned null");
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "cannot read " + Wording.describe(value) + ": " + Wording.cause(e), e);
      }
    }
  }
}
