package dev.goatdb.testkit.property;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A source of numbers that remembers what it gave: first a given list, then either numbers from a
/// seed, or zeros.
///
/// Bounded numbers grow with the number they are made from, so that a smaller list makes a smaller
/// value. The numbers are the same on every machine and in every version of Java.
final class Choices implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long[] given;
  private final boolean zeros;
  private long state;
  private long[] drawn = new long[64];
  private int count;

  private Choices(long[] given, boolean zeros, long seed) {
    this.given = given;
    this.zeros = zeros;
    this.state = seed;
  }

  static Choices seeded(long seed) {
    return new Choices(new long[0], false, seed);
  }

  static Choices replayed(long[] given) {
    return new Choices(given, true, 0);
  }

  /// {@return what was drawn} Zeros at the end are left out: they come of themselves.
  long[] drawn() {
    int length = count;
    while (length > 0 && drawn[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(drawn, length);
  }

  @Override
  public long nextLong() {
    long next = count < given.length ? given[count] : zeros ? 0 : random();
    if (count == drawn.length) {
      drawn = Arrays.copyOf(drawn, 2 * count);
    }
    drawn[count++] = next;
    return next;
  }

  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, was " + bound);
    }
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return Math.addExact(origin, nextInt(Math.subtractExact(bound, origin)));
  }

  /// SplitMix64. Source: G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number
  /// Generators (2014).
  private long random() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  static long mix(long number) {
    long first = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return second ^ (second >>> 31);
  }
}
