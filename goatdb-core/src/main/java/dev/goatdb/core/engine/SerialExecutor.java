package dev.goatdb.core.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Hands tasks to an executor one at a time, in order. Any thread.
final class SerialExecutor implements Executor {

  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  @Override
  public synchronized void execute(Runnable task) {
    waiting.add(task);
    if (!running) {
      next();
    }
  }

  private synchronized void next() {
    Runnable task = waiting.poll();
    running = task != null;
    if (task != null) {
      executor.execute(() -> {
        try {
          task.run();
        } finally {
          next();
        }
      });
    }
  }
}
