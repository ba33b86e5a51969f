package dev.goatdb.core.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Hands tasks to an executor one at a time, in order. A task that the executor refuses is reported
/// and left out; the next one is handed over again. Any thread; nothing is run under the lock.
final class SerialExecutor implements Executor {

  /// A task that wants to know when it is left out.
  interface Refusable {
    /// It will not run.
    void onRefused();
  }

  private final Executor executor;
  private final Consumer<Runnable> run;
  private final Consumer<RejectedExecutionException> refused;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /// @param executor runs the tasks
  /// @param run runs one of them, on the executor
  /// @param refused hears of tasks that the executor refused
  SerialExecutor(
      Executor executor, Consumer<Runnable> run, Consumer<RejectedExecutionException> refused) {
    this.executor = executor;
    this.run = run;
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
            run.accept(task);
          } finally {
            next();
          }
        });
        return;
      } catch (RejectedExecutionException e) {
        if (task instanceof Refusable refusable) {
          refusable.onRefused();
        }
        refused.accept(e);
      }
    }
  }
}
