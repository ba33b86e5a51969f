package dev.goatdb.api.schema;

import dev.goatdb.api.error.Refusal;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the documents of one kind look like: a name, a version, fields, checks, and the way from
/// the version before.
///
/// Declared once, as a constant, from a record or field by field; everything is verified there, so
/// that a wrong declaration fails when the program starts.
///
/// ```java
/// record Task(String title, boolean done, Set<String> tags) {}
///
/// static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);
/// static final Field<Task, Boolean> DONE = TASK.field(Task::done);
/// ```
///
/// A record's components are strings, primitives and their boxes, enums, [java.time.Instant],
/// [dev.goatdb.api.value.OrderStamp], [dev.goatdb.api.value.Value] and its cases, `List`, `Set` and
/// `Map<String, …>` of these, or `Optional` of these. Anything else gets a type by
/// [Builder#with(Accessor, UnaryOperator)]. A component is required unless it is an `Optional` or a
/// collection, which are empty when absent, or has a default.
///
/// **Versions.** A document of an older version is upgraded step by step when it is read; a
/// document of a later version is read, and written, as far as its present values have the declared
/// types. It keeps its version and every other field.
///
/// Immutable; any thread.
///
/// @param <T> a record, or [Document]
public final class Schema<T> {

  /// Reads every document, also of schemas this program does not know, and writes none.
  public static final Schema<Document> UNTYPED =
      new Schema<>(
          new SchemaId("$untyped", 1), Map.of(), new DocumentBinding(), List.of(), null, null);

  /// A method reference to an accessor of a record, such as `Task::done`. Not a lambda: the name of
  /// the method is what counts.
  ///
  /// @param <T> the record
  /// @param <V> the type of the component
  @FunctionalInterface
  public interface Accessor<T, V> extends Serializable {
    /// {@return the component}
    ///
    /// @param value a record
    V of(T value);
  }

  private final SchemaId id;
  private final Map<String, Field<T, ?>> fields;
  private final Binding<T> binding;
  private final List<Check<? super T>> checks;
  private final @Nullable Upgrade<?, T> upgrade;
  private final @Nullable Class<T> type; // nothing for documents

  /// Takes what a [SchemaDraft] has verified.
  Schema(
      SchemaId id,
      Map<String, Field<T, ?>> fields,
      Binding<T> binding,
      List<Check<? super T>> checks,
      @Nullable Upgrade<?, T> upgrade,
      @Nullable Class<T> type) {
    this.id = id;
    this.fields = fields;
    this.binding = binding;
    this.checks = List.copyOf(checks);
    this.upgrade = upgrade;
    this.type = type;
  }

  /// {@return the schema of a record, with nothing but its components}
  ///
  /// @param <R> the record
  /// @param type the record
  /// @param name the schema's name
  /// @param version the schema's version, 1 or more
  /// @throws IllegalArgumentException if a component has no field type, or the record cannot be
  ///   seen
  public static <R extends Record> Schema<R> of(Class<R> type, String name, int version) {
    return builder(type, name, version).build();
  }

  /// {@return a schema of documents}
  ///
  /// @param name the schema's name
  /// @param version the schema's version, 1 or more
  /// @param fields its fields
  /// @throws IllegalArgumentException if two fields have one name, or a default is not valid
  @SafeVarargs
  public static Schema<Document> of(String name, int version, Field<Document, ?>... fields) {
    return builder(name, version, fields).build();
  }

  /// {@return a builder for the schema of a record}
  ///
  /// @param <R> the record
  /// @param type the record
  /// @param name the schema's name
  /// @param version the schema's version, 1 or more
  /// @throws IllegalArgumentException if the name is none, or a component is an array
  public static <R extends Record> Builder<R> builder(Class<R> type, String name, int version) {
    SchemaDraft<R> draft = new SchemaDraft<>(new SchemaId(name, version), type);
    draft.addComponents();
    return new Builder<>(draft);
  }

  /// {@return a builder for a schema of documents}
  ///
  /// @param name the schema's name
  /// @param version the schema's version, 1 or more
  /// @param fields its fields
  /// @throws IllegalArgumentException if the name is none, or two fields have one name
  @SafeVarargs
  public static Builder<Document> builder(String name, int version, Field<Document, ?>... fields) {
    SchemaDraft<Document> draft = new SchemaDraft<>(new SchemaId(name, version), null);
    for (Field<Document, ?> field : fields) {
      draft.add(field);
    }
    return new Builder<>(draft);
  }

  /// {@return name and version}
  public SchemaId id() {
    return id;
  }

  /// {@return the fields in the order of their declaration, unmodifiable}
  public Collection<Field<T, ?>> fields() {
    return fields.values();
  }

