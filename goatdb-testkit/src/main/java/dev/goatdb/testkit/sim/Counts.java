package dev.goatdb.testkit.sim;

/// What is counted over a schedule. One thread.
final class Counts {
  long checks;
  long commits;
  long merges;
  long crashes;
  long histories;
  long doubled;
}
