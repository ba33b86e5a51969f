package dev.goatdb.api.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/// A place in an order that people choose: cards in a column, entries of a list. Between any two
/// different stamps there is room for more, so an element moves by changing its own stamp only.
///
/// Every new stamp ends in 16 random characters: two people who drop at the same place at the same
/// time get two different stamps, in one order for everybody. Compared code unit by code unit,
/// which is also the order of the stored text.
///
/// **Growth.** A stamp has 20 characters for the first million that are appended, each after the
/// one before; about every 500,000 further ones cost 8 characters more. Stamps that are always put
/// before the first one, or always between a fixed one and the last one inserted, have 24 or 28
/// characters for as long. Stamps put between the last two, time and again in turns, are the worst
/// case, for which every scheme of this kind grows steadily: here by about one character each.
///
/// @param text empty for [#FIRST], `~` for [#LAST], else characters out of `- 0–9 A–Z _ a–z`, the
///   last of which is not `-`
public record OrderStamp(String text) implements Comparable<OrderStamp> {
  // How it works. A stamp is a fraction between 0 and 1, written with 64 digits in ASCII order. A
  // new
  // one shares as many leading digits as it must with its neighbours, in groups of four, and then
  // stands a few steps from the lower neighbour in one group and from the upper one in the next
  // group, in turns; then come the random digits. Whoever always inserts at the same end of a gap
  // thus exhausts a group that suits him only after some hundred thousand stamps, and one that does
  // not suit
  // him after a few. Taking the middle of the gap instead would cost one bit for each stamp.
  // Source of the idea: Nédelec, Molli, Mostéfaoui, Desmontils, LSEQ (2013), there with doubling
  // groups; groups of one size keep the worst case linear.
  // A last digit of zero would leave no room before a stamp: nothing lies between x and x0.

  /// Lies before every other stamp. A bound to insert after; elements have stamps of their own.
  public static final OrderStamp FIRST = new OrderStamp("");

  /// Lies after every other stamp. A bound to insert before; elements have stamps of their own.
  public static final OrderStamp LAST = new OrderStamp("~");

  private static final String DIGITS =
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  private static final int DIGIT_BITS = 6;
  private static final int GROUP = 4;
  private static final int RANDOM_DIGITS = 16;
  private static final int STEP = 16;
  private static final int SHARE_OF_GAP = 4;

  /// Checks the characters.
  ///
  /// @throws IllegalArgumentException if the text is not a stamp
  public OrderStamp {
    if (!isStamp(text)) {
      throw new IllegalArgumentException("'" + text + "' is not an order stamp");
    }
  }

