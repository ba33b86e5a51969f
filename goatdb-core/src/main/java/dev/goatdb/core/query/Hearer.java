package dev.goatdb.core.query;

import dev.goatdb.api.Change;
import dev.goatdb.api.Query.Row;
import dev.goatdb.api.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A listener of the application. What happens while it is busy waits in a list; when that gets too
/// long it is thrown away, and the listener gets the difference between what it knows and what is
/// there when its turn comes. So a slow listener holds up nobody and costs a bounded amount of
/// memory, and what it hears still adds up.
///
/// Guarded by its own lock, which is not held while the listener is called.
///
/// @param <T> type of the values
final class Hearer<T> implements Outlet<T>, Subscription {

  /// How many changes wait at most.
  static final int MOST_WAITING = 10_000;

  private final Consumer<? super List<Change<T>>> listener;
  private final Turn turn;
  private final RowOrder<T> order;
  private final FieldDiff<T> fields;
  private final Consumer<Hearer<T>> onClose;
  private List<Delta<T>> waiting = new ArrayList<>();
  private List<Row<T>> known = List.of();
  private List<Row<T>> latest = List.of();
  private boolean isBehind = true; // the first call leads from nothing to what is there
  private boolean isClosed;

  /// @param listener whom to call
  /// @param executor runs the calls; one is handed over at a time
  /// @param order the order of the results
  /// @param fields finds the fields that differ
  /// @param onClose called when it stops listening
  Hearer(
      Consumer<? super List<Change<T>>> listener,
      Executor executor,
      RowOrder<T> order,
      FieldDiff<T> fields,
      Consumer<Hearer<T>> onClose) {
    this.listener = listener;
    this.turn = new Turn(executor, this::isDue, this::call);
    this.order = order;
    this.fields = fields;
    this.onClose = onClose;
  }

  /// Begins with what is there.
  void begin(List<Row<T>> present) {
    changed(List.of(), present);
  }

  @Override
  public synchronized void changed(List<Delta<T>> deltas, List<Row<T>> now) {
    latest = now;
    if (!isBehind && !isClosed) {
      waiting.addAll(deltas);
      if (waiting.size() > MOST_WAITING) {
        waiting = new ArrayList<>();
        isBehind = true;
      }
    }
  }

  @Override
  public void wake() {
    turn.ask();
  }

  private synchronized boolean isDue() {
    return !waiting.isEmpty() || isBehind;
  }

  private void call() {
    List<Change<T>> changes = take();
    if (!changes.isEmpty()) {
      listener.accept(changes);
    }
  }

  private List<Change<T>> take() {
    List<Delta<T>> deltas;
    synchronized (this) {
      deltas = isBehind ? SnapshotDiff.between(known, latest, order) : waiting;
      known = latest;
      isBehind = false;
      waiting = new ArrayList<>();
    }
    List<Change<T>> changes = new ArrayList<>(deltas.size());
    for (Delta<T> delta : deltas) {
      changes.add(delta.change(fields));
    }
    return List.copyOf(changes);
  }

  @Override
  public synchronized void ended(@Nullable Throwable failure) {
    isClosed = true;
    isBehind = false;
    waiting = new ArrayList<>();
    known = List.of();
    latest = List.of();
  }

  @Override
  public void close() {
    onClose.accept(this);
    ended(null);
  }
}
