package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.api.commit.RepositoryPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Brings the changes of repositories to a live query. Repositories that come later are scanned on
/// the worker, slice by slice, and join.
///
/// Thread rule: guarded by its own lock, which is not held while items are looked at; the slices of
/// the first scan run one after the other.
///
/// @param <T> type of the values
final class RepositoryConnection<T> implements Source.Connection {

  private final RepositorySource<T> source;
  private final LiveQuery<T> query;
  private final Consumer<RepositoryPath> watcher = this::opened;
  private final Map<RepositoryPath, Part<T>> parts = new HashMap<>();
  private final List<Part<T>> first = new ArrayList<>(); // scanned before the query is live
  private int scanning;
  private boolean isScanned;
  private boolean isClosed;

  RepositoryConnection(RepositorySource<T> source, LiveQuery<T> query) {
    this.source = source;
    this.query = query;
  }

  void open() {
    source.feeds().watch(watcher);
    source.present().get().forEach(this::add);
  }

  /// The caller may hold the lock under which repositories are opened.
  private void opened(RepositoryPath path) {
    if (source.joins().test(path)) {
      source.feeds().worker().execute(() -> add(path));
    }
  }

  private void add(RepositoryPath path) {
    Part<T> part;
    synchronized (this) {
      if (isClosed || parts.containsKey(path)) {
        return;
      }
      part = new Part<>(path, path.toString(), source.readers().apply(path), query);
      parts.put(path, part);
    }
    part.follow(source.feeds().add(path, part)); // before it is scanned
    boolean isLate;
    synchronized (this) {
      isLate = isScanned;
      if (!isLate && !isClosed) {
        first.add(part);
      }
    }
    if (isOver()) { // closed meanwhile, and may not have seen it
      source.feeds().remove(path, part);
    } else if (isLate) {
      join(part);
    }
  }

  /// One slice of a repository that came later; on the worker.
  private void join(Part<T> part) {
    try {
      if (isOver()) {
        return;
      }
      if (part.advance()) {
        source.feeds().worker().execute(() -> join(part));
        return;
      }
      List<Touch<T>> touches = new ArrayList<>();
      for (Row<T> row : part.takeFound()) {
        touches.add(new Touch<>(row.item(), row.value(), false, false));
      }
      touches.addAll(part.begin());
      query.update(touches);
    } catch (RuntimeException e) {
      query.fail(e);
    }
  }

  private synchronized boolean isOver() {
    return isClosed;
  }

  @Override
  public boolean advance(ScanProgress progress) {
    Part<T> part = current();
    if (part != null) {
      if (!part.advance()) {
        next();
      }
      progress.advanced(part.done(), part.total());
      return true;
    }
    List<Part<T>> scanned = finish();
    List<Row<T>> rows = new ArrayList<>();
    List<Touch<T>> late = new ArrayList<>();
    for (Part<T> each : scanned) {
      rows.addAll(each.takeFound());
      late.addAll(each.catchUp());
    }
    query.begin(
        rows,
        () -> {
          scanned.forEach(each -> late.addAll(each.begin()));
          return late;
        });
    return false;
  }

  private synchronized @org.jspecify.annotations.Nullable Part<T> current() {
    return scanning < first.size() ? first.get(scanning) : null;
  }

  private synchronized void next() {
    scanning++;
  }

  private synchronized List<Part<T>> finish() {
    isScanned = true;
    return List.copyOf(first);
  }

  @Override
  public void close() {
    List<Part<T>> closing;
    synchronized (this) {
      isClosed = true;
      closing = List.copyOf(parts.values());
      parts.clear();
      first.clear();
    }
    source.feeds().unwatch(watcher);
    closing.forEach(part -> source.feeds().remove(part.path(), part));
  }
}
