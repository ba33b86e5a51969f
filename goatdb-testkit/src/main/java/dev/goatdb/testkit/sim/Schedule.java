package dev.goatdb.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One schedule: some databases, edits and trouble, then peace, then the invariants. One use, one
/// thread.
final class Schedule {

  private static final int MIN_STEPS = 30;
  private static final int MORE_STEPS = 60;
  private static final int PROBE_EVERY = 12;
  private static final int MAX_PAUSE_MILLIS = 200;
  private static final int COLLISIONS = 6;
  private static final int FORKS = 40;
  private static final Duration PEACE = Duration.ofMinutes(3);

  /// Commits dated 15 minutes ahead are believed 5 minutes later, and those made on top of them by
  /// others with clocks ahead later still.
  private static final Duration LONG_PEACE = Duration.ofMinutes(30);

  private static final Duration LAST_EVENTS = Duration.ofMillis(500);

  private final long seed;
  private final World world;
  private final RandomGenerator chance;
  private final Author author;
  private final Trouble trouble;
  private final GraphOnlyGrows growth = new GraphOnlyGrows();
  private final NothingHeldIsLost held = new NothingHeldIsLost();

  Schedule(long seed, int peers) {
    this.seed = seed;
    this.world = new World(seed, peers);
    this.chance = world.chance;
    this.author = new Author(world);
    this.trouble = new Trouble(world);
  }

  /// {@return what came out, counted as one schedule}
  SimReport run() {
    try {
      begin();
      live();
      settle();
      check();
      return report(Optional.empty());
    } catch (Violation e) {
      return report(failure(e.invariant(), String.valueOf(e.getMessage())));
    } catch (RuntimeException | AssertionError e) {
      StackTraceElement[] trace = e.getStackTrace();
      return report(failure("NothingThrows", e + (trace.length == 0 ? "" : " at " + trace[0])));
    }
  }

  private Optional<SimFailure> failure(String invariant, String message) {
    return Optional.of(new SimFailure(seed, invariant, message, world.journal()));
  }

  private SimReport report(Optional<SimFailure> failure) {
    Counts counts = world.counts;
    return new SimReport(
        1,
        counts.checks,
        counts.commits,
        counts.merges,
        world.simulation.eventsRun(),
        counts.crashes,
        counts.histories,
        counts.doubled,
        world.simulation.traceHash(),
        failure);
  }

  /// Not everybody is there from the beginning, and not everybody joins before the first edit.
  private void begin() {
    world.server().start();
    for (SimNode client : world.clients()) {
      if (chance.nextInt(4) > 0) {
        client.start();
        if (chance.nextInt(3) > 0) {
          client.orCrash(client::connect);
        }
      }
    }
  }

  private void live() {
    int steps = MIN_STEPS + chance.nextInt(MORE_STEPS);
    int troubles = 3 + chance.nextInt(6);
    for (int n = 0; n < steps; n++) {
      SimNode node = world.nodes.get(chance.nextInt(world.nodes.size()));
      boolean isDown = !node.isUp() && chance.nextInt(3) == 0;
      if (isDown || chance.nextInt(troubles) == 0) {
        trouble.strike(node);
      } else if (chance.nextInt(COLLISIONS) == 0) {
        author.collide(world.nodes.stream().filter(SimNode::isUp).toList());
      } else if (node.isUp() && chance.nextInt(FORKS) == 0) {
        author.fork(node);
      } else if (node.isUp()) {
        node.orCrash(() -> author.edit(node));
      }
      pause();
      if (n % PROBE_EVERY == 0) {
        world.ledger.ask();
        growth.check(world);
      }
    }
  }

  /// Often no time at all, so that edits meet in one commit and on the wire.
  private void pause() {
    switch (chance.nextInt(4)) {
      case 0 -> world.run(Duration.ofNanos(chance.nextInt(100_000)));
      case 1, 2 -> world.run(Duration.ofNanos(chance.nextInt(5_000_000)));
      default -> world.run(Duration.ofMillis(chance.nextInt(MAX_PAUSE_MILLIS)));
    }
  }

  private void settle() {
    trouble.healAll();
    held.remember(world);
    world.run(Trouble.LONGEST_DELAY);
    await();
    author.restoreAll(world.server());
    await();
    world.run(LAST_EVENTS);
    world.ledger.ask();
  }

  private void await() {
    HeadsConverge convergence = new HeadsConverge();
    long limit = (trouble.wasFarAhead() ? LONG_PEACE : PEACE).toNanos();
    long began = world.simulation.nanoTime();
    long step = 100;
    do {
      world.run(Duration.ofMillis(step));
      step = Math.min(2 * step, 10_000);
      if (convergence.difference(world).isEmpty()) {
        return;
      }
    } while (world.simulation.nanoTime() - began < limit);
    convergence.check(world);
  }

  private void check() {
    List<Invariant> invariants =
        List.of(
            new HeadsConverge(),
            growth,
            held,
            new AcknowledgedSurvivesCrash(),
            new CountersAndSetsExact(),
            new TokensNeverLost(),
            new QueriesEqualFullScan(),
            new NoUnauthorizedCommitVisible(),
            new QueuesBounded());
    invariants.forEach(invariant -> invariant.check(world));
  }
}
