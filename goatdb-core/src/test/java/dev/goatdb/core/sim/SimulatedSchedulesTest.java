package dev.goatdb.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.testkit.sim.SimFailure;
import dev.goatdb.testkit.sim.SimOptions;
import dev.goatdb.testkit.sim.SimReport;
import dev.goatdb.testkit.sim.SimulationRun;
import org.junit.jupiter.api.Test;

/// The engine under every trouble that the simulator knows.
class SimulatedSchedulesTest {

  private static final int SCHEDULES = Integer.getInteger("goatdb.sim.schedules", 300);
  private static final long SEED = Long.getLong("goatdb.sim.seed", 1);
  private static final int PEERS = Integer.getInteger("goatdb.sim.peers", 0);

  /// One history in so many may have a token doubled or brought back.
  private static final int DOUBLED_IN = 50;

  @Test
  void databasesAgreeOnTheRightValuesWhateverHappens() {
    SimReport report = SimulationRun.run(new SimOptions(SCHEDULES, SEED, PEERS), soFar -> {});
    System.out.println(summary(report));
    assertTrue(report.failure().isEmpty(), () -> explanation(report));
    assertTrue(
        report.doubled() * DOUBLED_IN <= report.histories(),
        () -> "too many tokens doubled or brought back: " + summary(report));
  }

  @Test
  void oneSeedIsOneSchedule() {
    SimOptions options = new SimOptions(3, 4711, 0);
    assertEquals(SimulationRun.run(options, soFar -> {}), SimulationRun.run(options, soFar -> {}));
  }

  private static String summary(SimReport report) {
    return "%d schedules, %d checks, %d commits (%d merges), %d events, %d crashes, doubled or back in %d of %d histories"
        .formatted(
            report.schedules(),
            report.checks(),
            report.commits(),
            report.merges(),
            report.events(),
            report.crashes(),
            report.doubled(),
            report.histories());
  }

  private static String explanation(SimReport report) {
    SimFailure failure = report.failure().orElseThrow();
    return "%s%nrepeat with -Dgoatdb.sim.schedules=1 -Dgoatdb.sim.seed=%d%n%s"
        .formatted(failure, failure.seed(), String.join("\n", failure.journal()));
  }
}
