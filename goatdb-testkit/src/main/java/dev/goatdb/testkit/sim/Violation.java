package dev.goatdb.testkit.sim;

/// An invariant does not hold. Ends the schedule.
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String invariant;

  Violation(String invariant, String message) {
    super(message);
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }
}
