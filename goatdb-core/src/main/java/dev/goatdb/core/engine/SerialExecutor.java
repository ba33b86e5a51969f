package dev.goatdb.core.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Hands tasks to an executor one at a time, in order. A task that the executor refuses is reported
/// and left out; the next one is handed over again. Any thread; nothing is run under the lock.
final class SerialExecutor implements Executor {

  private final Executor executor;
  private final Consumer<RejectedExecutionException> refused;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor executor, Consumer<RejectedExecutionException> refused) {
    this.executor = executor;
    this.refused = refused;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    next();
  }

  private synchronized boolean isOver() {
    running = !waiting.isEmpty();
    return !running;
  }

  private synchronized Runnable take() {
    return waiting.remove();
  }

  private void next() {
    while (!isOver()) {
      Runnable task = take();
      try {
        executor.execute(() -> {
          try {
            task.run();
          } finally {
            next();
          }
        });
        return;
      } catch (RejectedExecutionException e) {
        refused.accept(e);
      }
    }
  }
}
