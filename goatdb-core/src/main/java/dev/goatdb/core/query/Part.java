package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private long
      begun; // the append up to which the query knew all when it became live; guarded by this
  private @Nullable Feed feed;

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

  /// Is told of changes by a feed, in which it is already.
  void follow(Feed follows) {
    feed = follows;
  }

  /// Scans a slice.
  ///
  /// @return whether there is more
  boolean advance() {
    return scan().advance(Scan.SLICE, this::add);
  }

  private boolean add(ItemEntry item, T value) {
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

  /// {@return what the scan found} It is given away. Waits until everybody has heard of what the
  /// scan may have seen; not under a lock.
  List<Row<T>> takeFound() {
    scan().awaitTold();
    List<Row<T>> rows = found;
    found = new ArrayList<>();
    scan = null;
    return rows;
  }

  /// {@return what changed during the scan, so far}
  List<Touch<T>> catchUp() {
    return evaluate(takeMissed());
  }

  /// {@return what changed during the scan and was not caught up with}; from now on changes go to
  /// the query directly. Under the query's lock, so that it takes these before it takes those.
  ///
  /// What the scan saw of an append that not everybody has heard of is completed here, so that a
  /// query begins with all of a transaction or nothing.
  List<Touch<T>> begin() {
    Feed follows = Objects.requireNonNull(feed);
    synchronized (follows) {
      synchronized (this) {
        note(follows.unshown());
        begun = follows.appends();
        isLive = true;
      }
    }
    return evaluate(takeMissed());
  }

  private synchronized List<Feed.Noted> takeMissed() {
    List<Feed.Noted> changes = new ArrayList<>(missed.values());
    missed = new LinkedHashMap<>();
    return changes;
  }

  private void note(List<Feed.Noted> changes) {
    for (Feed.Noted change : changes) {
      missed.merge(
          change.item().key(),
          change,
          (known, other) ->
              known.append() <= other.append() ? other.after(known) : known.after(other));
    }
  }

  /// Hears of changes.
  void changed(List<Feed.Noted> changes) {
    long known;
    synchronized (this) {
      if (!isLive) {
        note(changes);
        return;
      }
      known = begun;
    }
    try {
      query.update(evaluate(newer(changes, known)));
    } catch (RuntimeException e) {
      query.fail(e);
    }
  }

  private static List<Feed.Noted> newer(List<Feed.Noted> changes, long known) {
    return changes.stream().noneMatch(change -> change.append() <= known)
        ? changes
        : changes.stream().filter(change -> change.append() > known).toList();
  }

  private List<Touch<T>> evaluate(List<Feed.Noted> changes) {
    List<Touch<T>> touches = new ArrayList<>(changes.size());
    for (Feed.Noted change : changes) {
      String key = change.item().key();
      try {
        T value = read(change);
        T matching = value != null && selection.matches(value) ? value : null;
        touches.add(
            new Touch<>(reader.item(key), matching, change.isLocal(), change.heads().size() > 1));
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw QueryFailure.at(name, key, e);
      }
    }
    return touches;
  }

  /// Reads an item at the heads that were noted. A repository that was closed since is opened
  /// again; nothing changed in between, so the item is as it was.
  private @Nullable T read(Feed.Noted change) {
    RepositoryEngine engine = change.engine();
    if (engine.usage().pin()) {
      try {
        T value = reader.readAt(engine, change.item(), change.heads(), selection.fieldTests());
        if (!engine.isClosed()) {
          return value;
        }
      } finally {
        engine.usage().unpin();
      }
    }
    RepositoryEngine again = reader.engine();
    ItemEntry item = again.find(change.item().key());
    return item == null ? null : reader.read(again, item, selection.fieldTests());
  }
}
