package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.run.ItemImage;
import dev.goatdb.core.run.Runs;
import dev.goatdb.core.run.Totals;
import dev.goatdb.core.state.Materializer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The items of a repository: those in memory, and those that only runs know of; how many exist;
/// and what they all amount to.
///
/// An item is in memory when it was asked for, and when it changed since the last run. It begins
/// with its heads; its history is read when somebody needs it. Whoever changes the graph, and
/// whoever puts an entry into the table, holds the graph lock.
///
/// Thread rule: [#attach] is the writer's; everything else may be called from any thread.
final class ItemTable {

  private final EntryTable byKey = new EntryTable();
  private final ViewBudget budget;
  private final ItemLoader loader;
  private final AtomicLong existing = new AtomicLong();
  private final Object graphLock = new Object();
  private final DigestTree digests = new DigestTree();
  private final List<ItemEntry> unsaved = new ArrayList<>();
  private volatile Runs runs = Runs.NONE;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicInteger forked = new AtomicInteger();

  private final KeyOrder order = new KeyOrder();

  /// How often an item came into being or went; counted after that shows.
  private final AtomicLong switches = new AtomicLong();

  private volatile Keys keys = new Keys(-1, List.of());

  /// Items that exist by their commits alone.
  private long committed;

  /// The keys of the items that existed after some of them came and went.
  private record Keys(long switches, List<String> present) {}

  ItemTable(ViewBudget budget, ItemLoader loader) {
    this.budget = budget;
    this.loader = loader;
  }

  /// Begins with what runs say.
  void restore(Runs from) {
    Totals totals = from.totals();
    runs = from;
    existing.set(totals.existing());
    committed = totals.existing();
    commits.set(totals.commits());
    forked.set(totals.forked());
    digests.restore(from.rest().digests());
  }

  /// {@return the entry of a key, made if it is not there} It stays as long as this table does.
  ItemEntry entry(String key) {
    ItemEntry kept = find(key);
    while (kept == null) {
      Runs now = runs;
      kept = now.find(key) == null ? add(now, new ItemEntry(key)) : find(key);
      kept = kept == null ? null : keep(kept);
    }
    return kept;
  }

  /// {@return the entry of a key, or null if nothing is known of it} It stays as long as this table
  /// does.
  @Nullable ItemEntry find(String key) {
    while (true) {
      ItemEntry found = glance(key);
      ItemEntry kept = found == null ? null : keep(found);
      if (found == null || kept != null) {
        return kept;
      }
    }
  }

  /// {@return the entry of a key, or null if nothing is known of it} For a look at what it says
  /// now; the next moment another entry may stand for the item. Nobody edits it, listens to it, or
  /// holds on to it.
  @Nullable ItemEntry glance(String key) {
    ItemEntry found = byKey.find(key);
    while (found == null && !runs.isEmpty()) {
      Runs now = runs;
      ItemEntry made = loader.fromRuns(now, key);
      if (made == null) {
        return null;
      }
      found = add(now, made);
      ItemEntry.View view = made.view;
      // The budget may let go of entries, under other tables' locks.
      if (found == made && view != null && !Thread.holdsLock(graphLock)) {
        budget.add(this, made, view);
      }
    }
    return found;
  }

  /// {@return the entry, which stays from now on; null if it has left}
  private @Nullable ItemEntry keep(ItemEntry item) {
    if (item.isPassing) {
      synchronized (graphLock) {
        if (item.isGone) {
          return null;
        }
        if (item.isPassing) {
          item.isPassing = false;
          order.added(item);
        }
      }
    }
    return item;
  }

  /// Lets an entry leave memory that only passing readers asked for.
  void letGo(ItemEntry item) {
    synchronized (graphLock) {
      if (item.isPassing && !item.isGone) {
        item.isGone = true;
        byKey.remove(item);
      }
    }
  }

  /// Puts an entry into the table. What was read from runs that are not in use any more may be old.
  private @Nullable ItemEntry add(Runs readFrom, ItemEntry made) {
    synchronized (graphLock) {
      if (runs != readFrom) {
        return null;
      }
      ItemEntry added = byKey.add(made);
      if (added == made) {
        if (!made.isPassing) {
          order.added(made);
        }
        if (made.isUnsaved) {
          unsaved.add(made);
          digests.mark(made.bucket);
        }
      }
      return added;
    }
  }

  /// {@return whether an item exists, its pending edit applied} Reads no commit.
  boolean exists(String key) {
    ItemEntry item = byKey.find(key);
    if (item != null) {
      return exists(item);
    }
    ItemImage image = runs.find(key);
    if (image != null) {
      // Who asks for the entry second sees what came between.
      ItemEntry late = byKey.find(key);
      return late != null ? exists(late) : image.exists();
    }
    return false;
  }

