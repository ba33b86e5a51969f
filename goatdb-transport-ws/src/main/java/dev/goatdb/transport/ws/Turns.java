package dev.goatdb.transport.ws;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Runs tasks one at a time in the order in which they came, once it is started. Any thread.
final class Turns {

  private final Executor elsewhere;
  private final ArrayDeque<Runnable> due = new ArrayDeque<>();
  // Before the start this makes all tasks wait.
  private boolean running = true;

  Turns(Executor elsewhere) {
    this.elsewhere = elsewhere;
  }

  /// Runs a first task in this thread, then those that came before it. To be called once.
  void start(Runnable first) {
    synchronized (this) {
      due.addFirst(first);
    }
    drain();
  }

  /// Runs a task in this thread, at once or after those before it, or leaves it to the thread that
  /// is running one.
  void runHere(Runnable task) {
    if (add(task)) {
      drain();
    }
  }

  /// Runs a task, never within this call: for callers who may hold a lock or be in a turn.
  void runElsewhere(Runnable task) {
    if (add(task)) {
      elsewhere.execute(this::drain);
    }
  }

  /// {@return whether the caller has to see to it that the tasks are run}
  private synchronized boolean add(Runnable task) {
    due.add(task);
    boolean idle = !running;
    running = true;
    return idle;
  }

  private void drain() {
    boolean whole = false;
    try {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
      whole = true;
    } finally {
      // An error of the virtual machine takes this thread along, but not the tasks that are left.
      if (!whole) {
        elsewhere.execute(this::drain);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = due.poll();
    running = task != null;
    return task;
  }
}
