package dev.goatdb.core.query;

import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.AppendedBatch;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/// What happens in one repository, for its queries. The writer notes which items an append changed,
/// which costs it one entry of a map for each, however many queries there are; the worker takes all
/// that was noted since it last came by and shows it to every query.
///
/// An item that changed several times in between is one change, to the heads that it had last. All
/// that one append changed is taken at once, so that a query shows all of a transaction or nothing.
///
/// Thread rule: [#note] is the writer's; the rest may be called from any thread.
final class Feed {

  /// An item that changed.
  ///
  /// @param engine its repository
  /// @param item the item
  /// @param heads its heads after the change
  /// @param isLocal whether this process alone changed it
  /// @param append the number of the append
  record Noted(
      RepositoryEngine engine, ItemEntry item, List<Node> heads, boolean isLocal, long append) {

    Noted after(Noted earlier) {
      return isLocal == earlier.isLocal ? this : new Noted(engine, item, heads, false, append);
    }
  }

  private final Executor worker;
  private final List<Part<?>> parts = new CopyOnWriteArrayList<>();
  private Map<String, Noted> noted = new LinkedHashMap<>();
  private List<Noted> showing = List.of();
  private boolean isScheduled;
  private long appends;

  Feed(Executor worker) {
    this.worker = worker;
  }

  void add(Part<?> part) {
    parts.add(part);
  }

  /// {@return whether nobody is left}
  boolean remove(Part<?> part) {
    parts.remove(part);
    return parts.isEmpty();
  }

  /// Notes what an append changed.
  void note(AppendedBatch batch) {
    synchronized (this) {
      appends++;
      for (AppendedBatch.Touched touched : batch.items()) {
        Noted change =
            new Noted(
                batch.repository(), touched.item(), touched.after(), touched.isLocal(), appends);
        noted.merge(touched.item().key(), change, (earlier, later) -> later.after(earlier));
      }
      if (isScheduled) {
        return;
      }
      isScheduled = true;
    }
    worker.execute(this::show);
  }

  private void show() {
    List<Noted> changes = take();
    for (Part<?> part : parts) {
      part.changed(changes);
    }
    shown();
  }

  private synchronized void shown() {
    showing = List.of();
  }

  /// {@return what was noted and perhaps not shown yet, up to the latest append}
  synchronized List<Noted> unshown() {
    List<Noted> all = new ArrayList<>(showing);
    all.addAll(noted.values());
    return all;
  }

  /// {@return the number of the latest append} The caller holds this object's lock, or it may grow.
  synchronized long appends() {
    return appends;
  }

  private synchronized List<Noted> take() {
    isScheduled = false;
    List<Noted> changes = new ArrayList<>(noted.values());
    noted = new LinkedHashMap<>();
    showing = changes;
    return changes;
  }
}
