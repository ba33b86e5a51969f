package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.core.repository.RepositoryEngine;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/// Closes repositories that nobody uses: those idle for as long as was asked for, and the longest
/// idle ones where more are open than was asked for.
///
/// Using a repository sets a mark on it and nothing else. A pass over all of them notes the time
/// for those with a mark and takes the mark away; so idle time is known up to the time between
/// passes. Any thread.
final class IdlePolicy {

  /// What was used within this time is not closed to make room.
  private static final long LEAST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final Env env;
  private final int maxOpen;
  private final Map<RepositoryEngine, Long> usedAt = new WeakHashMap<>(); // guarded by this
  private volatile boolean stopped;

  /// @param database whose repositories
  IdlePolicy(Database database) {
    this.database = database;
    this.env = database.env();
    this.maxOpen = database.config().maxOpen();
    database.config().closeIdle().ifPresent(this::schedule);
  }

  private void schedule(Duration idle) {
    if (!stopped) {
      env.after(
          idle.dividedBy(2),
          () -> {
            idle(idle.toNanos()).forEach(this::retire);
            schedule(idle);
          });
    }
  }

  /// {@return the repositories that have been idle for a time, longest first}
  private synchronized List<RepositoryEngine> idle(long nanos) {
    long now = env.nanoTime();
    Collection<RepositoryEngine> all = database.all().open();
    for (RepositoryEngine engine : all) {
      if (engine.usage().takeUsed() || !usedAt.containsKey(engine)) {
        usedAt.put(engine, now);
      }
    }
    Comparator<RepositoryEngine> longestFirst = Comparator.comparing(usedAt::get);
    return all.stream()
        .filter(engine -> now - usedAt.getOrDefault(engine, now) >= nanos)
        .sorted(longestFirst)
        .toList();
  }

  /// A repository was opened; others may have to make room.
  void opened() {
    int surplus = database.all().open().size() - maxOpen;
    if (surplus > 0) {
      idle(LEAST_IDLE_NANOS).stream().limit(surplus).forEach(this::retire);
    }
  }

  /// Closes a repository unless somebody follows it here, or a peer is connected to it. Peers that
  /// this process has connected to are told, and told again when it is opened.
  private void retire(RepositoryEngine engine) {
    RepositoryPath path = engine.path();
    boolean isInUse =
        path.equals(Sessions.PATH)
            || database.queries().feeds().follows(path)
            || database.itemListeners().any(path)
            || database.presences().isAttended(path)
            || engine.usage().takeUsed();
    if (!isInUse) {
      database
          .running()
          .ifPresentOrElse(
              sync -> sync.unlessServed(path, () -> close(engine, () -> sync.closed(path))),
              () -> close(engine, () -> {}));
    }
  }

  private void close(RepositoryEngine engine, Runnable closing) {
    database
        .all()
        .retire(engine, closing)
        .whenComplete((nothing, failure) -> {
          if (failure != null) {
            database.warnings().accept(String.valueOf(failure.getMessage()));
          }
        });
  }

  /// The database is being closed.
  void stop() {
    stopped = true;
  }
}
