package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// A future whose `join` looks a while before it parks: a forced, signed write takes about 150 µs,
/// and waking a parked thread half as much again. Only one thread of a repository looks at a time;
/// the others park, so that they do not take the processors from the writer that all of them wait
/// for. It yields as it looks: the system often puts a thread that was just woken on its waker's
/// processor, where it would not run before the waker's time slice is over.
final class SpinningFuture extends CompletableFuture<CommitId> {

  /// About half a millisecond: a forced write and some more, less than a time slice.
  private static final int SPINS = 10_000;

  /// A yield is a system call, about as long as ten looks.
  private static final int YIELD_EVERY = 16;

  /// A yield that takes so long gave the processor to somebody who has a lot to do: who is parked
  /// gets it back sooner than who yields.
  private static final long BUSY_NANOS = 100_000;

  private final AtomicInteger looking;
  private final LongSupplier clock;

  /// @param looking how many threads of the repository look now
  /// @param clock nanoseconds
  SpinningFuture(AtomicInteger looking, LongSupplier clock) {
    this.looking = looking;
    this.clock = clock;
  }

  @Override
  public CommitId join() {
    if (!isDone()) {
      try {
        if (looking.incrementAndGet() == 1) {
          spin();
        }
      } finally {
        looking.decrementAndGet();
      }
    }
    return super.join();
  }

  private void spin() {
    for (int i = 0; i < SPINS && !isDone(); i++) {
      if (i % YIELD_EVERY == 0) {
        long before = clock.getAsLong();
        Thread.yield();
        if (clock.getAsLong() - before > BUSY_NANOS) {
          return;
        }
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
