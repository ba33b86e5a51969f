package dev.goatdb.core.query;

import dev.goatdb.api.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Somebody who listens to the counts of groups. What happens while it is busy is folded into its
/// next call.
///
/// Guarded by its own lock, which is not held while the listener is called.
///
/// @param <K> what results are grouped by
final class GroupHearer<K> implements Subscription {
  private final Consumer<Map<K, Integer>> listener;
  private final Turn turn;
  private final Consumer<GroupHearer<K>> onClose;
  private Map<K, Integer> waiting = new HashMap<>();
  private boolean isClosed;

  GroupHearer(
      Consumer<Map<K, Integer>> listener, Executor executor, Consumer<GroupHearer<K>> onClose) {
    this.listener = listener;
    this.turn = new Turn(executor, this::isDue, this::call);
    this.onClose = onClose;
  }

  synchronized void changed(Map<K, Integer> counts) {
    if (!isClosed) {
      waiting.putAll(counts);
    }
  }

  void wake() {
    turn.ask();
  }

  private synchronized boolean isDue() {
    return !waiting.isEmpty();
  }

  private void call() {
    Map<K, Integer> changes = take();
    if (!changes.isEmpty()) {
      listener.accept(changes);
    }
  }

  private synchronized Map<K, Integer> take() {
    Map<K, Integer> taken = Map.copyOf(waiting);
    waiting = new HashMap<>();
    return taken;
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      waiting = new HashMap<>();
    }
    onClose.accept(this);
  }
}
