package dev.goatdb.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalCborTest {

  @Test
  void everyValueComesBackFromItsBytes() throws CodecException {
    Property.check(
        "cbor round trip",
        3_000,
        random -> AnyValues.value(random, 4),
        value -> {
          byte[] bytes = CanonicalCbor.encode(value);
          Value back = CanonicalCbor.decode(bytes);
          assertEquals(value, back);
          assertArrayEquals(bytes, CanonicalCbor.encode(back));
        });
  }

  @Test
  void equalValuesHaveEqualBytesInWhateverOrderTheyWereBuilt() {
    Property.check(
        "cbor order",
        1_000,
        random -> AnyValues.value(random, 3),
        value ->
            assertArrayEquals(CanonicalCbor.encode(value), CanonicalCbor.encode(reversed(value))));
  }

  private static Value reversed(Value value) {
    return switch (value) {
      case Value.SetOf(Set<Value> elements) -> {
        List<Value> order = new ArrayList<>(elements);
        Collections.reverse(order);
        Set<Value> turned = new LinkedHashSet<>();
        order.forEach(element -> turned.add(reversed(element)));
        yield new Value.SetOf(turned);
      }
      case Value.MapOf(Map<String, Value> entries) -> {
        List<String> order = new ArrayList<>(entries.keySet());
        Collections.reverse(order);
        Map<String, Value> turned = new LinkedHashMap<>();
        order.forEach(key -> turned.put(key, reversed(entries.get(key))));
        yield new Value.MapOf(turned);
      }
      case Value.ListOf(List<Value> elements) ->
          new Value.ListOf(elements.stream().map(CanonicalCborTest::reversed).toList());
      default -> value;
    };
  }

  @Test
  void differentValuesHaveDifferentBytes() {
    Property.check(
        "cbor injective",
        2_000,
        random -> List.of(AnyValues.value(random, 2), AnyValues.value(random, 2)),
        pair ->
            assertEquals(
                pair.get(0).equals(pair.get(1)),
                List.of(hex(pair.get(0))).equals(List.of(hex(pair.get(1))))));
  }

  private static String hex(Value value) {
    return HexFormat.of().formatHex(CanonicalCbor.encode(value));
  }

  /// Every form that RFC 8949 allows and canonical CBOR does not, and every kind of garbage.
  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource({
    // number is not in its shortest form
    "1817, 0, shortest form",
    "1900ff, 0, shortest form",
    "1a0000ffff, 0, shortest form",
    "1b00000000ffffffff, 0, shortest form",
    "3817, 0, shortest form",
    "5800, 0, shortest form",
    "780161, 0, shortest form",
    "9800, 0, shortest form",
    "b800, 0, shortest form",
    "d8178100, 0, shortest form",
    // indefinite lengths and reserved forms
    "5fff, 0, indefinite length",
    "7fff, 0, indefinite length",
    "9fff, 0, indefinite length",
    "bfff, 0, indefinite length",
    "1c, 0, reserved form",
    "1e, 0, reserved form",
    // out of range
    "1b8000000000000000, 0, out of the range",
    "3b8000000000000000, 0, out of the range",
    // floating-point numbers
    "fa3fc00000, 0, shortest form",
    "fb3ff8000000000000, 0, shortest form",
    "fb36a0000000000000, 0, shortest form",
    "f97e01, 0, shortest form",
    "f97c01, 0, shortest form",
    "fa7fc00000, 0, shortest form",
    "fb7ff8000000000000, 0, shortest form",
    // simple values that nobody asked for
    "f7, 0, floating-point",
    "e0, 0, floating-point",
    "f820, 0, floating-point",
    "ff, 0, floating-point",
    // text
    "61ff, 1, well-formed",
    "62c080, 1, well-formed",
    "63eda080, 1, well-formed",
    "64f4908080, 1, well-formed",
    // maps
    "a200010001, 1, major type 3",
    "a2616100616100, 4, twice the same",
    "a2616200616100, 4, canonical order",
    "a262616100616200, 5, canonical order",
    // sets
    "d90102820100, 5, canonical order",
    "d90102820000, 5, twice the same",
    "d9010300, 0, unknown tag",
    // times
    "d9676f8100, 3, expected an array of 2",
    "d9676f82001a3b9aca00, 5, nanoseconds",
    "d9676f821b7fffffffffffffff00, 3, out of range",
    // rich text
    "d967708184616161616161, 11, ends too early",
    "d967708184616161616161818400000000, 15, major type 3",
    "d9677081846161616161618184000261620a, 3, ends after",
    // lengths and ends
    "5b7fffffffffffffff, 0, more than what remains",
    "9b7fffffffffffffff, 0, more than what remains",
    "bb7fffffffffffffff, 0, more than what remains",
    "9bffffffffffffffff, 0, more than what remains",
    "4261, 0, more than what remains",
    "8200, 0, more than what remains",
    "'', 0, ends too early",
    "19ff, 0, ends too early",
    "0000, 1, 1 bytes after the end",
  })
  void refusesEveryOtherFormAndSaysWhereAndWhy(String hex, int offset, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    CodecException refused = assertThrows(CodecException.class, () -> CanonicalCbor.decode(bytes));
    assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    assertTrue(
        refused.getMessage().startsWith("offset " + refused.offset() + ": "), refused::getMessage);
    assertEquals(offset, refused.offset(), refused::getMessage);
  }

  @Test
  void nestingIsBounded() throws CodecException {
    Value deepest = Value.NULL;
    for (int i = 0; i < CanonicalCbor.MAX_DEPTH; i++) {
      deepest = new Value.ListOf(List.of(deepest));
    }
    assertEquals(deepest, CanonicalCbor.decode(CanonicalCbor.encode(deepest)));
    Value deeper = new Value.ListOf(List.of(deepest));
    assertThrows(IllegalArgumentException.class, () -> CanonicalCbor.encode(deeper));
    byte[] bomb = new byte[100_000];
    java.util.Arrays.fill(bomb, (byte) 0x81);
    CodecException refused = assertThrows(CodecException.class, () -> CanonicalCbor.decode(bomb));
    assertTrue(refused.getMessage().contains("nested more than 64 deep"), refused::getMessage);
  }

  @Test
  void textThatIsNoTextIsRefusedBeforeItIsEncoded() {
    assertThrows(IllegalArgumentException.class, () -> new Value.Text("\uD800"));
    assertThrows(
        IllegalArgumentException.class, () -> new Value.MapOf(Map.of("\uD800", Value.NULL)));
  }
}
