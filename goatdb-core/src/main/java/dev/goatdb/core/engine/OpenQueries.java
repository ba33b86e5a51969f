package dev.goatdb.core.engine;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.core.query.Feeds;
import dev.goatdb.core.query.LiveQuery;
import dev.goatdb.core.query.Turn;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The live queries of a database, and the thread that works for them. That thread starts with the
/// first of them. Any thread.
final class OpenQueries implements Executor, AutoCloseable {

  private final Env env;
  private final Consumer<String> warnings;
  private final Feeds feeds = new Feeds(this);
  private final Set<LiveQuery<?>> open = ConcurrentHashMap.newKeySet();
  private @Nullable Listeners worker; // guarded by this
  private boolean isClosed; // guarded by this

  OpenQueries(Env env, Consumer<String> warnings) {
    this.env = env;
    this.warnings = warnings;
  }

  /// {@return who follows which repository}
  Feeds feeds() {
    return feeds;
  }

  /// Runs a task on the queries' thread, after those before it. A closed database runs none.
  @Override
  public void execute(Runnable task) {
    Listeners running = started();
    if (running != null) {
      running.execute(task);
    }
  }

  private synchronized @Nullable Listeners started() {
    if (worker == null && !isClosed) {
      worker = new Listeners(env, warnings, "goatdb-queries");
    }
    return isClosed ? null : worker;
  }

  /// {@return an executor for calls of the application, of which one that is refused is left out}
  ///
  /// @param executor runs the calls
  Executor calls(Executor executor) {
    return task -> {
      try {
        executor.execute(new Call(task));
      } catch (RejectedExecutionException e) {
        warnings.accept("an executor refused to call a query's listener: " + e.getMessage());
        leaveOut(task);
      }
    };
  }

  private static void leaveOut(Runnable task) {
    if (task instanceof Turn turn) {
      turn.leftOut();
    }
  }

  /// A call that is left out where the executor of all listeners refuses it.
  private record Call(Runnable task) implements Runnable, SerialExecutor.Refusable {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public void onRefused() {
      leaveOut(task);
    }
  }

  /// Keeps an eye on a query until it ends.
  void add(LiveQuery<?> query) {
    open.add(query);
    query.completion().whenComplete((nothing, failure) -> open.remove(query));
  }

  /// {@return how many queries are open}
  int size() {
    return open.size();
  }

  /// Ends all queries.
  void closeAll() {
    open.forEach(LiveQuery::close);
  }

  /// Ends the thread.
  @Override
  public void close() {
    Listeners running;
    synchronized (this) {
      isClosed = true;
      running = worker;
    }
    if (running != null) {
      running.close();
    }
  }
}
