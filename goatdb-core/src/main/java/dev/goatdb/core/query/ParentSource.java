package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The results of another query. Any thread.
///
/// @param parent the other query
/// @param <T> type of the values
public record ParentSource<T>(LiveQuery<T> parent) implements Source<T> {

  @Override
  public String name() {
    return parent.name();
  }

  @Override
  public Set<String> between(T before, T after) {
    return parent.fields().between(before, after);
  }

  @Override
  public List<Row<T>> list(Selection<T> selection, ScanProgress progress) {
    List<Row<T>> rows = matching(selection, progress);
    try {
      rows.sort(selection.rowOrder());
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name(), "?", e);
    }
    int from = Math.min(selection.window().offset(), rows.size());
    return List.copyOf(rows.subList(from, Math.min(selection.window().end(), rows.size())));
  }

  @Override
  public int count(Selection<T> selection, ScanProgress progress) {
    return selection.window().count(matching(selection, progress).size());
  }

  private List<Row<T>> matching(Selection<T> selection, ScanProgress progress) {
    List<Row<T>> present = parent.results();
    List<Row<T>> rows = new ArrayList<>();
    for (Row<T> row : present) {
      if (passes(selection, row)) {
        rows.add(row);
      }
    }
    progress.advanced(present.size(), present.size());
    return rows;
  }

  private boolean passes(Selection<T> selection, Row<T> row) {
    try {
      return selection.matches(row.value());
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw QueryFailure.at(name(), row.item().key(), e);
    }
  }

  @Override
  public Connection connect(LiveQuery<T> query) {
    Following<T> following = new Following<>(this, query);
    parent.add(following, following::present);
    return following;
  }

  /// Brings the parent's changes to a child, on the worker.
  ///
  /// Guarded by its own lock, which is not held while rows are looked at.
  private static final class Following<T> implements Connection, Outlet<T> {

    private final ParentSource<T> source;
    private final LiveQuery<T> child;
    private List<Row<T>> present = List.of();
    private Map<dev.goatdb.api.Item<T>, Delta<T>> noted = new LinkedHashMap<>();
    private boolean isLive;
    private boolean isScheduled;
    private boolean isOver;
    private @Nullable Throwable failure;

    Following(ParentSource<T> source, LiveQuery<T> child) {
      this.source = source;
      this.child = child;
    }

    void present(List<Row<T>> rows) {
      present = rows;
    }

    @Override
    public synchronized void changed(List<Delta<T>> deltas, List<Row<T>> now) {
      for (Delta<T> delta : deltas) {
        noted.put(item(delta), delta);
      }
    }

    @Override
    public void wake() {
      synchronized (this) {
        if (isOver) {
          noted = new LinkedHashMap<>();
        } else if (!isLive || isScheduled || noted.isEmpty()) {
          return;
        } else {
          isScheduled = true;
        }
      }
      if (isOver()) {
        child.parentEnded(failure);
      } else {
        child.worker().execute(this::show);
      }
    }

    private synchronized boolean isOver() {
      return isOver;
    }

    private dev.goatdb.api.Item<T> item(Delta<T> delta) {
      Row<T> row = delta.after() != null ? delta.after() : delta.before();
      if (row == null) {
        throw new IllegalStateException("neither came nor went");
      }
      return row.item();
    }

    private void show() {
      try {
        child.update(take());
      } catch (RuntimeException e) {
        child.fail(e);
      }
    }

    private List<Touch<T>> take() {
      Map<dev.goatdb.api.Item<T>, Delta<T>> taken;
      synchronized (this) {
        isScheduled = false;
        isLive = true;
        taken = noted;
        noted = new LinkedHashMap<>();
      }
      List<Touch<T>> touches = new ArrayList<>(taken.size());
      taken.forEach((item, delta) -> {
        Row<T> row = delta.after();
        T value = row != null && source.passes(child.selection(), row) ? row.value() : null;
        touches.add(new Touch<>(item, value, delta.isLocal(), delta.isMerge()));
      });
      return touches;
    }

    @Override
    public boolean advance(ScanProgress progress) {
      List<Row<T>> rows = new ArrayList<>();
      for (Row<T> row : present) {
        if (source.passes(child.selection(), row)) {
          rows.add(row);
        }
      }
      progress.advanced(present.size(), present.size());
      present = List.of();
      child.begin(rows, this::take);
      return false;
    }

    @Override
    public synchronized void ended(@Nullable Throwable reason) {
      isOver = true;
      failure = reason;
    }

    @Override
    public void close() {
      source.parent().remove(this);
    }
  }
}
