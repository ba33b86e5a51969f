package dev.goatdb.core.query;

import dev.goatdb.api.Query;
import dev.goatdb.api.Query.Row;
import dev.goatdb.api.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How many results of a query there are of each kind. It is counted on the worker, from the
/// query's changes alone.
///
/// Guarded by its own lock, which is not held while keys are taken out of values.
///
/// @param <T> type of the values
/// @param <K> what they are grouped by
final class LiveGroups<T, K> implements Query.Groups<K>, Outlet<T> {

  private final LiveQuery<T> query;
  private final Function<? super T, ? extends K> key;
  private final LiveQuery.Setting<T> setting;
  private final Turn turn;
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private final List<GroupHearer<K>> hearers = new CopyOnWriteArrayList<>();
  private final Map<K, Integer> counts = new HashMap<>();
  private @Nullable Map<K, Integer> snapshot;
  private List<Delta<T>> noted = new ArrayList<>();
  private boolean isEnded;
  private volatile @Nullable Throwable failure;

  LiveGroups(
      LiveQuery<T> query, Function<? super T, ? extends K> key, LiveQuery.Setting<T> setting) {
    this.query = query;
    this.key = key;
    this.setting = setting;
    this.turn = new Turn(setting.worker(), this::isDue, this::count);
  }

  /// Counts what is there, at once.
  void begin(List<Row<T>> present) {
    for (Row<T> row : present) {
      counts.merge(keyOf(row), 1, Integer::sum);
    }
  }

  private K keyOf(Row<T> row) {
    try {
      return key.apply(row.value());
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(query.name(), row.item().key(), e);
    }
  }

  @Override
  public synchronized void changed(List<Delta<T>> deltas, List<Row<T>> now) {
    noted.addAll(deltas);
  }

  @Override
  public void wake() {
    if (isEnded()) {
      complete();
    } else {
      turn.ask();
    }
  }

  private synchronized boolean isEnded() {
    return isEnded;
  }

  private synchronized boolean isDue() {
    return !noted.isEmpty();
  }

  private void count() {
    List<Delta<T>> taken;
    synchronized (this) {
      taken = noted;
      noted = new ArrayList<>();
    }
    try {
      Map<K, Integer> differences = differences(taken);
      if (!differences.isEmpty()) {
        add(differences);
        hearers.forEach(GroupHearer::wake);
      }
    } catch (RuntimeException e) {
      query.remove(this);
      ended(e);
      complete();
    }
  }

  private Map<K, Integer> differences(List<Delta<T>> deltas) {
    Map<K, Integer> differences = new HashMap<>();
    for (Delta<T> delta : deltas) {
      Row<T> before = delta.before();
      Row<T> after = delta.after();
      if (before != null) {
        differences.merge(keyOf(before), -1, Integer::sum);
      }
      if (after != null) {
        differences.merge(keyOf(after), 1, Integer::sum);
      }
    }
    differences.values().removeIf(difference -> difference == 0);
    return differences;
  }

  private synchronized void add(Map<K, Integer> differences) {
    if (isEnded) {
      return;
    }
    Map<K, Integer> changed = new HashMap<>();
    differences.forEach((group, difference) -> {
      int count = counts.merge(group, difference, Integer::sum);
      changed.put(group, count);
      if (count == 0) {
        counts.remove(group);
      }
    });
    snapshot = null;
    hearers.forEach(hearer -> hearer.changed(changed));
  }

  @Override
  public synchronized Map<K, Integer> counts() {
    Map<K, Integer> known = snapshot;
    if (known == null) {
      known = Map.copyOf(counts);
      snapshot = known;
    }
    return known;
  }

  @Override
  public Subscription onChange(Consumer<Map<K, Integer>> listener) {
    return listen(listener, setting.listeners());
  }

  @Override
  public Subscription onChange(Consumer<Map<K, Integer>> listener, Executor executor) {
    return listen(listener, setting.guarded().apply(executor));
  }

  private Subscription listen(Consumer<Map<K, Integer>> listener, Executor executor) {
    GroupHearer<K> hearer = new GroupHearer<>(listener, executor, hearers::remove);
    synchronized (this) {
      if (isEnded) {
        return hearer;
      }
      hearers.add(hearer);
      hearer.changed(counts);
    }
    hearer.wake();
    return hearer;
  }

  @Override
  public CompletableFuture<Void> completion() {
    return completion.copy();
  }

  @Override
  public synchronized void ended(@Nullable Throwable reason) {
    if (isEnded) {
      return;
    }
    isEnded = true;
    failure = reason;
    counts.clear();
    snapshot = null;
    noted = new ArrayList<>();
    hearers.forEach(GroupHearer::close);
  }

  private void complete() {
    if (failure == null) {
      completion.complete(null);
    } else {
      completion.completeExceptionally(failure);
    }
  }

  @Override
  public void close() {
    query.remove(this);
    ended(null);
    complete();
  }
}
