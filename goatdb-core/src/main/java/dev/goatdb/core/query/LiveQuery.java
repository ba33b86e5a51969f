package dev.goatdb.core.query;

import dev.goatdb.api.Change;
import dev.goatdb.api.Query;
import dev.goatdb.api.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A query that follows its source.
///
/// The writer notes changed keys, which costs it one entry of a set; the listener thread reads
/// those items again and tells the listeners. Several changes of one item that come before it is
/// read again are one change.
///
/// Thread rule: [#changed] is the writer's; the rest is guarded by this object's lock and may be
/// called from any thread.
///
/// @param <T> type of the values
public final class LiveQuery<T> implements Query<T> {

  private record Listener<T>(
      Consumer<List<Change<T>>> consumer, Executor executor, AtomicBoolean open) {}

  private final Source<T> source;
  private final Selection<T> selection;
  private final FieldDiff<T> fields;
  private final Executor worker;
  private final Runnable onClose;
  private final Set<String> dirty = ConcurrentHashMap.newKeySet();
  private final Set<String> local = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private final SortedRows<T> rows;
  private boolean scanned;
  private @Nullable List<Row<T>> snapshot;

  /// @param source where rows come from
  /// @param selection what to look for
  /// @param fields finds the fields that differ
  /// @param worker the listener thread
  /// @param onClose called once, when the query ends
  public LiveQuery(
      Source<T> source,
      Selection<T> selection,
      FieldDiff<T> fields,
      Executor worker,
      Runnable onClose) {
    this.source = source;
    this.selection = selection;
    this.fields = fields;
    this.worker = worker;
    this.onClose = onClose;
    this.rows = new SortedRows<>(selection);
  }

  /// {@return the results of a selection, once}
  public static <T> List<Row<T>> list(Source<T> source, Selection<T> selection) {
    SortedRows<T> rows = new SortedRows<>(selection);
    rows.fill(matching(source, selection));
    return List.copyOf(selection.window(rows.rows()));
  }

  private static <T> List<Row<T>> matching(Source<T> source, Selection<T> selection) {
    List<Row<T>> matching = new ArrayList<>();
    for (String key : source.keys()) {
      evaluate(source, selection, key).ifPresent(matching::add);
    }
    return matching;
  }

  private static <T> Optional<Row<T>> evaluate(
      Source<T> source, Selection<T> selection, String key) {
    try {
      return source
          .read(key)
          .filter(selection::matches)
          .map(value -> new Row<>(source.item(key), value));
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "query on %s failed at item %s: %s".formatted(source.name(), key, e), e);
    }
  }

  /// Scans the source for the first time. Changes that come meanwhile are looked at after it.
  public synchronized void scan() {
    try {
      rows.fill(matching(source, selection));
      scanned = true;
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
    if (!dirty.isEmpty()) {
      schedule();
    }
  }

  /// Notes that items changed.
  ///
  /// @param keys the items
  /// @param isLocal whether this process changed them
  public void changed(Collection<String> keys, boolean isLocal) {
    if (isLocal) {
      local.addAll(keys);
    }
    dirty.addAll(keys);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      worker.execute(this::refresh);
    }
  }

  private synchronized void refresh() {
    scheduled.set(false);
    if (!scanned || completion.isDone()) {
      return;
    }
    Set<String> keys = new HashSet<>(dirty);
    dirty.removeAll(keys);
    Set<String> own = new HashSet<>(local);
    own.retainAll(keys); // the others' changes come with the next turn
    local.removeAll(own);
    try {
      tell(selection.isWhole() ? applyWhole(keys, own) : applyWindow(keys, own));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private List<Change<T>> applyWhole(Set<String> keys, Set<String> own) {
    List<Change<T>> changes = new ArrayList<>();
    for (String key : keys) {
      replace(key, own).ifPresent(changes::add);
    }
    return changes;
  }

  private List<Change<T>> applyWindow(Set<String> keys, Set<String> own) {
    List<Row<T>> before = List.copyOf(selection.window(rows.rows()));
    for (String key : keys) {
      replace(key, own);
    }
    return WindowDiff.between(before, List.copyOf(selection.window(rows.rows())), fields, own);
  }

  /// Puts an item's row where it belongs now.
  private Optional<Change<T>> replace(String key, Set<String> own) {
    Row<T> old = rows.find(key);
    Row<T> now = evaluate(source, selection, key).orElse(null);
    if (old != null && now != null && old.value().equals(now.value())) {
      return Optional.empty();
    }
    int from = old == null ? -1 : rows.remove(old);
    int to = now == null ? -1 : rows.insert(now);
    if (old != null && now != null) {
      return Optional.of(
          from == to
              ? WindowDiff.updated(old, now, to, fields, own)
              : new Change.Moved<>(now, from, to));
    }
    if (now != null) {
      return Optional.of(new Change.Added<>(now, to));
    }
    return old == null ? Optional.empty() : Optional.of(new Change.Removed<>(old, from));
  }

  private void tell(List<Change<T>> changes) {
    if (changes.isEmpty()) {
      return;
    }
    snapshot = null;
    listeners.forEach(listener -> hand(listener, changes));
  }

  private static <T> void hand(Listener<T> listener, List<Change<T>> changes) {
    List<Change<T>> copy = List.copyOf(changes);
    listener
        .executor()
        .execute(() -> {
          if (listener.open().get()) {
            listener.consumer().accept(copy);
          }
        });
  }

  @Override
  public synchronized List<Row<T>> results() {
    List<Row<T>> known = snapshot;
    if (known == null) {
      known = List.copyOf(selection.window(rows.rows()));
      snapshot = known;
    }
    return known;
  }

  @Override
  public Subscription onChange(Consumer<List<Change<T>>> listener) {
    return onChange(listener, worker);
  }

  @Override
  public synchronized Subscription onChange(Consumer<List<Change<T>>> listener, Executor executor) {
    Listener<T> added = new Listener<>(listener, executor, new AtomicBoolean(true));
    List<Change<T>> present = new ArrayList<>();
    for (Row<T> row : results()) {
      present.add(new Change.Added<>(row, present.size()));
    }
    listeners.add(added);
    if (!present.isEmpty()) {
      hand(added, present);
    }
    return () -> {
      added.open().set(false);
      listeners.remove(added);
    };
  }

  @Override
  public CompletableFuture<Void> completion() {
    return completion;
  }

  private void fail(RuntimeException reason) {
    if (completion.completeExceptionally(reason)) {
      end();
    }
  }

  @Override
  public void close() {
    if (completion.complete(null)) {
      end();
    }
  }

  private void end() {
    listeners.forEach(listener -> listener.open().set(false));
    listeners.clear();
    onClose.run();
  }
}