  /// {@return whether an item exists, its pending edit applied}
  static boolean exists(ItemEntry item) {
    Draft pending = item.pending;
    return pending != null ? !pending.state.isDeleted() : ItemEntry.exists(item.graph.heads());
  }

  /// Visits the keys of all items, also of those that do not exist, each once, in no order that
  /// could be relied on. Reads no commit. What comes or goes meanwhile may be seen or not.
  void forEachKey(Runs.KeyVisitor visitor) {
    Set<String> seen = new HashSet<>();
    for (ItemEntry item : byKey.all(item -> true)) {
      if (item.graph.size() > 0 || item.pending != null) {
        visitor.visit(item.key, exists(item));
      }
      seen.add(item.key);
    }
    // An entry leaves memory only when runs know of it: these runs, or later ones.
    runs.forEach((key, exists) -> {
      if (!seen.contains(key)) {
        visitor.visit(key, exists);
      }
    });
  }

  /// {@return the items that have several heads, or holes, sorted by key}
  List<ItemEntry> unusual() {
    SortedMap<String, ItemEntry> unusual = new TreeMap<>();
    runs.unusual().forEach(key -> unusual.put(key, entry(key)));
    byKey
        .all(item -> item.graph.heads().size() > 1 || !item.holes.isEmpty())
        .forEach(item -> unusual.put(item.key, entry(item.key)));
    unusual.values().removeIf(item -> item.graph.heads().size() < 2 && item.holes.isEmpty());
    return List.copyOf(unusual.values());
  }

  /// {@return all entries in the order of their keys} A snapshot. Brings all of them into memory.
  List<ItemEntry> sorted() {
    return order.sorted(() -> {
      List<String> all = new ArrayList<>();
      forEachKey((key, exists) -> all.add(key));
      return all.stream().map(this::entry).toList();
    });
  }

