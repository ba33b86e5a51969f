package dev.goatdb.api.commit;

import java.time.Instant;

/// A hybrid logical clock reading: one unsigned 64-bit number, milliseconds since 1970 × 65,536 +
/// counter. It grows along every edge of the graph and stays near the wall clock.
///
/// Source: Kulkarni, Demirbas et al., Logical Physical Clocks (2014).
///
/// @param bits the number, unsigned
public record CommitTime(long bits) implements Comparable<CommitTime> {

  private static final int COUNTER_BITS = 16;

  /// The least time.
  public static final CommitTime MIN = new CommitTime(0);

  /// {@return the first reading of a millisecond}
  ///
  /// @param millis milliseconds since 1970, 0 to 2^48 − 1
  /// @throws IllegalArgumentException if out of range
  public static CommitTime ofMillis(long millis) {
    if (millis < 0 || millis >= 1L << (64 - COUNTER_BITS)) {
      throw new IllegalArgumentException("milliseconds out of range: " + millis);
    }
    return new CommitTime(millis << COUNTER_BITS);
  }

  /// {@return the reading after this one; the counter may carry into the milliseconds}
  public CommitTime next() {
    return new CommitTime(bits + 1);
  }

  /// {@return the greater of two readings}
  ///
  /// @param other another reading
  public CommitTime max(CommitTime other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// {@return milliseconds since 1970}
  public long millis() {
    return bits >>> COUNTER_BITS;
  }

  /// {@return the counter within the millisecond}
  public int counter() {
    return (int) (bits & 0xffff);
  }

  /// {@return the wall-clock part}
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public int compareTo(CommitTime other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  /// {@return instant and counter, for people}
  @Override
  public String toString() {
    return counter() == 0 ? instant().toString() : instant() + "+" + counter();
  }
}