  /// {@return the field of a name, if there is one}
  ///
  /// @param name a field's name
  public Optional<Field<T, ?>> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /// {@return the token of a record's component; keep it in a constant}
  ///
  /// @param <V> the type of the component
  /// @param accessor a method reference to the component's accessor
  /// @throws IllegalArgumentException if it is anything else, or this is a schema of documents
  public <V> Field<T, V> field(Accessor<T, V> accessor) {
    if (type == null) {
      throw new IllegalArgumentException(
          "schema " + id + " is not bound to a record; use the fields it was declared with");
    }
    return own(AccessorNames.nameOf(accessor, type));
  }

  /// {@return this schema's own token for a token, with the type, the default and the checks
  /// declared here}
  ///
  /// @param <V> the type of the value
  /// @param field a token
  /// @throws IllegalArgumentException if this schema does not declare the field, or declares it
  ///   with another stored shape
  public <V> Field<T, V> own(Field<T, V> field) {
    Field<T, V> own = own(field.name());
    if (own != field && !own.type().shape().equals(field.type().shape())) {
      throw new IllegalArgumentException(
          "field '%s' of %s is %s, this token says %s"
              .formatted(field.name(), id, own.type().shape(), field.type().shape()));
    }
    return own;
  }

  @SuppressWarnings("unchecked") // the name was read from a V, or the shapes are compared next
  private <V> Field<T, V> own(String name) {
    Field<T, ?> own = fields.get(name);
    if (own == null) {
      throw new IllegalArgumentException(
          "schema %s has no field '%s', only %s.%s"
              .formatted(id, name, fields.keySet(), Wording.didYouMean(name, fields.keySet())));
    }
    return (Field<T, V>) own;
  }

  /// {@return what a field of a value holds: a record's component, or what a document reads as}
  ///
  /// O(1); makes no document of a record.
  ///
  /// @param <V> the type of the field
  /// @param value a value
  /// @param field a field of this schema
  /// @throws IllegalArgumentException if this schema does not declare the field
  public <V> Optional<V> value(T value, Field<T, V> field) {
    return binding.value(value, isUntyped() ? field : own(field));
  }

  /// {@return the schema of the version before, if this one upgrades from it}
  public Optional<Schema<?>> older() {
    return upgrade == null ? Optional.empty() : Optional.of(upgrade.older());
  }

  /// {@return the whole declaration in one line: equal lines mean that values are stored and merged
  /// alike}
  ///
  /// Says name, version and per field its name, stored shape, strategy and whether it is required,
  /// in the order of the names. Does not say defaults, checks and upgrades, which are code.
  public String declaration() {
    return fields.values().stream()
        .map(Field::toString)
        .sorted()
        .collect(Collectors.joining(", ", id + "{", "}"));
  }

  /// {@return what is stored for a new value; fields that are empty optionals are left out}
  ///
  /// @param value a value
  /// @throws IllegalArgumentException if this is [#UNTYPED], a value cannot be stored, or a
  ///   document is of another schema
  public Document toDocument(T value) {
    return Revision.of(this, value);
  }

  /// {@return a document that reads as the new value, changed in as few fields as possible}
  ///
  /// A field changes if what it reads as changes. Fields which this schema does not declare keep
  /// their values, and so do fields whose present value is not of the declared type and for which
  /// the new value has nothing to say. A document of an older version is upgraded first; one of a
  /// later version keeps its version. If nothing changes, the result is the (upgraded) document
  /// itself.
  ///
  /// @param previous the document the value was made from
  /// @param value the new value
  /// @throws IllegalArgumentException if this is [#UNTYPED], the previous document is of another
  ///   name, or there is no way from its version
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the document is of a later version,
  ///   and a changed field has no present value of the declared type
  public Document revise(Document previous, T value) {
    return Revision.of(this, previous, value);
  }

  /// {@return a document with another value in one field}
  ///
  /// @param <V> the type of the value
  /// @param previous a document of this schema; upgraded first if it is of an older version
  /// @param field a field of this schema
  /// @param value the value; an empty optional removes the field
  /// @throws IllegalArgumentException as [#revise(Document, Object)], or if the field is not
  ///   declared
  /// @throws dev.goatdb.api.error.GoatDbException.Refused as [#revise(Document, Object)]
  public <V> Document with(Document previous, Field<T, V> field, V value) {
    Field<T, V> own = own(field);
    return Revision.of(this, previous, own, field.encodeOrNull(value));
  }

  /// {@return a document without a field}
  ///
  /// @param previous a document of this schema; upgraded first if it is of an older version
  /// @param field a field of this schema
  /// @throws IllegalArgumentException as [#revise(Document, Object)], or if the field is not
  ///   declared
  /// @throws dev.goatdb.api.error.GoatDbException.Refused as [#revise(Document, Object)]
  public Document without(Document previous, Field<T, ?> field) {
    return Revision.of(this, previous, own(field), null);
  }

