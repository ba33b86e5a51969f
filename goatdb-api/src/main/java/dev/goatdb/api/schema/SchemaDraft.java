package dev.goatdb.api.schema;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A schema while it is declared: everything that can be wrong with a declaration is found here.
final class SchemaDraft<T> {

  private final SchemaId id;
  private final @Nullable Class<T> type; // nothing for documents
  private final Map<String, Field<T, ?>> fields = new LinkedHashMap<>();
  private final Map<String, StrategyId> strategies = new HashMap<>(); // by stored shape
  private final List<Check<? super T>> checks = new ArrayList<>();
  private @Nullable Upgrade<?, T> upgrade;
  private MethodHandles.@Nullable Lookup lookup;

  SchemaDraft(SchemaId id, @Nullable Class<T> type) {
    if (id.isReserved()) {
      throw new IllegalArgumentException(
          "schema " + id + ": names that start with $ are reserved for the engine");
    }
    if (type != null && !type.isRecord()) {
      throw new IllegalArgumentException(
          "schema " + id + ": " + type.getTypeName() + " is not a record");
    }
    this.id = id;
    this.type = type;
  }

  void add(Field<T, ?> field) {
    if (fields.putIfAbsent(field.name(), field) != null) {
      throw new IllegalArgumentException(
          "schema " + id + ": two fields are called '" + field.name() + "'");
    }
  }

  void addComponents() {
    Class<T> record = record();
    for (RecordComponent component : record.getRecordComponents()) {
      add(Field.ofComponent(record, component.getName(), ComponentTypes.of(id, component)));
    }
  }

  private Class<T> record() {
    if (type == null) {
      throw new IllegalArgumentException(
          "schema " + id + " is not bound to a record; declare its fields with Field.of(…)");
    }
    return type;
  }

  @SuppressWarnings("unchecked") // the accessor of a component of type V names a field of V
  <V> void change(Schema.Accessor<T, V> accessor, UnaryOperator<Field<T, V>> change) {
    String name = AccessorNames.nameOf(accessor, record());
    Field<T, V> before = (Field<T, V>) Objects.requireNonNull(fields.get(name), name);
    Field<T, V> after = change.apply(before);
    if (!after.equals(before)) {
      throw new IllegalArgumentException(
          "schema %s: the change of field '%s' returned field '%s'"
              .formatted(id, name, after.name()));
    }
    fields.put(name, after);
  }

  void upgradeFrom(Upgrade<?, T> step) {
    SchemaId older = step.older().id();
    if (upgrade != null) {
      throw new IllegalArgumentException(
          "schema %s has two upgrades, from %s and from %s; declare each step with the version it leads to"
              .formatted(id, upgrade.older().id(), older));
    }
    if (!older.name().equals(id.name())) {
      throw new IllegalArgumentException(
          "schema %s cannot upgrade from %s, which has another name".formatted(id, older));
    }
    if (older.version() >= id.version()) {
      throw new IllegalArgumentException(
          "schema %s cannot upgrade from %s, which is not older".formatted(id, older));
    }
    if (older.version() != id.version() - 1) {
      throw new IllegalArgumentException(
          "schema %s upgrades from %s, which leaves a gap at %s. Add .upgrade(…) to %s and upgrade from that."
              .formatted(id, older, before(), before()));
    }
    upgrade = step;
  }

  private SchemaId before() {
    return new SchemaId(id.name(), id.version() - 1);
  }

  void mergeBy(FieldType<?> type, StrategyId strategy) {
    StrategyId other = strategies.putIfAbsent(type.shape(), strategy);
    if (other != null) {
      throw new IllegalArgumentException(
          "schema %s: fields of %s merge by %s already".formatted(id, type.shape(), other));
    }
  }

  private <V> Field<T, V> declared(Field<T, V> declared) {
    Field<T, V> field = type == null ? declared : component(declared);
    StrategyId strategy = strategies.get(field.type().shape());
    return strategy == null || field.namesStrategy() || !isPlain(field.type())
        ? field
        : field.strategy(strategy);
  }

  /// What an application's own type stores as text may be a date: not every text is one.
  private static boolean isPlain(FieldType<?> type) {
    return switch (type) {
      case FieldType.Mapped<?, ?> _ -> false;
      case FieldType.OptionalOf<?>(var element) -> isPlain(element);
      case FieldType.ListOf<?>(var element) -> isPlain(element);
      case FieldType.SetOf<?>(var element) -> isPlain(element);
      case FieldType.MapOf<?>(var element) -> isPlain(element);
      default -> true;
    };
  }

  void addCheck(Check<? super T> check) {
    checks.add(check);
  }

  void lookup(MethodHandles.Lookup lookup) {
    this.lookup = lookup;
  }

  Schema<T> build() {
    Map<String, Field<T, ?>> built = new LinkedHashMap<>();
    fields.forEach((name, field) -> built.put(name, declared(field)));
    built.values().forEach(this::requireValidDefault);
    return new Schema<>(
        id, Collections.unmodifiableMap(built), binding(built), checks, upgrade, type);
  }

  @SuppressWarnings("unchecked") // without a record, T is Document
  private Binding<T> binding(Map<String, Field<T, ?>> built) {
    return type == null
        ? (Binding<T>) new DocumentBinding()
        : RecordBinding.of(type, List.copyOf(built.values()), lookup);
  }

  private <V> Field<T, V> component(Field<T, V> field) {
    if (!field.hasType()) {
      throw new IllegalArgumentException(ComponentTypes.unknown(id, componentOf(field)));
    }
    if (field.isRequired() || field.fallback().isPresent()) {
      return field;
    }
    V empty = emptyCollection(field.type());
    return empty == null ? field.required() : field.orElse(empty);
  }

  private RecordComponent componentOf(Field<T, ?> field) {
    for (RecordComponent component : record().getRecordComponents()) {
      if (component.getName().equals(field.name())) {
        return component;
      }
    }
    throw new IllegalArgumentException("schema " + id + " has no component '" + field.name() + "'");
  }

  @SuppressWarnings("unchecked") // the V of each of these types is the collection
  private static <V> @Nullable V emptyCollection(FieldType<V> type) {
    return (V)
        switch (type) {
          case FieldType.ListOf<?> _ -> List.of();
          case FieldType.SetOf<?> _ -> Set.of();
          case FieldType.MapOf<?> _ -> Map.of();
          default -> null; // the other types have no value that says "nothing"
        };
  }

  private <V> void requireValidDefault(Field<T, V> field) {
    field
        .fallback()
        .flatMap(field::encode)
        .ifPresent(stored ->
            field.complaints(stored).stream()
                .findFirst()
                .ifPresent(complaint -> {
                  throw new IllegalArgumentException(
                      "schema %s: the default of field '%s' %s, was %s"
                          .formatted(id, field.name(), complaint, Wording.describe(stored)));
                }));
  }
}
