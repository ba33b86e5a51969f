package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import java.util.concurrent.CompletableFuture;

/// A future whose `join` looks a few times before it parks: a forced write takes about as long as
/// waking a parked thread.
final class SpinningFuture extends CompletableFuture<CommitId> {

  /// About 100 µs: one force of a preallocated file.
  private static final int SPINS = 3000;

  @Override
  public CommitId join() {
    for (int i = 0; i < SPINS && !isDone(); i++) {
      Thread.onSpinWait();
    }
    return super.join();
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
