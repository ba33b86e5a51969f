package dev.goatdb.it.e2e;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goatdb.api.Peer;
import dev.goatdb.api.Subscription;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Waits with a bound, so that a test that would hang fails instead.
final class Soon {

  private static final int SECONDS = 30;

  private Soon() {}

  static <T> T get(CompletableFuture<T> future) {
    return future.copy().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  static Throwable failure(CompletableFuture<?> future) {
    try {
      get(future);
    } catch (CompletionException e) {
      return e.getCause();
    }
    return fail("it should have failed");
  }

  /// Exchanges everything with a peer.
  static void sync(Peer peer) {
    get(peer.sync());
  }

  /// Waits until a connection is in a state.
  static void await(Peer peer, Peer.State wanted) {
    Heard<Peer.State> states = new Heard<>();
    Subscription subscription = peer.onState(states);
    while (peer.state() != wanted) {
      states.next();
    }
    subscription.close();
  }

  /// Keeps what a listener hears.
  static final class Heard<T> implements Consumer<T> {
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    @Override
    public void accept(T heard) {
      queue.add(heard);
    }

    T next() {
      try {
        T heard = queue.poll(SECONDS, TimeUnit.SECONDS);
        assertNotNull(heard, "nothing was heard within " + SECONDS + " seconds");
        return heard;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return fail("interrupted");
      }
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }
  }
}
