package dev.goatdb.testkit.sim;

import java.util.Optional;

/// What came out of a run.
///
/// @param schedules how many schedules were run, the failing one included
/// @param checks how many facts were checked
/// @param commits commits in the final graphs
/// @param merges commits among them with more than one parent
/// @param events events of the simulations
/// @param crashes crashes and losses of storage
/// @param histories histories of items with a text, of which tokens were counted
/// @param doubled histories in which a token came out twice, or came back after it was deleted
/// @param traceHash a hash over all that happened, equal in every run of the same options
/// @param failure the first schedule that went wrong, where the run ends
public record SimReport(
    int schedules,
    long checks,
    long commits,
    long merges,
    long events,
    long crashes,
    long histories,
    long doubled,
    long traceHash,
    Optional<SimFailure> failure) {

  /// Nothing run yet.
  static final SimReport EMPTY = new SimReport(0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

  /// {@return the first failing seed, if there is one}
  public Optional<Long> firstFailingSeed() {
    return failure.map(SimFailure::seed);
  }

  /// {@return the share of histories in which a token was doubled or brought back, 0 to 1}
  public double doubledShare() {
    return histories == 0 ? 0 : (double) doubled / histories;
  }

  /// {@return this and what another schedule added}
  SimReport plus(SimReport other) {
    return new SimReport(
        schedules + other.schedules,
        checks + other.checks,
        commits + other.commits,
        merges + other.merges,
        events + other.events,
        crashes + other.crashes,
        histories + other.histories,
        doubled + other.doubled,
        31 * traceHash + other.traceHash,
        failure.isPresent() ? failure : other.failure);
  }
}
