package dev.goatdb.testkit.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimulationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Simulation simulation = new Simulation(7);
  private final SimEnv node = simulation.node("a");
  private final List<String> log = new ArrayList<>();

  @Test
  void runsTimersInTheOrderOfTheirTimesAndThenOfTheirCalls() {
    node.after(Duration.ofMillis(2), () -> log.add("late"));
    node.after(Duration.ofMillis(1), () -> log.add("first"));
    node.after(Duration.ofMillis(1), () -> log.add("second"));
    simulation.runUntilIdle(10);
    assertEquals(List.of("first", "second", "late"), log);
    assertEquals(2_000_000, node.nanoTime());
  }

  @Test
  void foldsSignalsThatComeBeforeATurn() {
    Env.Worker worker = node.worker("w", () -> log.add("turn"));
    worker.signal();
    worker.signal();
    simulation.runUntilIdle(10);
    assertEquals(1, log.size());
    worker.signal();
    simulation.runUntilIdle(10);
    assertEquals(2, log.size());
  }

  @Test
  void aSignalWithinATurnAsksForAnother() {
    List<Env.Worker> self = new ArrayList<>();
    Env.Worker worker =
        node.worker(
            "w",
            () -> {
              log.add("turn");
              if (log.size() < 3) {
                self.getFirst().signal();
              }
            });
    self.add(worker);
    worker.signal();
    simulation.runUntilIdle(10);
    assertEquals(3, log.size());
  }

  @Test
  void closingAWorkerRunsItsLastTurnAtOnceAndNoneAfter() {
    Env.Worker worker = node.worker("w", () -> log.add("turn"));
    worker.signal();
    worker.close();
    assertEquals(1, log.size());
    worker.signal();
    worker.close();
    simulation.runUntilIdle(10);
    assertEquals(1, log.size());
  }

  @Test
  void aWorkerCannotBeClosedFromWithinItsTurn() {
    List<Env.Worker> self = new ArrayList<>();
    self.add(node.worker("w", () -> self.getFirst().close()));
    self.getFirst().signal();
    assertThrows(IllegalStateException.class, () -> simulation.runUntilIdle(10));
  }

  @Test
  void aCancelledTimerDoesNotRun() {
    node.after(SECOND, () -> log.add("no")).cancel();
    simulation.runUntilIdle(10);
    assertTrue(log.isEmpty());
  }

  @Test
  void aCrashDropsWhatWaitsAndWhatIsAskedForLater() {
    Env.Worker worker = node.worker("w", () -> log.add("turn"));
    worker.signal();
    node.after(SECOND, () -> log.add("timer"));
    node.onCrash(() -> log.add("crashed"));
    node.crash();
    node.crash();
    worker.signal();
    node.after(SECOND, () -> log.add("timer"));
    worker.close();
    simulation.node("b").after(SECOND, () -> log.add("other node"));
    simulation.runUntilIdle(10);
    assertEquals(List.of("crashed", "other node"), log);
  }

  @Test
  void eachNodeHasItsOwnWallClockAndAllShareTheTimeThatPasses() {
    SimEnv other = simulation.node("b");
    other.jumpClock(Duration.ofHours(-1));
    simulation.run(SECOND);
    assertEquals(Simulation.EPOCH_MILLIS + 1000, node.now());
    assertEquals(Simulation.EPOCH_MILLIS + 1000 - 3_600_000, other.now());
    assertEquals(1_000_000_000, node.nanoTime());
    assertEquals(1_000_000_000, other.nanoTime());
  }

  @Test
  void runsUntilAConditionOrALimit() {
    node.after(SECOND, () -> log.add("done"));
    assertFalse(simulation.runUntil(() -> !log.isEmpty(), Duration.ofMillis(10)));
    assertEquals(10_000_000, node.nanoTime());
    assertTrue(simulation.runUntil(() -> !log.isEmpty(), SECOND));
    assertEquals(1_000_000_000, node.nanoTime());
  }

  @Test
  void saysThatANodeWithARepeatingTimerNeverRests() {
    repeat();
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> simulation.runUntilIdle(100));
    assertTrue(failure.getMessage().contains("seed 7"), failure.getMessage());
  }

  private void repeat() {
    node.after(SECOND, this::repeat);
  }

  @Test
  void aFailureInAnEventLeavesWithTheSeed() {
    RuntimeException planted = new RuntimeException("planted");
    node.after(
        SECOND,
        () -> {
          throw planted;
        });
    assertSame(planted, assertThrows(RuntimeException.class, () -> simulation.runUntilIdle(10)));
    assertTrue(planted.getSuppressed()[0].getMessage().contains("seed 7"));
  }

  @Test
  void hasNoThreads() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> node.start("blocker", () -> {}));
    assertTrue(failure.getMessage().contains("blocker"), failure.getMessage());
  }

  @Test
  void sameSeedSameChance() {
    assertArrayEquals(randomOf(1), randomOf(1));
    assertNotEquals(
        List.of(randomOf(1)[0], randomOf(1)[1]), List.of(randomOf(2)[0], randomOf(2)[1]));
  }

  private static byte[] randomOf(long seed) {
    byte[] bytes = new byte[16];
    new Simulation(seed).node("a").random(bytes);
    return bytes;
  }

  @Test
  void differentSeedsTryDifferentOrdersOfTurns() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Simulation other = new Simulation(seed);
      SimEnv env = other.node("a");
      List<String> order = new ArrayList<>();
      Env.Worker one = env.worker("one", () -> order.add("one"));
      Env.Worker two = env.worker("two", () -> order.add("two"));
      one.signal();
      two.signal();
      other.runUntilIdle(10);
      orders.add(order);
    }
    assertEquals(2, orders.size());
  }
}
