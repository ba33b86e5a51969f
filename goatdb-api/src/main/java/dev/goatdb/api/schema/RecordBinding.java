package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records by their canonical constructor and accessors, resolved once.
///
/// The handles are adapted to two forms, `(Object[])Object` for the constructor and
/// `(Object)Object` for an accessor, so that each call is an `invokeExact` without reflection.
final class RecordBinding<T> implements Binding<T> {

  private final Class<T> type;
  private final List<Field<T, ?>> fields;
  private final MethodHandle constructor;
  private final List<MethodHandle> accessors;

  private RecordBinding(
      Class<T> type,
      List<Field<T, ?>> fields,
      MethodHandle constructor,
      List<MethodHandle> accessors) {
    this.type = type;
    this.fields = fields;
    this.constructor = constructor;
    this.accessors = accessors;
  }

  /// Resolves a record's members.
  ///
  /// @param fields one for each component, in order
  /// @param lookup who may see the record, or nothing for this module's own eyes
  static <T> RecordBinding<T> of(
      Class<T> type, List<Field<T, ?>> fields, MethodHandles.@Nullable Lookup lookup) {
    try {
      MethodHandles.Lookup inside = inside(type, lookup);
      RecordComponent[] components = type.getRecordComponents();
      List<MethodHandle> accessors = new ArrayList<>(components.length);
      for (RecordComponent component : components) {
        accessors.add(
            inside
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class)));
      }
      return new RecordBinding<>(type, fields, constructor(type, inside), List.copyOf(accessors));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(closed(type, lookup), e);
    }
  }

  private static MethodHandles.Lookup inside(Class<?> type, MethodHandles.@Nullable Lookup lookup)
      throws IllegalAccessException {
    if (lookup != null) {
      return MethodHandles.privateLookupIn(type, lookup);
    }
    RecordBinding.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static MethodHandle constructor(Class<?> type, MethodHandles.Lookup lookup)
      throws ReflectiveOperationException {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return lookup
        .findConstructor(type, MethodType.methodType(void.class, parameters))
        .asFixedArity()
        .asType(MethodType.genericMethodType(parameters.length))
        .asSpreader(Object[].class, parameters.length);
  }

  private static String closed(Class<?> type, MethodHandles.@Nullable Lookup lookup) {
    String name = type.getTypeName().replace('$', '.');
    if (lookup != null) {
      return "cannot construct %s: the lookup of %s cannot see it. Call MethodHandles.lookup() in %s or in a class of its nest."
          .formatted(name, lookup.lookupClass().getTypeName(), name);
    }
    return "cannot construct %s: module %s does not open %s to dev.goatdb.api. Add `opens %s to dev.goatdb.api;` or build the schema with .lookup(MethodHandles.lookup())."
        .formatted(name, type.getModule().getName(), type.getPackageName(), type.getPackageName());
  }

  @Override
  public @Nullable T read(Document document) {
    @Nullable Object @Nullable [] parts = parts(document);
    if (parts == null) {
      return null;
    }
    try {
      return construct(parts);
    } catch (RuntimeException _) {
      return null; // complaint(…) tells why; a record may refuse what a peer wrote
    }
  }

  @Override
  public Optional<String> complaint(Document document) {
    @Nullable Object @Nullable [] parts = parts(document);
    if (parts == null) {
      return Optional.of("lacks a required field");
    }
    try {
      construct(parts);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("cannot be a " + type.getSimpleName() + ": " + Wording.cause(e));
    }
  }

  /// The constructor's arguments, or nothing if one is missing.
  private @Nullable Object @Nullable [] parts(Document document) {
    @Nullable Object[] parts = new @Nullable Object[fields.size()];
    for (int i = 0; i < parts.length; i++) {
      Field<T, ?> field = fields.get(i);
      Object part = field.readOrNull(document.valueOrNull(field.name()));
      if (part == null) {
        return null;
      }
      parts[i] = part;
    }
    return parts;
  }

  private T construct(@Nullable Object[] parts) {
    try {
      return type.cast((Object) constructor.invokeExact(parts));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public Map<String, Value> write(T value) {
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Field<T, ?> field = fields.get(i);
      Value stored = stored(field, component(value, i));
      if (stored != null) {
        values.put(field.name(), stored);
      }
    }
    return values;
  }

  @Override
  @SuppressWarnings("unchecked") // the component of a field of V is a V
  public <V> Optional<V> value(T value, Field<T, V> field) {
    return Optional.of((V) component(value, fields.indexOf(field)));
  }

  private Object component(T value, int index) {
    @Nullable Object component;
    try {
      component = (Object) accessors.get(index).invokeExact((Object) value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
    if (component == null) {
      throw new NullPointerException(
          "component '%s' of %s is null; declare a component that may be absent as Optional"
              .formatted(fields.get(index).name(), type.getSimpleName()));
    }
    return component;
  }

  @SuppressWarnings("unchecked") // the field was made for the component
  private static <V> @Nullable Value stored(Field<?, V> field, Object component) {
    return field.encodeOrNull((V) component);
  }

  /// A record's constructor and accessors declare no checked exceptions, so none arrives here.
  private static RuntimeException unchecked(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }

  @Override
  public T bind(T value, Schema<T> schema) {
    return value;
  }

  @Override
  public boolean hidesAbsence() {
    return true;
  }
}
