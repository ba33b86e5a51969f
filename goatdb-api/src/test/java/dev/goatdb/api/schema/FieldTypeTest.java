package dev.goatdb.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.OrderStamp;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldTypeTest {

  enum Column {
    TODO,
    DONE
  }

  private static final FieldType<LocalDate> DATE =
      FieldType.TEXT.map(LocalDate::parse, LocalDate::toString);

  @Test
  void everyTypeReadsWhatItWrote() {
    assertRoundTrip(FieldType.TEXT, "Grüße 🐐", Value.of("Grüße 🐐"));
    assertRoundTrip(FieldType.BOOL, true, Value.of(true));
    assertRoundTrip(FieldType.INT64, Long.MIN_VALUE, Value.of(Long.MIN_VALUE));
    assertRoundTrip(FieldType.FLOAT64, -0.0, Value.of(-0.0));
    Instant now = Instant.parse("2026-11-23T02:45:00.123456789Z");
    assertRoundTrip(FieldType.TIME, now, Value.of(now));
    Value.Bytes bytes = Value.Bytes.of((byte) 1, (byte) 2);
    assertRoundTrip(FieldType.BYTES, bytes, bytes);
    RichText text = RichText.of("a\nb");
    assertRoundTrip(FieldType.RICH_TEXT, text, text);
    OrderStamp stamp = OrderStamp.first();
    assertRoundTrip(FieldType.ORDER_STAMP, stamp, Value.of(stamp.text()));
    assertRoundTrip(FieldType.ANY, Value.NULL, Value.NULL);
    assertRoundTrip(FieldType.enumOf(Column.class), Column.DONE, Value.of("DONE"));
    assertRoundTrip(DATE, LocalDate.of(1815, 12, 10), Value.of("1815-12-10"));
  }

  @Test
  void collectionsReadWhatTheyWrote() {
    Value a = Value.of("a");
    Value b = Value.of("b");
    assertRoundTrip(
        FieldType.listOf(FieldType.TEXT), List.of("a", "b", "a"), Value.of(List.of(a, b, a)));
    assertRoundTrip(FieldType.setOf(FieldType.TEXT), Set.of("a", "b"), Value.of(Set.of(a, b)));
    assertRoundTrip(FieldType.mapOf(FieldType.TEXT), Map.of("x", "a"), Value.of(Map.of("x", a)));
    assertRoundTrip(
        FieldType.mapOf(FieldType.listOf(DATE)),
        Map.of("x", List.of(LocalDate.EPOCH)),
        Value.of(Map.of("x", Value.of(List.of(Value.of("1970-01-01"))))));
    assertRoundTrip(FieldType.optionalOf(FieldType.TEXT), Optional.of("a"), a);
    assertRoundTrip(FieldType.optionalOf(FieldType.TEXT), Optional.empty(), Value.NULL);
  }

  private static <V> void assertRoundTrip(FieldType<V> type, V value, Value stored) {
    assertEquals(stored, type.encode(value));
    assertEquals(value, type.decode(stored));
    assertTrue(type.accepts(stored));
  }

  @Test
  void collectionsAreReadUnmodifiable() {
    Value a = Value.of("a");
    List<String> list = FieldType.listOf(FieldType.TEXT).decode(Value.of(List.of(a)));
    Set<String> set = FieldType.setOf(FieldType.TEXT).decode(Value.of(Set.of(a)));
    Map<String, String> map = FieldType.mapOf(FieldType.TEXT).decode(Value.of(Map.of("a", a)));
    assertThrows(UnsupportedOperationException.class, () -> list.add("b"));
    assertThrows(UnsupportedOperationException.class, () -> set.add("b"));
    assertThrows(UnsupportedOperationException.class, () -> map.put("b", "b"));
  }

  @Test
  void everyTypeAcceptsExactlyWhatItCanRead() {
    List<Value> values =
        List.of(
            Value.NULL,
            Value.of(true),
            Value.of(1),
            Value.of(1L << 40),
            Value.of(1.5),
            Value.of("DONE"),
            Value.of("1815-12-10"),
            Value.of("not a stamp"),
            Value.of(Instant.EPOCH),
            Value.of(new byte[] {1}),
            RichText.of("a"),
            Value.of(List.of(Value.of("a"))),
            Value.of(List.of(Value.of("a"), Value.of(1))),
            Value.of(Set.of(Value.of("a"))),
            Value.of(Set.of(Value.of(1))),
            Value.of(Map.of("a", Value.of("a"))),
            Value.of(Map.of("a", Value.of(1))));
    for (FieldType<?> type : everyType()) {
      for (Value value : values) {
        assertEquals(canRead(type, value), type.accepts(value), type.shape() + " of " + value);
      }
    }
  }

  private static boolean canRead(FieldType<?> type, Value value) {
    try {
      type.decode(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<FieldType<?>> everyType() {
    List<FieldType<?>> types =
        new ArrayList<>(
            List.of(
                FieldType.TEXT,
                FieldType.BOOL,
                FieldType.INT64,
                FieldType.FLOAT64,
                FieldType.TIME,
                FieldType.BYTES,
                FieldType.RICH_TEXT,
                FieldType.ORDER_STAMP,
                FieldType.ANY,
                FieldType.enumOf(Column.class),
                DATE,
                FieldType.INT64.map(Math::toIntExact, Integer::longValue)));
    for (FieldType<?> element : List.copyOf(types)) {
      types.add(FieldType.listOf(element));
      types.add(FieldType.setOf(element));
      types.add(FieldType.mapOf(element));
      types.add(FieldType.optionalOf(element));
    }
    return types;
  }

  @Test
  void saysWhatItExpected() {
    assertEquals("expected text, was 5", refusal(FieldType.TEXT, Value.of(5)));
    assertEquals("expected bool, was \"yes\"", refusal(FieldType.BOOL, Value.of("yes")));
    assertEquals(
        "expected list<text>, was a set of 1",
        refusal(FieldType.listOf(FieldType.TEXT), Value.of(Set.of(Value.of("a")))));
    assertEquals(
        "cannot read \"soon\": DateTimeParseException: Text 'soon' could not be parsed at index 0",
        refusal(DATE, Value.of("soon")));
    assertEquals("'a b' is not an order stamp", refusal(FieldType.ORDER_STAMP, Value.of("a b")));
    assertTrue(refusal(FieldType.enumOf(Column.class), Value.of("LATER")).contains("Column.LATER"));
  }

  @Test
  void longTextIsShortenedInMessages() {
    String message = refusal(FieldType.BOOL, Value.of("🐐".repeat(200)));
    assertTrue(message.length() < 200, message);
    assertTrue(message.endsWith("…\""), message);
  }

  private static String refusal(FieldType<?> type, Value value) {
    return assertThrows(IllegalArgumentException.class, () -> type.decode(value)).getMessage();
  }

  @Test
  void textThatIsNotWellFormedCannotBeStored() {
    assertThrows(IllegalArgumentException.class, () -> FieldType.TEXT.encode("\uD83D"));
  }

  @Test
  void defaultStrategies() {
    assertEquals(StrategyId.LWW, FieldType.TEXT.defaultStrategy());
    assertEquals(StrategyId.RICH_TEXT, FieldType.RICH_TEXT.defaultStrategy());
    assertEquals(StrategyId.LWW, FieldType.listOf(FieldType.TEXT).defaultStrategy());
    assertEquals(StrategyId.SET, FieldType.setOf(FieldType.TEXT).defaultStrategy());
    assertEquals(StrategyId.MAP, FieldType.mapOf(FieldType.TEXT).defaultStrategy());
    assertEquals(
        StrategyId.SET, FieldType.optionalOf(FieldType.setOf(FieldType.TEXT)).defaultStrategy());
    assertEquals(
        StrategyId.SET,
        FieldType.setOf(FieldType.TEXT).map(HashSet::new, set -> set).defaultStrategy());
  }

  @Test
  void shapesNameWhatIsStored() {
    assertEquals("text", DATE.shape());
    assertEquals("map<list<text>>", FieldType.mapOf(FieldType.listOf(DATE)).shape());
    assertEquals("enum<TODO|DONE>", FieldType.enumOf(Column.class).shape());
    assertEquals("int64", FieldType.optionalOf(FieldType.INT64).shape());
    assertEquals("order_stamp", FieldType.ORDER_STAMP.shape());
    assertEquals("rich_text", FieldType.RICH_TEXT.shape());
  }

  @Test
  void casesAreVisibleToStrategies() {
    assertInstanceOf(FieldType.Text.class, FieldType.TEXT);
    FieldType.Mapped<?, ?> mapped = assertInstanceOf(FieldType.Mapped.class, DATE);
    assertSame(FieldType.TEXT, mapped.base());
    assertFalse(FieldType.class.getPermittedSubclasses().length == 0);
  }
}
