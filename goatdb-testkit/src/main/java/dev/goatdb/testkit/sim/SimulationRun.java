package dev.goatdb.testkit.sim;

import java.util.Objects;
import java.util.function.Consumer;

/// Runs simulated schedules, one after the other, until all are through or one fails. One thread:
/// the caller's.
///
/// A schedule that fails is repeated by running one schedule with its seed and the same number of
/// peers.
public final class SimulationRun {

  private SimulationRun() {}

  /// Runs schedules.
  ///
  /// @param options how many, from which seed
  /// @param progress hears of the report so far after each schedule
  /// @return what came out
  public static SimReport run(SimOptions options, Consumer<SimReport> progress) {
    Objects.requireNonNull(progress, "progress");
    SimReport report = SimReport.EMPTY;
    for (int n = 0; n < options.schedules() && report.failure().isEmpty(); n++) {
      report = report.plus(new Schedule(options.seed() + n, options.peers()).run());
      progress.accept(report);
    }
    return report;
  }
}
