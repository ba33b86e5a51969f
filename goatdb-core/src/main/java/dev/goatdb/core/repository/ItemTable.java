package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.state.Materializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The items of a repository: their graphs, their cached values, and how many exist.
///
/// Thread rule: [#attach] is the writer's; everything else may be called from any thread.
final class ItemTable {

  private final EntryTable byKey = new EntryTable();
  private final ViewBudget budget;
  private final KeyOrder order = new KeyOrder();
  private final AtomicLong existing = new AtomicLong();

  /// How often an item came into being or went; counted after that shows.
  private final AtomicLong switches = new AtomicLong();

  private volatile Keys keys = new Keys(-1, List.of());
  private final AtomicLong commits = new AtomicLong();
  private final Object graphLock = new Object();
  private final DigestTree digests = new DigestTree();

  /// Few sessions write many commits: one instance of each id is enough.
  private final Map<SessionId, SessionId> authors = new HashMap<>();

  /// The keys of the items that existed after some of them came and went.
  private record Keys(long switches, List<String> present) {}

  ItemTable(ViewBudget budget) {
    this.budget = budget;
  }

  /// {@return the entry of a key, made if it is not there}
  ItemEntry entry(String key) {
    ItemEntry found = byKey.find(key);
    return found != null ? found : make(key);
  }

  private ItemEntry make(String key) {
    ItemEntry made = new ItemEntry(key);
    ItemEntry known = byKey.add(made);
    if (known == made) {
      order.added(made);
    }
    return known;
  }

  /// {@return the entry of a key, or null}
  @Nullable ItemEntry find(String key) {
    return byKey.find(key);
  }

  /// {@return all entries, also of items that do not exist}
  Collection<ItemEntry> all() {
    return byKey.all(item -> true);
  }

  /// {@return all entries in the order of their keys} A snapshot.
  List<ItemEntry> sorted() {
    return order.sorted(this::all);
  }

  /// {@return the keys of the items that exist, this process's pending edits applied, sorted} A
  /// snapshot; O(1) if none came or went since it was asked for last.
  List<String> keys() {
    long asOf = switches.get();
    Keys known = keys;
    if (known.switches() != asOf) {
      List<String> present = new ArrayList<>(existing.intValue());
      for (ItemEntry item : sorted()) {
        if (item.counted) {
          present.add(item.key());
        }
      }
      known = new Keys(asOf, Collections.unmodifiableList(present));
      keys = known;
    }
    return known.present();
  }

  /// {@return the number of items that exist, this process's pending edits applied}
  long existing() {
    return existing.get();
  }

  /// {@return the number of commits}
  long commits() {
    return commits.get();
  }

  /// {@return the hash of everything in the graph}
  CommitId digest() {
    synchronized (graphLock) {
      return digests.digest(all());
    }
  }

  /// Makes a commit part of its item's graph.
  ///
  /// @param item the item
  /// @param id the commit
  /// @param header its header
  /// @param bundle index of its bundle
  Node attach(ItemEntry item, CommitId id, CommitHeader header, int bundle) {
    return attach(
        item, id, header.parents(), header.time(), header.author(), header.kind(), bundle);
  }

  /// Makes a commit part of its item's graph.
  Node attach(
      ItemEntry item,
      CommitId id,
      List<CommitId> parents,
      CommitTime time,
      SessionId author,
      Commit.Kind kind,
      int bundle) {
    Node node;
    synchronized (graphLock) {
      SessionId one = authors.computeIfAbsent(author, a -> a);
      Healing.Facts facts =
          new Healing.Facts(id, parents, time, one, kind == Commit.Kind.DELETE, bundle);
      node = item.holes.contains(id) ? Healing.heal(item, facts) : facts.attachTo(item.graph);
      item.version++;
      digests.mark(item);
    }
    commits.incrementAndGet();
    return node;
  }

  /// Makes a place in the graph for a commit that is damaged or lost.
  void attachHole(ItemEntry item, CommitId id) {
    synchronized (graphLock) {
      Healing.addHole(item, id);
      item.version++;
      digests.mark(item);
    }
  }

  /// Counts an item in or out, after its graph or its pending edit changed. The caller holds the
  /// item's lock, or is alone.
  void recount(ItemEntry item) {
    Draft pending = item.pending;
    boolean exists =
        pending != null ? !pending.state.isDeleted() : ItemEntry.exists(item.graph.heads());
    if (exists != item.counted) {
      item.counted = exists;
      existing.addAndGet(exists ? 1 : -1);
      switches.incrementAndGet();
    }
  }

  /// {@return the value of an item's heads; empty heads have none}
  ItemEntry.@Nullable View view(ItemEntry item, Materializer materializer) {
    ItemEntry.View view = item.view;
    if (view != null && view.version() == item.version) {
      if (!item.touched) {
        item.touched = true;
      }
      return view;
    }
    int version = item.version;
    List<Node> heads = item.graph.heads();
    if (heads.isEmpty()) {
      return null;
    }
    MergeResult value = value(item, heads, materializer);
    ItemEntry.View made = new ItemEntry.View(version, heads, value);
    if (value instanceof MergeResult.Merged) {
      cache(item, made);
    }
    return made;
  }

  /// {@return the value of some heads} A merge must see all ancestors; one commit's value needs
  /// none.
  static MergeResult value(ItemEntry item, List<Node> heads, Materializer materializer) {
    return heads.size() > 1 && !item.holes.isEmpty()
        ? new MergeResult.Incomplete(MergeResult.Reason.MISSING_COMMITS, List.copyOf(item.holes))
        : materializer.value(heads);
  }

  /// Caches an item's value within the budget.
  void cache(ItemEntry item, ItemEntry.View view) {
    item.view = view;
    budget.add(item, view);
  }
}
