package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A field of a schema: its name, type, merge strategy, default and checks. Also the token by which
/// a field is read and written, so that a value of the wrong type does not compile.
///
/// A record's tokens come from [Schema#field(Schema.Accessor)], a document's from [#of(String,
/// FieldType)]. The methods that describe a field return a changed copy. Two tokens are equal if
/// they name the same field of the same `T`. Immutable; any thread.
///
/// @param <T> what the field belongs to: a record, or [Document]
/// @param <V> the Java type of its value
public final class Field<T, V> {

  private final FieldSpec<V> spec;
  private final Class<T> owner;

  private Field(Class<T> owner, FieldSpec<V> spec) {
    this.owner = owner;
    this.spec = spec;
  }

  /// {@return a field of documents, neither required nor with a default}
  ///
  /// @param <V> the Java type of its value
  /// @param name 1 to 100 characters without control characters; a leading `$` is reserved
  /// @param type what it holds
  /// @throws IllegalArgumentException if the name is none
  public static <V> Field<Document, V> of(String name, FieldType<V> type) {
    return new Field<>(Document.class, FieldSpec.of(name, Objects.requireNonNull(type, "type")));
  }

  /// A field of a record's component, whose type may not be known yet.
  static <T, V> Field<T, V> ofComponent(Class<T> owner, String name, @Nullable FieldType<V> type) {
    return new Field<>(owner, FieldSpec.of(name, type));
  }

  /// {@return this field with another type}
  ///
  /// @param type what it holds
  public Field<T, V> type(FieldType<V> type) {
    return new Field<>(owner, spec.withType(Objects.requireNonNull(type, "type")));
  }

  /// {@return this field with a merge strategy instead of its type's}
  ///
  /// @param strategy what happens to concurrent changes; must be there when the schema is used
  public Field<T, V> strategy(StrategyId strategy) {
    return strategy(strategy, Map.of());
  }

  /// {@return this field with a merge strategy that is told something}
  ///
  /// Parameters are part of the declaration: every peer must declare the same.
  ///
  /// @param strategy what happens to concurrent changes; must be there when the schema is used
  /// @param parameters what the strategy is told, by names that it documents
  public Field<T, V> strategy(StrategyId strategy, Map<String, Value> parameters) {
    Objects.requireNonNull(strategy, "strategy");
    return new Field<>(owner, spec.withStrategy(strategy, new TreeMap<>(parameters)));
  }

  /// {@return this field as one that must be there, unless it has a default}
  public Field<T, V> required() {
    return new Field<>(owner, spec.withRequired());
  }

  /// {@return this field with a default, which is what an absent field reads as; it is not stored}
  ///
  /// @param fallback the default, immutable
  public Field<T, V> orElse(V fallback) {
    return new Field<>(owner, spec.withFallback(Objects.requireNonNull(fallback, "fallback")));
  }

  /// {@return this field with one more condition on its values}
  ///
  /// @param condition pure; true for a valid value; one that throws counts as false
  /// @param message what a valid value is like, for example `must not be blank`
  public Field<T, V> check(Predicate<? super V> condition, String message) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(message, "message");
    return new Field<>(owner, spec.withCheck(new Check<>(condition, message)));
  }

  /// {@return the name}
  public String name() {
    return spec.name();
  }

  /// {@return what it holds}
  ///
  /// @throws IllegalStateException while the field is declared and has no type yet
  public FieldType<V> type() {
    FieldType<V> type = spec.type();
    if (type == null) {
      throw new IllegalStateException("field '" + name() + "' has no type yet");
    }
    return type;
  }

  /// {@return what happens to concurrent changes: the strategy it names, else its type's}
  public StrategyId strategy() {
    StrategyId strategy = spec.strategy();
    return strategy == null ? type().defaultStrategy() : strategy;
  }

  /// {@return what the strategy is told, by name, unmodifiable; usually nothing}
  public SortedMap<String, Value> parameters() {
    return spec.parameters();
  }

  boolean namesStrategy() {
    return spec.strategy() != null;
  }

  /// {@return whether it must be there; a component of a record is required unless it has a
  /// default}
  public boolean isRequired() {
    return spec.isRequired();
  }

  /// {@return what an absent field reads as, or nothing; an optional field reads as empty}
  public Optional<V> fallback() {
    return Optional.ofNullable(fallbackOrNull());
  }

  /// {@return the field's value in a document: what is stored if it has the field's type, else the
  /// default, else nothing}
  ///
  /// Reads documents of any version. O(1) in the number of fields.
  ///
  /// @param document a document
  public Optional<V> in(Document document) {
    return Optional.ofNullable(readOrNull(document.valueOrNull(name())));
  }

  /// {@return what is stored for a value; nothing if the value is an empty optional}
  ///
  /// @param value a value
  /// @throws IllegalArgumentException if it cannot be stored, such as text that is not well-formed
  public Optional<Value> encode(V value) {
    return Optional.ofNullable(encodeOrNull(value));
  }

  @Nullable Value encodeOrNull(V value) {
    Value stored = type().encode(value);
    return type() instanceof FieldType.OptionalOf<?> && stored instanceof Value.Null
        ? null
        : stored;
  }

  /// The value of a stored form; the default if it is absent or of another type.
  @Nullable V readOrNull(@Nullable Value stored) {
    if (stored != null) {
      try {
        return type().decode(stored);
      } catch (IllegalArgumentException _) {
        return fallbackOrNull(); // of another type, so for this program it is not there
      }
    }
    return fallbackOrNull();
  }

  boolean hasType() {
    return spec.type() != null;
  }

  Class<T> owner() {
    return owner;
  }

  /// What the conditions say about a stored form of this field's type.
  List<String> complaints(Value stored) {
    V value = type().decode(stored);
    List<String> complaints = new ArrayList<>();
    for (Check<? super V> check : spec.checks()) {
      check.complaint(value).ifPresent(complaints::add);
    }
    return complaints;
  }

  @SuppressWarnings("unchecked") // the V of an optional type is an Optional
  private @Nullable V fallbackOrNull() {
    V fallback = spec.fallback();
    if (fallback == null && spec.type() instanceof FieldType.OptionalOf<?>) {
      return (V) Optional.empty();
    }
    return fallback;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Field<?, ?> that && owner == that.owner && name().equals(that.name());
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  private String told() {
    return parameters().entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", ", "(", ")"), told -> told.equals("()") ? "" : told));
  }

  /// {@return name, stored shape, strategy with what it is told, and whether it is required:
  /// `title: text lww@1 required`}
  @Override
  public String toString() {
    String declared = hasType() ? type().shape() + " " + strategy() + told() : "?";
    return name() + ": " + declared + (isRequired() ? " required" : "");
  }
}
