package dev.goatdb.api.value;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OrderStampTest {

  private static final int MANY = 10_000;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final RandomGenerator random = new SplittableRandom(seed);

  @Test
  void firstLiesBetweenTheBounds() {
    assertBetween(OrderStamp.FIRST, OrderStamp.first(), OrderStamp.LAST);
    assertBetween(OrderStamp.FIRST, OrderStamp.first(random), OrderStamp.LAST);
  }

  @Test
  void afterLiesAboveAndBelowTheLast() {
    OrderStamp first = OrderStamp.first();
    assertBetween(first, OrderStamp.after(first), OrderStamp.LAST);
    assertBetween(first, OrderStamp.after(first, random), OrderStamp.LAST);
  }

  @Test
  void betweenStaysStrictlyBetweenAtRandomPlaces() {
    List<OrderStamp> order = new ArrayList<>(List.of(OrderStamp.FIRST, OrderStamp.LAST));
    for (int i = 0; i < MANY; i++) {
      int at = random.nextInt(1, order.size());
      OrderStamp stamp = OrderStamp.between(order.get(at - 1), order.get(at), random);
      assertBetween(order.get(at - 1), stamp, order.get(at));
      order.add(at, stamp);
    }
    assertEquals(order, new ArrayList<>(new TreeSet<>(order)), this::seed);
    assertLongest(order, 64);
  }

  @Test
  void appendingTenThousandTimesKeepsStampsShort() {
    assertLongest(repeat(last -> OrderStamp.after(last, random), OrderStamp.FIRST), 20);
  }

  @Test
  void appendingHundredThousandTimesStillDoes() {
    OrderStamp last = OrderStamp.FIRST;
    for (int i = 0; i < 10 * MANY; i++) {
      last = OrderStamp.after(last, random);
    }
    assertEquals(20, last.text().length(), this::seed);
  }

  @Test
  void prependingTenThousandTimesKeepsStampsShort() {
    assertLongest(
        repeat(last -> OrderStamp.between(OrderStamp.FIRST, last, random), OrderStamp.LAST), 24);
  }

  @Test
  void insertingTenThousandTimesAfterTheSameStampKeepsStampsShort() {
    OrderStamp low = OrderStamp.first(random);
    OrderStamp high = OrderStamp.after(low, random);
    assertLongest(repeat(last -> OrderStamp.between(low, last, random), high), 28);
  }

  @Test
  void insertingTenThousandTimesBeforeTheSameStampKeepsStampsShort() {
    OrderStamp low = OrderStamp.first(random);
    OrderStamp high = OrderStamp.after(low, random);
    assertLongest(repeat(last -> OrderStamp.between(last, high, random), low), 28);
  }

  @Test
  void insertingBetweenTheLastTwoInTurnsCostsAboutOneCharacterEach() {
    OrderStamp low = OrderStamp.FIRST;
    OrderStamp high = OrderStamp.LAST;
    int rounds = 500;
    for (int i = 0; i < rounds; i++) {
      OrderStamp middle = OrderStamp.between(low, high, random);
      assertBetween(low, middle, high);
      low = i % 2 == 0 ? middle : low;
      high = i % 2 == 0 ? high : middle;
    }
    assertTrue(low.text().length() < 2 * rounds, low.text().length() + " characters, " + seed());
  }

  @Test
  void equalDropsGetDifferentStamps() {
    OrderStamp low = OrderStamp.first(random);
    OrderStamp high = OrderStamp.after(low, random);
    HashSet<OrderStamp> drops = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      drops.add(OrderStamp.between(low, high));
    }
    assertEquals(MANY, drops.size());
  }

  @Test
  void thereIsRoomBetweenEqualDrops() {
    for (int i = 0; i < MANY; i++) {
      TreeSet<OrderStamp> drops = new TreeSet<>();
      drops.add(OrderStamp.first(random));
      drops.add(OrderStamp.first(random));
      assertBetween(
          drops.first(), OrderStamp.between(drops.first(), drops.last(), random), drops.last());
    }
  }

  @Test
  void thereIsRoomBetweenTheNearestStampsOfAll() {
    assertRoom("a", "a0");
    assertRoom("a", "a-0");
    assertRoom("a", "a------------------------------0");
    assertRoom("azzzzzzzzz", "b");
    assertRoom("", "0");
    assertRoom("", "-------0");
    assertRoom("z", "~");
    assertRoom("zzzzzzzzzzzzzzzzzzzzzz", "~");
  }

  private void assertRoom(String low, String high) {
    OrderStamp below = new OrderStamp(low);
    OrderStamp above = new OrderStamp(high);
    for (OrderStamp stamp : OrderStamp.between(below, above, 100, random)) {
      assertBetween(below, stamp, above);
    }
  }

  @Test
  void allocatesManyAtOnceAscending() {
    for (int n : List.of(0, 1, 2, 15, 63, 1000, MANY)) {
      for (var bounds : bounds()) {
        List<OrderStamp> stamps = OrderStamp.between(bounds.low, bounds.high, n, random);
        assertEquals(n, stamps.size());
        List<OrderStamp> all = new ArrayList<>(List.of(bounds.low));
        all.addAll(stamps);
        all.add(bounds.high);
        assertEquals(all, new ArrayList<>(new TreeSet<>(all)), this::seed);
        assertLongest(stamps, 28);
      }
    }
    assertEquals(3, OrderStamp.between(OrderStamp.FIRST, OrderStamp.LAST, 3).size());
  }

  private record Bounds(OrderStamp low, OrderStamp high) {}

  private List<Bounds> bounds() {
    OrderStamp a = OrderStamp.first(random);
    OrderStamp b = OrderStamp.after(a, random);
    return List.of(
        new Bounds(OrderStamp.FIRST, OrderStamp.LAST),
        new Bounds(OrderStamp.FIRST, a),
        new Bounds(a, b),
        new Bounds(b, OrderStamp.LAST));
  }

  @Test
  void sameChanceGivesSameStamps() {
    assertEquals(
        OrderStamp.first(new SplittableRandom(7)), OrderStamp.first(new SplittableRandom(7)));
    assertNotEquals(
        OrderStamp.first(new SplittableRandom(7)), OrderStamp.first(new SplittableRandom(8)));
  }

  @Test
  void nothingLiesBetweenWhatIsNotAscending() {
    OrderStamp a = new OrderStamp("a");
    OrderStamp b = new OrderStamp("b");
    String message =
        assertThrows(IllegalArgumentException.class, () -> OrderStamp.between(b, a)).getMessage();
    assertEquals("nothing lies between 'b' and 'a': the first must be below the second", message);
    assertThrows(IllegalArgumentException.class, () -> OrderStamp.between(a, a));
    assertThrows(IllegalArgumentException.class, () -> OrderStamp.after(OrderStamp.LAST));
    assertThrows(IllegalArgumentException.class, () -> OrderStamp.between(a, b, -1));
  }

  @Test
  void onlyStampsAreStamps() {
    assertAll(
        () -> assertTrue(OrderStamp.isStamp("")),
        () -> assertTrue(OrderStamp.isStamp("~")),
        () -> assertTrue(OrderStamp.isStamp("-09AZ_az")),
        () -> assertFalse(OrderStamp.isStamp("a-"), "leaves no room before it"),
        () -> assertFalse(OrderStamp.isStamp("-")),
        () -> assertFalse(OrderStamp.isStamp("a~")),
        () -> assertFalse(OrderStamp.isStamp("ä")),
        () -> assertFalse(OrderStamp.isStamp("a b")));
    String message =
        assertThrows(IllegalArgumentException.class, () -> new OrderStamp("a b")).getMessage();
    assertEquals("'a b' is not an order stamp", message);
  }

  /// Makes each stamp from the one before and checks that they go in one direction.
  private List<OrderStamp> repeat(UnaryOperator<OrderStamp> next, OrderStamp start) {
    List<OrderStamp> stamps = new ArrayList<>();
    OrderStamp last = start;
    int direction = Integer.signum(next.apply(start).compareTo(start));
    for (int i = 0; i < MANY; i++) {
      OrderStamp stamp = next.apply(last);
      assertEquals(direction, Integer.signum(stamp.compareTo(last)), this::seed);
      stamps.add(stamp);
      last = stamp;
    }
    return stamps;
  }

  private void assertBetween(OrderStamp low, OrderStamp stamp, OrderStamp high) {
    assertTrue(low.compareTo(stamp) < 0, () -> low + " < " + stamp + " " + seed());
    assertTrue(stamp.compareTo(high) < 0, () -> stamp + " < " + high + " " + seed());
  }

  private void assertLongest(List<OrderStamp> stamps, int most) {
    int longest = stamps.stream().mapToInt(stamp -> stamp.text().length()).max().orElse(0);
    assertTrue(longest <= most, () -> "longest has " + longest + " characters, " + seed());
  }

  private String seed() {
    return "seed " + seed;
  }
}
