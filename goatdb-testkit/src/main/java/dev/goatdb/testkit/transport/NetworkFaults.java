package dev.goatdb.testkit.transport;

import java.time.Duration;
import java.util.Objects;

/// How a [FakeNetwork] treats the frames that a node sends.
///
/// @param minDelay the shortest time under way
/// @param maxDelay the longest; drawn for each frame, but frames of one link do not overtake each
///   other
/// @param cutChance how likely a frame is to break its connection instead of arriving, 0 to 1
/// @param garbleChance how likely a frame is to arrive altered, replaced, doubled or not at all, 0
///   to 1: what a byzantine node does, as real transports do not
/// @param maxBytesUnderWay what a link holds before it is full
public record NetworkFaults(
    Duration minDelay,
    Duration maxDelay,
    double cutChance,
    double garbleChance,
    long maxBytesUnderWay) {

  /// A quick network without faults: 50 µs to 2 ms, 4 MiB under way.
  public static final NetworkFaults NONE =
      new NetworkFaults(Duration.ofNanos(50_000), Duration.ofMillis(2), 0, 0, 4L << 20);

  /// Checks the ranges.
  public NetworkFaults {
    Objects.requireNonNull(minDelay, "minDelay");
    Objects.requireNonNull(maxDelay, "maxDelay");
    if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
      throw new IllegalArgumentException("delays from " + minDelay + " to " + maxDelay);
    }
    if (!(cutChance >= 0 && cutChance <= 1 && garbleChance >= 0 && garbleChance <= 1)) {
      throw new IllegalArgumentException("a chance is 0 to 1: " + cutChance + ", " + garbleChance);
    }
    if (maxBytesUnderWay < 1) {
      throw new IllegalArgumentException("at least one byte under way, not " + maxBytesUnderWay);
    }
  }

  /// {@return these faults with other delays}
  ///
  /// @param min the shortest
  /// @param max the longest
  public NetworkFaults withDelay(Duration min, Duration max) {
    return new NetworkFaults(min, max, cutChance, garbleChance, maxBytesUnderWay);
  }

  /// {@return these faults with another chance of breaking connections}
  ///
  /// @param chance per frame, 0 to 1
  public NetworkFaults withCutChance(double chance) {
    return new NetworkFaults(minDelay, maxDelay, chance, garbleChance, maxBytesUnderWay);
  }

  /// {@return these faults with another chance of garbled frames}
  ///
  /// @param chance per frame, 0 to 1
  public NetworkFaults withGarbleChance(double chance) {
    return new NetworkFaults(minDelay, maxDelay, cutChance, chance, maxBytesUnderWay);
  }

  /// {@return these faults with another bound of a link's buffer}
  ///
  /// @param bytes at least 1
  public NetworkFaults withMaxBytesUnderWay(long bytes) {
    return new NetworkFaults(minDelay, maxDelay, cutChance, garbleChance, bytes);
  }
}
