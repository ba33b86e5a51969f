package dev.goatdb.core.engine;

import dev.goatdb.api.spi.runtime.Env;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/// Runs the application's listeners, one at a time, in order, away from the writers. A listener
/// that throws is counted and reported; the others go on. Any thread.
final class Listeners implements AutoCloseable, Executor {

  private final Queue<Runnable> tasks = new MpscUnboundedVarHandleArrayQueue<>(256);
  private final AtomicLong failures = new AtomicLong();
  private final Consumer<String> warnings;
  private final Env.Worker worker;

  Listeners(Env env, Consumer<String> warnings) {
    this(env, warnings, "goatdb-listeners");
  }

  /// @param name of the thread, for people
  Listeners(Env env, Consumer<String> warnings, String name) {
    this.warnings = warnings;
    this.worker = env.worker(name, this::turn);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    worker.signal();
  }

  private void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      run(task);
    }
  }

  /// Runs a task on this thread; what it throws is counted and reported.
  void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      warnings.accept(
          "a listener threw %s; it stays subscribed, %d failures so far"
              .formatted(e, failures.incrementAndGet()));
    }
  }

  /// {@return how many calls threw}
  long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    worker.close();
  }
}
