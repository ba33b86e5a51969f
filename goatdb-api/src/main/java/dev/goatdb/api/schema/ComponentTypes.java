package dev.goatdb.api.schema;

import dev.goatdb.api.value.OrderStamp;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which field type a component of a record has by itself.
final class ComponentTypes {

  private static final Map<Class<?>, FieldType<?>> SIMPLE =
      Map.ofEntries(
          Map.entry(String.class, FieldType.TEXT),
          Map.entry(Boolean.class, FieldType.BOOL),
          Map.entry(Long.class, FieldType.INT64),
          Map.entry(Integer.class, FieldType.INT64.map(Math::toIntExact, Integer::longValue)),
          Map.entry(Short.class, FieldType.INT64.map(ComponentTypes::toShort, Short::longValue)),
          Map.entry(Byte.class, FieldType.INT64.map(ComponentTypes::toByte, Byte::longValue)),
          Map.entry(Double.class, FieldType.FLOAT64),
          Map.entry(Float.class, FieldType.FLOAT64.map(Double::floatValue, Float::doubleValue)),
          Map.entry(Character.class, FieldType.TEXT.map(ComponentTypes::toChar, String::valueOf)),
          Map.entry(Instant.class, FieldType.TIME),
          Map.entry(OrderStamp.class, FieldType.ORDER_STAMP),
          Map.entry(RichText.class, FieldType.RICH_TEXT),
          Map.entry(Value.class, FieldType.ANY),
          Map.entry(Value.Bytes.class, FieldType.BYTES),
          Map.entry(Value.Text.class, FieldType.TEXT.map(Value.Text::new, Value.Text::text)),
          Map.entry(Value.Bool.class, FieldType.BOOL.map(Value.Bool::new, Value.Bool::value)),
          Map.entry(Value.Int64.class, FieldType.INT64.map(Value.Int64::new, Value.Int64::value)),
          Map.entry(
              Value.Float64.class, FieldType.FLOAT64.map(Value.Float64::new, Value.Float64::value)),
          Map.entry(Value.Time.class, FieldType.TIME.map(Value.Time::new, Value.Time::instant)),
          Map.entry(
              Value.ListOf.class,
              FieldType.listOf(FieldType.ANY).map(Value.ListOf::new, Value.ListOf::elements)),
          Map.entry(
              Value.SetOf.class,
              FieldType.setOf(FieldType.ANY).map(Value.SetOf::new, Value.SetOf::elements)),
          Map.entry(
              Value.MapOf.class,
              FieldType.mapOf(FieldType.ANY).map(Value.MapOf::new, Value.MapOf::entries)));

  private ComponentTypes() {}

  private static short toShort(long number) {
    if (number != (short) number) {
      throw new ArithmeticException("short overflow");
    }
    return (short) number;
  }

  private static byte toByte(long number) {
    if (number != (byte) number) {
      throw new ArithmeticException("byte overflow");
    }
    return (byte) number;
  }

  private static char toChar(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("not one character");
    }
    return text.charAt(0);
  }

  /// The type of a component, or nothing if it has none by itself.
  ///
  /// @throws IllegalArgumentException if it is an array, which no type makes safe
  static @Nullable FieldType<?> of(SchemaId schema, RecordComponent component) {
    if (component.getType().isArray()) {
      throw new IllegalArgumentException(
          "schema %s: component '%s' is a %s; arrays can change behind the database's back. Use %s."
              .formatted(
                  schema,
                  component.getName(),
                  component.getType().getTypeName(),
                  component.getType() == byte[].class ? "Value.Bytes" : "List"));
    }
    return of(component.getGenericType());
  }

  private static @Nullable FieldType<?> of(Type type) {
    return switch (type) {
      case Class<?> simple -> ofClass(simple);
      case ParameterizedType generic -> ofGeneric(generic);
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
      default -> null;
    };
  }

  private static @Nullable FieldType<?> ofClass(Class<?> type) {
    Class<?> boxed = java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    return type.isEnum() ? ofEnum(type) : SIMPLE.get(boxed);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no other way to name "some enum"
  private static FieldType<?> ofEnum(Class<?> type) {
    return FieldType.enumOf((Class) type);
  }

  private static @Nullable FieldType<?> ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    FieldType<?> element = of(arguments[arguments.length - 1]);
    if (element == null) {
      return null;
    }
    if (type.getRawType() == List.class) {
      return FieldType.listOf(element);
    } else if (type.getRawType() == Set.class) {
      return FieldType.setOf(element);
    } else if (type.getRawType() == Optional.class) {
      return FieldType.optionalOf(element);
    }
    boolean isMap = type.getRawType() == Map.class && arguments[0] == String.class;
    return isMap ? FieldType.mapOf(element) : null;
  }

  /// What to say about a component without a type.
  static String unknown(SchemaId schema, RecordComponent component) {
    return "schema %s: component '%s' is a %s, which has no field type. Give it one: .with(%s::%s, f -> f.type(%s))."
        .formatted(
            schema,
            component.getName(),
            component.getGenericType().getTypeName().replace('$', '.'),
            component.getDeclaringRecord().getSimpleName(),
            component.getName(),
            suggestion(component.getType()));
  }

  /// A type that would do: most classes of values can be read from the text that they print.
  private static String suggestion(Class<?> type) {
    String name = type.getSimpleName();
    return Stream.of("parse", "fromString", "of", "valueOf", "create")
        .filter(method -> isReader(type, method))
        .findFirst()
        .map(method -> "FieldType.TEXT.map(%s::%s, %s::toString)".formatted(name, method, name))
        .orElse("FieldType.TEXT.map(decode, encode)");
  }

  private static boolean isReader(Class<?> type, String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Method::getParameterTypes)
        .anyMatch(parameters ->
            parameters.length == 1
                && parameters[0].isAssignableFrom(String.class)
                && parameters[0] != Object.class);
  }
}
