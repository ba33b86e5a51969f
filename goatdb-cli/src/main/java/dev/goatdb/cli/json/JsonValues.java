package dev.goatdb.cli.json;

import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// JSON as values where no type says more: text, numbers, truth values, lists and maps.
final class JsonValues {

  private JsonValues() {}

  /// {@return the value}
  ///
  /// @param node JSON
  /// @throws IllegalArgumentException if a number fits neither 64 bits nor a floating-point number
  static Value of(JsonNode node) {
    if (node.isNull()) {
      return Value.NULL;
    } else if (node.isBoolean()) {
      return Value.of(node.booleanValue());
    } else if (node.isString()) {
      return Value.of(node.stringValue());
    } else if (node.isIntegralNumber()) {
      return Value.of(wholeNumber(node));
    } else if (node.isNumber()) {
      return Value.of(number(node));
    } else if (node.isArray()) {
      return new Value.ListOf(elements(node));
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    node.properties().forEach(entry -> entries.put(entry.getKey(), of(entry.getValue())));
    return Value.of(entries);
  }

  static List<Value> elements(JsonNode array) {
    List<Value> elements = new ArrayList<>();
    array.values().forEach(element -> elements.add(of(element)));
    return elements;
  }

  /// JSON has numbers without bound and no infinity: one that is too large is not rounded to that.
  static double number(JsonNode node) {
    double number = node.doubleValue();
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "must be a number up to 1.7976931348623157e308, was a larger one");
    }
    return number;
  }

  static long wholeNumber(JsonNode node) {
    if (!node.canConvertToLong()) {
      throw new IllegalArgumentException("the number " + node + " does not fit 64 bits");
    }
    return node.longValue();
  }
}