  /// {@return the keys of the items that exist, this process's pending edits applied, sorted} A
  /// snapshot; O(1) if none came or went since it was asked for last. Reads no commit.
  List<String> keys() {
    long asOf = switches.get();
    Keys known = keys;
    if (known.switches() != asOf) {
      List<String> present = new ArrayList<>(existing.intValue());
      forEachKey((key, exists) -> {
        if (exists) {
          present.add(key);
        }
      });
      present.sort(null);
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

  /// {@return how many entries there are}
  int inMemory() {
    return byKey.size();
  }

  /// {@return the number of items with several heads}
  int forked() {
    return forked.get();
  }

  /// {@return the hash of everything in the graph}
  CommitId digest() {
    synchronized (graphLock) {
      return digests.digest(
          new DigestMembers(runs, loader, byKey.all(i -> i.graph.size() > 0), this::entry)::of);
    }
  }

  /// Makes a commit part of its item's graph.
  ///
  /// @param item the item
  /// @param id the commit
  /// @param header its header
  /// @param position where it lies in the log
  Node attach(ItemEntry item, CommitId id, CommitHeader header, long position) {
    return attach(
        item, id, header.parents(), header.time(), header.author(), header.kind(), position);
  }

  /// Makes a commit part of its item's graph.
  Node attach(
      ItemEntry item,
      CommitId id,
      List<CommitId> parents,
      CommitTime time,
      SessionId author,
      Commit.Kind kind,
      long position) {
    if (!hasAll(item.graph, parents) || item.holes.contains(id)) {
      whole(item);
    }
    Node node;
    synchronized (graphLock) {
      Healing.Facts facts =
          new Healing.Facts(
              id, parents, time, loader.author(author), kind == Commit.Kind.DELETE, position);
      List<Node> before = item.graph.heads();
      node = item.holes.contains(id) ? Healing.heal(item, facts) : facts.attachTo(item.graph);
      changed(item, before, position);
      commits.incrementAndGet();
    }
    return node;
  }

  private static boolean hasAll(ItemGraph graph, List<CommitId> commits) {
    for (CommitId commit : commits) {
      if (!graph.contains(commit)) {
        return false;
      }
    }
    return true;
  }

  /// Makes a place in the graph for a commit that is damaged or lost.
  ///
  /// @param item the item
  /// @param id the commit
  /// @param position of the commit that builds on it
  void attachHole(ItemEntry item, CommitId id, long position) {
    whole(item);
    synchronized (graphLock) {
      List<Node> before = item.graph.heads();
      Healing.addHole(item, id);
      changed(item, before, position);
    }
  }

  private void changed(ItemEntry item, List<Node> before, long position) {
    List<Node> heads = item.graph.heads();
    committed += count(ItemEntry.exists(heads)) - count(ItemEntry.exists(before));
    forked.addAndGet(count(heads.size() > 1) - count(before.size() > 1));
    item.version++;
    item.changedAt = Math.max(item.changedAt, position);
    digests.mark(item.bucket);
    if (!item.isUnsaved) {
      item.isUnsaved = true;
      unsaved.add(item);
    }
  }

  private static int count(boolean yes) {
    return yes ? 1 : 0;
  }

  /// {@return the item's graph with all its commits, read from the log if they were not} A commit
  /// that turns out to be lost changes the item, which is then one that stays.
  ItemGraph whole(ItemEntry item) {
    ItemGraph graph = item.graph;
    while (!graph.isWhole()) {
      Set<CommitId> holes = new HashSet<>(item.holes);
      Map<CommitId, Healing.Facts> history = loader.history(graph, holes);
      synchronized (graphLock) {
        if (item.graph == graph) {
          replace(item, graph, history, holes);
        }
      }
      graph = item.graph;
    }
    return graph;
  }

  private void replace(
      ItemEntry item, ItemGraph old, Map<CommitId, Healing.Facts> history, Set<CommitId> holes) {
    // What came since the heads were read.
    old.readNodes().forEach(node -> history.put(node.id(), Healing.Facts.of(node)));
    int before = item.commits();
    holes.retainAll(history.keySet());
    item.graph = Healing.build(history.values());
    item.holes = Set.copyOf(holes);
    int lost = before - item.commits();
    if (lost != 0 && !item.isGone) {
      item.isPassing = false;
      commits.addAndGet(-lost);
      changed(item, old.heads(), runs.end());
    }
  }

  /// {@return whether a commit is in the graph of an item, with its content}
  boolean has(ItemEntry item, CommitId id) {
    return node(item, id).isPresent() && !item.holes.contains(id);
  }

  /// {@return the node of a commit of an item, or of a hole}
  Optional<Node> node(ItemEntry item, CommitId id) {
    Optional<Node> known = item.graph.node(id);
    // A new commit is the usual case, and the log knows at once that it has no such entry.
    return known.isPresent() || item.graph.isWhole() || !(item.holes.contains(id) || loader.has(id))
        ? known
        : whole(item).node(id);
  }

  /// Counts an item in or out, after its graph or its pending edit changed. The caller holds the
  /// item's lock, or is alone.
  void recount(ItemEntry item) {
    boolean exists = exists(item);
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
  MergeResult value(ItemEntry item, List<Node> heads, Materializer materializer) {
    if (heads.size() == 1) {
      return materializer.value(heads);
    }
    List<Node> nodes = withHistory(item, heads);
    return item.holes.isEmpty()
        ? materializer.value(nodes)
        : new MergeResult.Incomplete(MergeResult.Reason.MISSING_COMMITS, List.copyOf(item.holes));
  }

  /// {@return the nodes of some commits in the whole graph}
  List<Node> withHistory(ItemEntry item, List<Node> nodes) {
    ItemGraph graph = whole(item);
    return nodes.stream().map(node -> graph.node(node.id()).orElse(node)).toList();
  }

  /// Caches an item's value within the budget.
  void cache(ItemEntry item, ItemEntry.View view) {
    item.view = view;
    budget.add(this, item, view);
  }

  /// {@return what changed since the last run} The writer's.
  Unsaved takeUnsaved() {
    synchronized (graphLock) {
      List<ItemEntry> entries = List.copyOf(unsaved);
      List<ItemImage> images = new ArrayList<>(entries.size());
      for (ItemEntry item : entries) {
        item.isUnsaved = false;
        if (item.graph.size() > 0) {
          List<Long> heads = item.graph.heads().stream().map(head -> head.position).toList();
          boolean exists = ItemEntry.exists(item.graph.heads());
          images.add(
              new ItemImage(item.key, exists, heads, item.commits(), List.copyOf(item.holes)));
        }
      }
      unsaved.clear();
      Totals totals = new Totals(committed, forked.get(), commits.get());
      return new Unsaved(runs, images, entries, totals, digests.known());
    }
  }

  /// Takes back what could not be written.
  void giveBack(List<ItemEntry> entries) {
    synchronized (graphLock) {
      for (ItemEntry item : entries) {
        if (!item.isUnsaved) {
          item.isUnsaved = true;
          unsaved.add(item);
        }
      }
    }
  }

  /// {@return the runs in use}
  Runs runs() {
    return runs;
  }

  /// Uses other runs, which cover what the present ones cover, and more. The writer's.
  void install(Runs next) {
    synchronized (graphLock) {
      runs = next;
    }
  }
}
