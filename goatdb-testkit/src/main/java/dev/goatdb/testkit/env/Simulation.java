package dev.goatdb.testkit.env;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Many nodes in one thread, from one seed.
///
/// One thread uses a simulation and all that came from it. What an event throws leaves the method
/// that ran the event, with a note of the seed, so that a failure names what repeats it.
public final class Simulation {

  /// Where the nodes' wall clocks start: 2026-01-01T00:00:00Z, in milliseconds since 1970.
  public static final long EPOCH_MILLIS = 1_767_225_600_000L;

  private final long seed;
  private final SplittableRandom chance;
  private final PriorityQueue<SimEvent> events = new PriorityQueue<>();
  private long nanos;
  private long sequence;
  private long eventsRun;
  private long traceHash;
  private boolean running;

  /// Makes an empty simulation at virtual time zero.
  ///
  /// @param seed decides everything that looks like chance
  public Simulation(long seed) {
    this.seed = seed;
    this.chance = new SplittableRandom(seed);
  }

  /// {@return the seed}
  public long seed() {
    return seed;
  }

  /// {@return the virtual time, in nanoseconds since the beginning}
  public long nanoTime() {
    return nanos;
  }

  /// {@return a new stream of chance, split from the seed} For whatever takes part in the schedule:
  /// a network, a scenario.
  public RandomGenerator newChance() {
    return chance.split();
  }

  /// Makes the surroundings of a node whose wall clock is right.
  ///
  /// @param name the node's name; a node that restarts after a crash takes its old one again
  /// @return its surroundings
  public SimEnv node(String name) {
    return new SimEnv(this, name, chance.split());
  }

  /// Runs something later, as part of the schedule and of no node.
  ///
  /// @param delay how long to wait, in virtual time
  /// @param label what it is, for people and for the trace
  /// @param task what to run
  public void after(Duration delay, String label, Runnable task) {
    enqueue(delay.toNanos(), label, () -> true, task);
  }

  /// Runs events until none is left.
  ///
  /// @param limit how many events at most: a node with a repeating timer never comes to rest
  /// @throws IllegalStateException if events are left at the limit
  public void runUntilIdle(long limit) {
    for (long n = 0; n < limit; n++) {
      if (!step()) {
        return;
      }
    }
    if (!events.isEmpty()) {
      throw new IllegalStateException(
          "seed " + seed + ": not idle after " + limit + " events, next " + events.peek());
    }
  }

  /// Runs all events of a span of virtual time, then sets the clock to its end.
  ///
  /// @param span how long
  public void run(Duration span) {
    runUntil(() -> false, span);
  }

  /// Runs events until something has come true.
  ///
  /// @param condition looked at before each event and at the end
  /// @param limit how much virtual time at most
  /// @return whether it came true; if not, the clock stands at the limit
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    long end = nanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      SimEvent next = events.peek();
      if (next == null || next.nanos() > end) {
        nanos = end;
        return condition.getAsBoolean();
      }
      step();
    }
    return true;
  }

  /// Runs the next event, if there is one.
  ///
  /// @return whether there was one
  public boolean step() {
    if (running) {
      throw new IllegalStateException("a simulation cannot be run from within one of its events");
    }
    SimEvent event = events.poll();
    if (event == null) {
      return false;
    }
    nanos = event.nanos();
    if (event.alive().getAsBoolean()) {
      eventsRun++;
      trace(event.nanos());
      trace(event.label().hashCode());
      runEvent(event);
    }
    return true;
  }

  private void runEvent(SimEvent event) {
    running = true;
    try {
      event.task().run();
    } catch (RuntimeException | Error e) {
      e.addSuppressed(new IllegalStateException("seed " + seed + ", " + event));
      throw e;
    } finally {
      running = false;
    }
  }

  /// {@return how many events have run}
  public long eventsRun() {
    return eventsRun;
  }

  /// {@return a hash over the order, time and name of all events so far and of what was given to
  /// [#trace(long)]}
  public long traceHash() {
    return traceHash;
  }

  /// Mixes something into the trace.
  ///
  /// @param word what happened, as a number
  public void trace(long word) {
    // Two rounds of the finalizer of SplitMix64: order matters, and near words end far apart.
    traceHash = mix(mix(traceHash + 0x9E3779B97F4A7C15L) ^ word);
  }

  void enqueue(long delayNanos, String label, BooleanSupplier alive, Runnable task) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("negative delay " + delayNanos + " ns for " + label);
    }
    events.add(new SimEvent(nanos + delayNanos, sequence++, label, alive, task));
  }

  private static long mix(long word) {
    long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
