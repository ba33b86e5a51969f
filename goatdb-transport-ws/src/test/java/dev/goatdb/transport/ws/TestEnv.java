package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Real threads, and timers that either run by themselves or wait until the test says that their
/// time has come.
final class TestEnv implements Env, AutoCloseable {

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  private final AtomicLong skippedNanos = new AtomicLong();
  private final boolean manual;

  private TestEnv(boolean manual) {
    this.manual = manual;
  }

  static TestEnv real() {
    return new TestEnv(false);
  }

  static TestEnv withManualTimers() {
    return new TestEnv(true);
  }

  /// Lets time pass: runs the timers that wait and are due by then.
  void skip(Duration time) {
    skippedNanos.addAndGet(time.toNanos());
    for (Waiting timer : List.copyOf(waiting)) {
      if (timer.due <= nanoTime() && waiting.remove(timer)) {
        timer.task.run();
      }
    }
  }

  int timers() {
    return waiting.size();
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + skippedNanos.get();
  }

  @Override
  public void random(byte[] bytes) {
    throw new UnsupportedOperationException("a transport draws nothing");
  }

  @Override
  public Worker worker(String name, Runnable work) {
    throw new UnsupportedOperationException("this transport has no workers");
  }

  @Override
  public Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name).start(body);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (manual) {
      Waiting timer = new Waiting(nanoTime() + delay.toNanos(), task);
      waiting.add(timer);
      return () -> waiting.remove(timer);
    }
    var future = clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static final class Waiting {

    private final long due;
    private final Runnable task;

    Waiting(long due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }
}
