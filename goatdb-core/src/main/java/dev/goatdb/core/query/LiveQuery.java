package dev.goatdb.core.query;

import dev.goatdb.api.Change;
import dev.goatdb.api.Query;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.schema.Field;
import dev.goatdb.core.observe.Observer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A query that follows its source.
///
/// The source says which items changed and what they are now; the query moves their rows within an
/// order that knows ranks, and tells its outlets what that changes among the results. It never
/// scans twice and never sorts twice.
///
/// Thread rule: [#update] is called by the worker alone; the results are guarded by a lock of this
/// query's own, which is held while rows are compared, but not while predicates or listeners run.
/// Everything public may be called from any thread.
///
/// @param <T> type of the values
public final class LiveQuery<T> implements Query<T> {

  /// What a query needs of the database around it.
  ///
  /// @param worker runs the queries' work, one task after the other
  /// @param listeners runs the application's listeners, one after the other
  /// @param guarded makes an executor of the application's safe: what a listener throws is reported
  /// @param fieldValue reads a field of a value
  /// @param chain begins a query on the results of another one
  /// @param observer hears how long evaluations take
  /// @param <T> type of the values
  public record Setting<T>(
      Executor worker,
      Executor listeners,
      Function<Executor, Executor> guarded,
      FieldValue<T> fieldValue,
      Function<LiveQuery<T>, Query.Builder<T>> chain,
      Observer observer) {}

  private final Source<T> source;
  private final Selection<T> selection;
  private final Setting<T> setting;
  private final Object lock = new Object();
  private final List<Outlet<T>> outlets = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private volatile Source.@Nullable Connection connection;
  private @Nullable Results<T> results; // null when it ended
  private volatile @Nullable List<Row<T>> snapshot;
  private @Nullable Throwable failure;

  /// @param source where rows come from
  /// @param selection what to look for
  /// @param setting the database around it
  public LiveQuery(Source<T> source, Selection<T> selection, Setting<T> setting) {
    this.source = source;
    this.selection = selection;
    this.setting = setting;
    this.results = new Results<>(selection.rowOrder(), selection.window());
  }

