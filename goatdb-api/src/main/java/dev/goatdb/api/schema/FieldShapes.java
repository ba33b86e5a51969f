package dev.goatdb.api.schema;

import dev.goatdb.api.value.OrderStamp;
import dev.goatdb.api.value.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// What is asked of every case of [FieldType] without a value of its Java type at hand.
final class FieldShapes {

  private FieldShapes() {}

  /// Whether a stored form is of a type. Only a mapped type has to decode in order to know.
  static boolean accepts(FieldType<?> type, Value value) {
    return switch (type) {
      case FieldType.Text _ -> value instanceof Value.Text;
      case FieldType.Bool _ -> value instanceof Value.Bool;
      case FieldType.Int64 _ -> value instanceof Value.Int64;
      case FieldType.Float64 _ -> value instanceof Value.Float64;
      case FieldType.Time _ -> value instanceof Value.Time;
      case FieldType.Bytes _ -> value instanceof Value.Bytes;
      case FieldType.Rich _ -> value instanceof dev.goatdb.api.value.RichText;
      case FieldType.Any _ -> true;
      case FieldType.Stamp _ ->
          value instanceof Value.Text(String text) && OrderStamp.isStamp(text);
      case FieldType.ListOf<?>(var element) ->
          value instanceof Value.ListOf(var elements) && allAccepted(element, elements);
      case FieldType.SetOf<?>(var element) ->
          value instanceof Value.SetOf(var elements) && allAccepted(element, elements);
      case FieldType.MapOf<?>(var element) ->
          value instanceof Value.MapOf(var entries) && allAccepted(element, entries.values());
      case FieldType.OptionalOf<?>(var element) ->
          value instanceof Value.Null || element.accepts(value);
      case FieldType.EnumOf<?> _, FieldType.Mapped<?, ?> _ -> decodes(type, value);
    };
  }

  private static boolean allAccepted(FieldType<?> element, Collection<Value> values) {
    for (Value value : values) {
      if (!element.accepts(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean decodes(FieldType<?> type, Value value) {
    try {
      type.decode(value);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The stored shape, in words that both people and a comparison of two declarations can use.
  static String shape(FieldType<?> type) {
    return switch (type) {
      case FieldType.Text _ -> "text";
      case FieldType.Bool _ -> "bool";
      case FieldType.Int64 _ -> "int64";
      case FieldType.Float64 _ -> "float64";
      case FieldType.Time _ -> "time";
      case FieldType.Bytes _ -> "bytes";
      case FieldType.Rich _ -> "rich_text";
      case FieldType.Stamp _ -> "order_stamp";
      case FieldType.Any _ -> "any";
      case FieldType.ListOf<?>(var element) -> "list<" + element.shape() + ">";
      case FieldType.SetOf<?>(var element) -> "set<" + element.shape() + ">";
      case FieldType.MapOf<?>(var element) -> "map<" + element.shape() + ">";
      case FieldType.OptionalOf<?>(var element) -> element.shape();
      case FieldType.Mapped<?, ?>(var base, _, _) -> base.shape();
      case FieldType.EnumOf<?>(var constants) ->
          Arrays.stream(constants.getEnumConstants())
              .map(Enum::name)
              .collect(Collectors.joining("|", "enum<", ">"));
    };
  }

  /// The strategy of a field that names none.
  static StrategyId defaultStrategy(FieldType<?> type) {
    return switch (type) {
      case FieldType.SetOf<?> _ -> StrategyId.SET;
      case FieldType.MapOf<?> _ -> StrategyId.MAP;
      // Not list@1, which came later: another default would change what stored histories mean.
      case FieldType.ListOf<?> _ -> StrategyId.LWW;
      case FieldType.Rich _ -> StrategyId.RICH_TEXT;
      case FieldType.OptionalOf<?>(var element) -> element.defaultStrategy();
      case FieldType.Mapped<?, ?>(var base, _, _) -> base.defaultStrategy();
      case FieldType.Text _,
          FieldType.Bool _,
          FieldType.Int64 _,
          FieldType.Float64 _,
          FieldType.Time _,
          FieldType.Bytes _,
          FieldType.Stamp _,
          FieldType.Any _,
          FieldType.EnumOf<?> _ ->
          StrategyId.LWW;
    };
  }

  /// The value as the case that a type is stored as.
  static <X extends Value> X require(FieldType<?> type, Class<X> stored, Value value) {
    if (stored.isInstance(value)) {
      return stored.cast(value);
    }
    throw new IllegalArgumentException(
        "expected " + type.shape() + ", was " + Wording.describe(value));
  }
}
