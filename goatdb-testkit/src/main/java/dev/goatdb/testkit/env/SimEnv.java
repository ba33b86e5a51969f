package dev.goatdb.testkit.env;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// One node's surroundings within a [Simulation]: its wall clock, its chance, its workers and
/// timers. One thread.
///
/// After [#crash()] nothing of this node runs any more, as if its process had been killed: the
/// turns and timers that it had asked for are dropped, and so is whatever is asked for later. A
/// node that comes back gets new surroundings.
public final class SimEnv implements Env {

  /// The longest time from a signal to its turn, in nanoseconds.
  private static final int TURN_DELAY_NANOS = 20_000;

  private final Simulation simulation;
  private final String name;
  private final SplittableRandom chance;
  private final List<Runnable> crashListeners = new ArrayList<>();
  private long clockOffsetMillis;
  private boolean crashed;

  SimEnv(Simulation simulation, String name, SplittableRandom chance) {
    this.simulation = simulation;
    this.name = name;
    this.chance = chance;
  }

  /// {@return the node's name}
  public String name() {
    return name;
  }

  /// {@return the simulation that this node is part of}
  public Simulation simulation() {
    return simulation;
  }

  /// Sets the node's wall clock forward or back from where it stands.
  ///
  /// @param jump how far
  public void jumpClock(Duration jump) {
    clockOffsetMillis += jump.toMillis();
  }

  /// Kills the node: drops all its turns and timers, those to come as well. Idempotent.
  public void crash() {
    if (crashed) {
      return;
    }
    crashed = true;
    List.copyOf(crashListeners).forEach(Runnable::run);
  }

  /// {@return whether the node was killed}
  public boolean crashed() {
    return crashed;
  }

  /// Asks to hear of the crash, for what outlives the node: its network, its disk.
  ///
  /// @param listener called once, at the time of the crash
  public void onCrash(Runnable listener) {
    crashListeners.add(listener);
  }

  @Override
  public long now() {
    return Simulation.EPOCH_MILLIS + simulation.nanoTime() / 1_000_000 + clockOffsetMillis;
  }

  @Override
  public long nanoTime() {
    return simulation.nanoTime();
  }

  /// Fills an array from the seed: repeatable, and fit for keys of a simulated node only.
  @Override
  public void random(byte[] bytes) {
    chance.nextBytes(bytes);
  }

  @Override
  public Worker worker(String workerName, Runnable work) {
    return new SimWorker(this, workerName, work);
  }

  /// Not to be had here.
  ///
  /// @throws IllegalStateException always: the simulator has one thread
  @Override
  public Thread start(String threadName, Runnable body) {
    throw new IllegalStateException(
        "cannot start thread "
            + threadName
            + " of node "
            + name
            + ": the simulator has one thread; use worker or after");
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    SimTimer timer = new SimTimer();
    enqueue(delay.toNanos(), "timer", timer, task);
    return timer;
  }

  /// Draws the time from a signal to its turn.
  long turnDelay() {
    return chance.nextInt(TURN_DELAY_NANOS);
  }

  void enqueue(long delayNanos, String label, SimTimer timer, Runnable task) {
    if (!crashed) {
      simulation.enqueue(
          delayNanos, name + "/" + label, () -> !crashed && !timer.cancelled(), task);
    }
  }
}
