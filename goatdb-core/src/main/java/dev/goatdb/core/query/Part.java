package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.api.commit.RepositoryPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One repository as a source of one live query: first it is scanned, then it is followed. What
/// changes while it is scanned is looked at again afterwards.
///
/// Thread rule: [#advance] and what it finds belong to whoever scans; [#changed] is the worker's.
///
/// @param <T> type of the values
final class Part<T> {

  private final RepositoryPath path;
  private final String name;
  private final Reader<T> reader;
  private final LiveQuery<T> query;
  private final Selection<T> selection;
  private @Nullable Scan<T> scan;
  private List<Row<T>> found = new ArrayList<>();
  private Map<String, Feed.Noted> missed = new LinkedHashMap<>(); // guarded by this
  private boolean isLive; // guarded by this

  Part(RepositoryPath path, String name, Reader<T> reader, LiveQuery<T> query) {
    this.path = path;
    this.name = name;
    this.reader = reader;
    this.query = query;
    this.selection = query.selection();
  }

  RepositoryPath path() {
    return path;
  }

  /// Scans a slice.
  ///
  /// @return whether there is more
  boolean advance() {
    return scan().advance(Scan.SLICE, this::add);
  }

  private boolean add(dev.goatdb.core.repository.ItemEntry item, T value) {
    return found.add(new Row<>(reader.item(item.key()), value));
  }

  private Scan<T> scan() {
    Scan<T> current = scan;
    if (current == null) {
      current = new Scan<>(name, reader, selection);
      scan = current;
    }
    return current;
  }

  int total() {
    return scan().total();
  }

  int done() {
    return scan().done();
  }

  /// {@return what the scan found} It is given away.
  List<Row<T>> takeFound() {
    List<Row<T>> rows = found;
    found = new ArrayList<>();
    scan = null;
    return rows;
  }

  /// {@return what changed during the scan, so far}
  List<Touch<T>> catchUp() {
    return evaluate(takeMissed(false));
  }

  /// {@return what changed during the scan and was not caught up with}; from now on changes go to
  /// the query directly. Under the query's lock, so that it takes these before it takes those.
  List<Touch<T>> begin() {
    return evaluate(takeMissed(true));
  }

  private synchronized List<Feed.Noted> takeMissed(boolean isLast) {
    List<Feed.Noted> changes = new ArrayList<>(missed.values());
    missed = new LinkedHashMap<>();
    isLive = isLast;
    return changes;
  }

  /// Hears of changes.
  void changed(List<Feed.Noted> changes) {
    synchronized (this) {
      if (!isLive) {
        for (Feed.Noted change : changes) {
          missed.merge(change.item().key(), change, (earlier, later) -> later.after(earlier));
        }
        return;
      }
    }
    try {
      query.update(evaluate(changes));
    } catch (RuntimeException e) {
      query.fail(e);
    }
  }

  private List<Touch<T>> evaluate(List<Feed.Noted> changes) {
    List<Touch<T>> touches = new ArrayList<>(changes.size());
    for (Feed.Noted change : changes) {
      String key = change.item().key();
      try {
        T value =
            reader.readAt(change.engine(), change.item(), change.heads(), selection.fieldTests());
        T matching = value != null && selection.matches(value) ? value : null;
        touches.add(
            new Touch<>(reader.item(key), matching, change.isLocal(), change.heads().size() > 1));
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw QueryFailure.at(name, key, e);
      }
    }
    return touches;
  }
}