  /// {@return whether a text is a stamp}
  ///
  /// @param text any text
  public static boolean isStamp(String text) {
    if (text.isEmpty() || text.equals("~")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(text.length() - 1) != DIGITS.charAt(0);
  }

  private static boolean isDigit(char c) {
    return c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c == '-'
        || c == '_';
  }

  /// {@return a stamp for the first element of an empty order, between [#FIRST] and [#LAST]}
  public static OrderStamp first() {
    return between(FIRST, LAST);
  }

  /// {@return a stamp for the first element of an empty order}
  ///
  /// @param random where chance comes from
  public static OrderStamp first(RandomGenerator random) {
    return between(FIRST, LAST, random);
  }

  /// {@return a stamp after another, with nothing above it}
  ///
  /// @param low the stamp below, not [#LAST]
  /// @throws IllegalArgumentException if `low` is [#LAST]
  public static OrderStamp after(OrderStamp low) {
    return between(low, LAST);
  }

  /// {@return a stamp after another, with nothing above it}
  ///
  /// @param low the stamp below, not [#LAST]
  /// @param random where chance comes from
  /// @throws IllegalArgumentException if `low` is [#LAST]
  public static OrderStamp after(OrderStamp low, RandomGenerator random) {
    return between(low, LAST, random);
  }

  /// {@return a stamp strictly between two others}
  ///
  /// @param low the stamp below
  /// @param high the stamp above
  /// @throws IllegalArgumentException if `low` is not below `high`
  public static OrderStamp between(OrderStamp low, OrderStamp high) {
    return between(low, high, ThreadLocalRandom.current());
  }

  /// {@return a stamp strictly between two others}
  ///
  /// @param low the stamp below
  /// @param high the stamp above
  /// @param random where chance comes from
  /// @throws IllegalArgumentException if `low` is not below `high`
  public static OrderStamp between(OrderStamp low, OrderStamp high, RandomGenerator random) {
    return between(low, high, 1, random).getFirst();
  }

  /// {@return many stamps strictly between two others, ascending}
  ///
  /// They are shorter than if they were asked for one by one.
  ///
  /// @param low the stamp below
  /// @param high the stamp above
  /// @param n how many, 0 or more
  /// @throws IllegalArgumentException if `low` is not below `high`, or `n` is negative
  public static List<OrderStamp> between(OrderStamp low, OrderStamp high, int n) {
    return between(low, high, n, ThreadLocalRandom.current());
  }

  /// {@return many stamps strictly between two others, ascending}
  ///
  /// @param low the stamp below
  /// @param high the stamp above
  /// @param n how many, 0 or more
  /// @param random where chance comes from
  /// @throws IllegalArgumentException if `low` is not below `high`, or `n` is negative
  public static List<OrderStamp> between(
      OrderStamp low, OrderStamp high, int n, RandomGenerator random) {
    if (low.compareTo(high) >= 0) {
      throw new IllegalArgumentException(
          "nothing lies between '%s' and '%s': the first must be below the second"
              .formatted(low.text, high.text));
    }
    if (n < 0) {
      throw new IllegalArgumentException("cannot make " + n + " stamps");
    }
    int digits = (sharedDigits(low.text, high.text) / GROUP + 1) * GROUP;
    while (room(low, high, digits).compareTo(BigInteger.valueOf(n)) < 0) {
      digits += GROUP;
    }
    return spread(low, high, n, digits, random);
  }

  private static int sharedDigits(String low, String high) {
    int shared = 0;
    while (shared < Math.min(low.length(), high.length())
        && low.charAt(shared) == high.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  /// How many numbers of so many digits lie strictly between the two; -1 if they are one number.
  private static BigInteger room(OrderStamp low, OrderStamp high, int digits) {
    return high.leading(digits).subtract(low.leading(digits)).subtract(BigInteger.ONE);
  }

  private static List<OrderStamp> spread(
      OrderStamp low, OrderStamp high, int n, int digits, RandomGenerator random) {
    BigInteger parts = BigInteger.valueOf((long) SHARE_OF_GAP * Math.max(n, 1));
    BigInteger step =
        room(low, high, digits).divide(parts).max(BigInteger.ONE).min(BigInteger.valueOf(STEP));
    boolean nearLow = digits / GROUP % 2 == 1;
    BigInteger start =
        nearLow
            ? low.leading(digits)
            : high.leading(digits).subtract(step.multiply(BigInteger.valueOf(n + 1L)));
    List<OrderStamp> stamps = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      stamps.add(stamp(start.add(step.multiply(BigInteger.valueOf(i))), digits, random));
    }
    return List.copyOf(stamps);
  }

  /// The number that the first digits make; missing ones count as zero.
  private BigInteger leading(int digits) {
    if (equals(LAST)) {
      return BigInteger.ONE.shiftLeft(DIGIT_BITS * digits);
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      int digit = i < text.length() ? DIGITS.indexOf(text.charAt(i)) : 0;
      number = number.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(digit));
    }
    return number;
  }

  private static OrderStamp stamp(BigInteger number, int digits, RandomGenerator random) {
    StringBuilder text = new StringBuilder(digits + RANDOM_DIGITS);
    for (int i = digits - 1; i >= 0; i--) {
      text.append(DIGITS.charAt(number.shiftRight(DIGIT_BITS * i).intValue() & 63));
    }
    for (int i = 1; i < RANDOM_DIGITS; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    text.append(DIGITS.charAt(random.nextInt(1, DIGITS.length())));
    return new OrderStamp(text.toString());
  }

  /// Compares code unit by code unit.
  @Override
  public int compareTo(OrderStamp other) {
    return text.compareTo(other.text);
  }

  /// {@return the text}
  @Override
  public String toString() {
    return text;
  }
}
