package dev.goatdb.core.engine;

import dev.goatdb.api.spi.runtime.Env;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The real thing: the system's clocks, its random generator, and threads. The only class of the
/// engine that touches any of them.
final class SystemEnv implements Env, AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("dev.goatdb");

  private final SecureRandom random = new SecureRandom();
  private final ScheduledThreadPoolExecutor timers;

  SystemEnv() {
    timers =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("goatdb-timer").unstarted(task));
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
    random.nextBytes(bytes);
  }

  @Override
  public Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name).start(body);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (timers.isShutdown()) {
      return () -> {};
    }
    ScheduledFuture<?> future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public Worker worker(String name, Runnable work) {
    ParkingWorker worker = new ParkingWorker(work);
    worker.start(name);
    return worker;
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }

  /// A platform thread that looks for signals for a moment before it parks. A platform thread,
  /// because an interrupt of a thread that is inside of a file channel closes the channel for
  /// everybody, and nobody interrupts this one.
  private static final class ParkingWorker implements Worker, Runnable {

    /// About a fifth of a millisecond of looking after a turn, as long as a forced write: who makes
    /// one after the other never has to wake this thread, which takes half as long.
    private static final int SPINS = 4_000;

    /// It yields as it looks, so that whoever it waits for can run on the same processor.
    private static final int YIELD_EVERY = 16;

    /// A yield that takes so long gave the processor to somebody who has a lot to do: who is parked
    /// gets it back sooner than who yields.
    private static final long BUSY_NANOS = 100_000;

    private final Runnable work;
    private volatile boolean signalled;
    private volatile boolean parked;
    private volatile boolean closing;
    private volatile Thread thread = Thread.currentThread();

    ParkingWorker(Runnable work) {
      this.work = work;
    }

    void start(String name) {
      thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
      thread.start();
    }

    @Override
    public void signal() {
      signalled = true;
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      int spins = 0;
      while (!closing) {
        if (signalled) {
          signalled = false;
          turn();
          spins = SPINS;
        } else if (spins-- > 0) {
          if (spins % YIELD_EVERY == 0) {
            long before = System.nanoTime();
            Thread.yield();
            if (System.nanoTime() - before > BUSY_NANOS) {
              spins = 0;
            }
          } else {
            Thread.onSpinWait();
          }
        } else {
          park();
        }
      }
      turn();
    }

    /// Work does not throw. If it does, the thread goes on, since others depend on it.
    private void turn() {
      try {
        work.run();
      } catch (Throwable e) {
        LOGGER.log(System.Logger.Level.ERROR, "a turn of " + thread.getName() + " failed", e);
      }
    }

    private void park() {
      parked = true;
      if (!signalled && !closing) {
        LockSupport.park(this);
      }
      parked = false;
    }

    @Override
    public void close() {
      closing = true;
      LockSupport.unpark(thread);
      boolean interrupted = false;
      while (thread.isAlive() && thread != Thread.currentThread()) {
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
