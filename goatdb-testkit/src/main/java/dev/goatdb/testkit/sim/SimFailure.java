package dev.goatdb.testkit.sim;

import java.util.List;

/// A schedule that went wrong.
///
/// @param seed repeats it: one schedule with this seed and the same number of peers
/// @param invariant the invariant that does not hold, or what was thrown
/// @param message what is wrong
/// @param journal what happened before, one line each, the end of it
public record SimFailure(long seed, String invariant, String message, List<String> journal) {

  /// Copies the journal.
  public SimFailure {
    journal = List.copyOf(journal);
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + invariant + ": " + message;
  }
}
