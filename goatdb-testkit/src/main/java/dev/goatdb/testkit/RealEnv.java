package dev.goatdb.testkit;

import dev.goatdb.api.spi.runtime.Env;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Real time, chance and threads, for contracts of plugins that need an environment but no engine.
///
/// Workers are virtual threads, timers share one daemon thread.
final class RealEnv implements Env, AutoCloseable {

  private final SecureRandom chance = new SecureRandom();
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("contract-timer").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  RealEnv() {
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void random(byte[] bytes) {
    chance.nextBytes(bytes);
  }

  @Override
  public Worker worker(String name, Runnable work) {
    return new RealWorker(name, work);
  }

  @Override
  public Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name).start(body);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    ScheduledFuture<?> future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /// Ends the timers' thread; tasks that wait, or come later, are dropped.
  @Override
  public void close() {
    timers.shutdownNow();
  }

  /// A virtual thread that runs a turn whenever there is a permit, taking all permits for it.
  private static final class RealWorker implements Worker {

    private final Semaphore signals = new Semaphore(0);
    private final Runnable work;
    private final Thread thread;
    private volatile boolean closing;

    RealWorker(String name, Runnable work) {
      this.work = work;
      this.thread = Thread.ofVirtual().name(name).start(this::loop);
    }

    private void loop() {
      while (!closing) {
        signals.acquireUninterruptibly();
        signals.drainPermits();
        work.run();
      }
    }

    @Override
    public void signal() {
      signals.release();
    }

    @Override
    public void close() {
      closing = true;
      signals.release();
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