  /// {@return the document in this version; nothing if it is of another name, there is no way from
  /// its version, or it lacks what the older version requires}
  ///
  /// A document of this or a later version is returned as it is. Pure: the same document always
  /// gives the same result, and nothing is stored.
  ///
  /// @param document a document
  /// @throws IllegalStateException if an upgrade function throws; it names the step
  public Optional<Document> upgrade(Document document) {
    return Optional.ofNullable(upgradeOrNull(document));
  }

  /// {@return everything that is wrong with a document of this schema; empty if it is valid}
  ///
  /// For a refusal of a field, `where` is the field's name; else it is the schema's id. In a
  /// document of a later version only the fields that this schema can read are checked.
  ///
  /// @param document a document of this or a later version
  public List<Refusal> check(Document document) {
    return isUntyped() ? List.of() : new Validation<>(this, checks).of(document);
  }

  boolean isUntyped() {
    return this == UNTYPED;
  }

  void requireWritable() {
    if (isUntyped()) {
      throw new IllegalArgumentException(
          "Schema.UNTYPED reads every schema and writes none; write with the schema that declares"
              + " the fields");
    }
  }

  Binding<T> binding() {
    return binding;
  }

  @Nullable Document upgradeOrNull(Document document) {
    SchemaId found = document.schema();
    if (isUntyped() || found.equals(id)) {
      return document;
    }
    if (!found.name().equals(id.name())) {
      return null;
    }
    if (found.version() > id.version()) {
      return document;
    }
    return upgrade == null ? null : upgrade.apply(document, this);
  }

  @Nullable T asOrNull(Document document) {
    Document upgraded = upgradeOrNull(document);
    T value = upgraded == null ? null : binding.read(upgraded);
    return value == null || isUntyped() ? value : binding.bind(value, this);
  }

  /// The value as an upgrade function gets it: a document takes fields of the next version too.
  @Nullable T readUnbound(Document document) {
    return binding.read(document.unbound());
  }

  /// {@return the id}
  @Override
  public String toString() {
    return id.toString();
  }

  /// Collects what is declared about a schema. One thread.
  ///
  /// @param <T> a record, or [Document]
  public static final class Builder<T> {

    private final SchemaDraft<T> draft;

    private Builder(SchemaDraft<T> draft) {
      this.draft = draft;
    }

    /// {@return this builder, with another declaration of a component}
    ///
    /// @param <V> the type of the component
    /// @param accessor a method reference to the component's accessor
    /// @param change from the field as it follows from the component to the field that is meant
    /// @throws IllegalArgumentException if it is no such method reference, or the change returns
    ///   another component's field
    public <V> Builder<T> with(Accessor<T, V> accessor, UnaryOperator<Field<T, V>> change) {
      draft.change(accessor, change);
      return this;
    }

    /// {@return this builder, with the way from the version before}
    ///
    /// @param <O> the older version's type
    /// @param older the schema of the version before, which may itself upgrade from its own
    /// @param function from an older value to a value of this version; pure. A document it is given
    ///   takes fields of both versions
    /// @throws IllegalArgumentException if there is one already, or `older` is not the version
    ///   before
    public <O> Builder<T> upgrade(Schema<O> older, Function<? super O, ? extends T> function) {
      draft.upgradeFrom(new Upgrade<>(older, function));
      return this;
    }

    /// {@return this builder, with a merge strategy for all fields of a type that name none of
    /// their own}
    ///
    /// @param type fields of this stored shape are meant, for example all [FieldType#TEXT], but
    ///   none of a [mapped][FieldType#map(Function, Function)] type
    /// @param strategy what happens to concurrent changes of them
    /// @throws IllegalArgumentException if the type has one already
    public Builder<T> strategy(FieldType<?> type, StrategyId strategy) {
      draft.mergeBy(type, Objects.requireNonNull(strategy, "strategy"));
      return this;
    }

    /// {@return this builder, with one more condition on whole values}
    ///
    /// @param condition pure; true for a valid value; one that throws counts as false
    /// @param message what a valid value is like, for example `must end after it begins`
    public Builder<T> check(Predicate<? super T> condition, String message) {
      draft.addCheck(new Check<>(Objects.requireNonNull(condition), message));
      return this;
    }

    /// {@return this builder, which sees the record with a lookup instead of this module's own
    /// eyes}
    ///
    /// @param lookup `MethodHandles.lookup()`, called in the record's nest or module
    public Builder<T> lookup(MethodHandles.Lookup lookup) {
      draft.lookup(lookup);
      return this;
    }

    /// {@return the schema}
    ///
    /// @throws IllegalArgumentException if a component has no field type, a default is not valid,
    ///   or the record cannot be seen
    public Schema<T> build() {
      return draft.build();
    }
  }
}