  /// Hears of everything from now on, and scans what is there.
  ///
  /// @param progress hears how far it is
  /// @throws IllegalStateException if a predicate throws
  public void open(ScanProgress progress) {
    try {
      Source.Connection connected = connect();
      while (connected.advance(progress)) {
        if (completion.isDone()) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  /// As [#open], but on the worker, in slices between which other queries have their turn.
  ///
  /// @param opened completes with this query after the scan
  public void open(ScanProgress progress, CompletableFuture<Query<T>> opened) {
    try {
      Source.Connection connected = connect();
      worker().execute(() -> advance(connected, progress, opened));
    } catch (RuntimeException e) {
      fail(e);
      opened.completeExceptionally(e);
    }
  }

  private void advance(
      Source.Connection connected, ScanProgress progress, CompletableFuture<Query<T>> opened) {
    try {
      if (completion.isDone()) {
        opened.completeExceptionally(ended());
      } else if (connected.advance(progress)) {
        worker().execute(() -> advance(connected, progress, opened));
      } else {
        opened.complete(this);
      }
    } catch (RuntimeException e) {
      fail(e);
      opened.completeExceptionally(e);
    }
  }

  private Source.Connection connect() {
    Source.Connection connected = source.connect(this);
    connection = connected;
    synchronized (lock) {
      if (results != null) {
        return connected;
      }
    }
    connected.close(); // the query ended meanwhile and may not have seen it
    return connected;
  }

  Selection<T> selection() {
    return selection;
  }

  String name() {
    return source.name();
  }

  FieldDiff<T> fields() {
    return source;
  }

  Executor worker() {
    return setting.worker();
  }

  /// Takes what the first scan found.
  ///
  /// @param rows the matching rows, in any order
  /// @param late what changed meanwhile; asked under the lock, so that nothing comes in between
  void begin(List<Row<T>> rows, Supplier<List<Touch<T>>> late) {
    synchronized (lock) {
      Results<T> present = results;
      if (present == null) {
        return;
      }
      try {
        present.fill(rows);
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw QueryFailure.at(name(), "?", e);
      }
      apply(late.get());
    }
    outlets.forEach(Outlet::wake);
  }

  /// Takes changes in.
  void update(List<Touch<T>> touches) {
    long start = setting.observer().start();
    synchronized (lock) {
      apply(touches);
    }
    setting.observer().evaluated(name(), touches.size(), start);
    outlets.forEach(Outlet::wake);
  }

  private void apply(List<Touch<T>> touches) {
    Results<T> present = results;
    if (present == null) {
      return;
    }
    List<Delta<T>> deltas = new ArrayList<>();
    for (Touch<T> touch : touches) {
      try {
        present.apply(touch, deltas);
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw QueryFailure.at(name(), touch.item().key(), e);
      }
    }
    if (deltas.isEmpty()) {
      return;
    }
    snapshot = null;
    if (!outlets.isEmpty()) {
      List<Row<T>> now = results();
      outlets.forEach(outlet -> outlet.changed(deltas, now));
    }
  }

  /// Lets somebody hear of every change after a moment.
  ///
  /// @param outlet who
  /// @param begin gets the results at that moment
  void add(Outlet<T> outlet, Consumer<List<Row<T>>> begin) {
    synchronized (lock) {
      if (results == null) {
        outlet.ended(failure);
      } else {
        begin.accept(results());
        outlets.add(outlet);
      }
    }
    outlet.wake();
  }

  void remove(Outlet<T> outlet) {
    outlets.remove(outlet);
  }

  @Override
  public List<Row<T>> results() {
    List<Row<T>> known = snapshot;
    if (known != null) {
      return known;
    }
    synchronized (lock) {
      known = snapshot;
      if (known == null) {
        known = present().snapshot();
        snapshot = known;
      }
      return known;
    }
  }

  @Override
  public int count() {
    synchronized (lock) {
      return present().count();
    }
  }

  @Override
  public <V> List<Row<T>> find(Field<T, V> field, V value) {
    return new Lookup<>(selection, setting.fieldValue()).find(results(), field, value);
  }

  private Results<T> present() {
    Results<T> present = results;
    if (present == null) {
      throw ended();
    }
    return present;
  }

  private IllegalStateException ended() {
    return new IllegalStateException(
        failure == null
            ? "query on " + name() + " was closed"
            : String.valueOf(failure.getMessage()),
        failure);
  }

  @Override
  public Subscription onChange(Consumer<List<Change<T>>> listener) {
    return listen(listener, setting.listeners());
  }

  @Override
  public Subscription onChange(Consumer<List<Change<T>>> listener, Executor executor) {
    return listen(listener, setting.guarded().apply(executor));
  }

  private Subscription listen(Consumer<List<Change<T>>> listener, Executor executor) {
    Hearer<T> hearer = new Hearer<>(listener, executor, selection.rowOrder(), source, this::remove);
    add(hearer, hearer::begin);
    return hearer;
  }

  @Override
  public Flow.Publisher<List<Row<T>>> publisher() {
    return new RowPublisher<>(this, setting.listeners());
  }

  @Override
  public Query.Builder<T> chain() {
    return setting.chain().apply(this);
  }

  @Override
  public <K> Groups<K> groupBy(Function<? super T, ? extends K> key) {
    LiveGroups<T, K> groups = new LiveGroups<>(this, key, setting);
    add(groups, groups::begin);
    return groups;
  }

  @Override
  public CompletableFuture<Void> completion() {
    return completion.copy();
  }

  /// Ends this query because something in it threw.
  void fail(Throwable reason) {
    end(reason);
  }

  /// Ends this query because its parent ended.
  void parentEnded(@Nullable Throwable reason) {
    end(reason);
  }

  @Override
  public void close() {
    end(null);
  }

  private void end(@Nullable Throwable reason) {
    List<Outlet<T>> told;
    synchronized (lock) {
      if (results == null) {
        return;
      }
      results = null;
      snapshot = null;
      failure = reason;
      told = List.copyOf(outlets);
      outlets.clear();
      told.forEach(outlet -> outlet.ended(reason));
    }
    Source.Connection connected = connection;
    connection = null;
    if (connected != null) {
      connected.close();
    }
    if (reason == null) {
      completion.complete(null);
    } else {
      completion.completeExceptionally(reason);
    }
    told.forEach(Outlet::wake);
  }
}
