package dev.goatdb.testkit.sim;

/// What to simulate.
///
/// @param schedules how many schedules; the n-th has the seed `seed + n`, counted from 0
/// @param seed the seed of the first
/// @param peers how many databases in each schedule, the server included; 0 lets each seed choose 3
///   to 8
public record SimOptions(int schedules, long seed, int peers) {

  /// Most databases in one schedule.
  public static final int MAX_PEERS = 16;

  /// Checks the ranges.
  public SimOptions {
    if (schedules < 1) {
      throw new IllegalArgumentException("at least 1 schedule, was " + schedules);
    }
    if (peers != 0 && (peers < 2 || peers > MAX_PEERS)) {
      throw new IllegalArgumentException(
          "2 to " + MAX_PEERS + " peers, or 0 to let the seed choose, was " + peers);
    }
  }
}
