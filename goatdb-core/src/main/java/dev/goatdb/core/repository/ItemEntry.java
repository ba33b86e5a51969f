package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.run.KeyHash;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One item: its graph, its pending edit, its cached value.
///
/// Thread rule: the graph is the writer's; its heads, its version and [#view] may be read by any
/// thread, as may what is [AtHand]; the rest is guarded by this object's lock.
public final class ItemEntry extends AtHand {

  /// The value of the heads at one version.
  ///
  /// @param version the version it was made for
  /// @param heads the heads
  /// @param value their value
  record View(int version, List<Node> heads, MergeResult value) {}

  /// Its bucket in the digest.
  final int bucket;

  /// Replaced as a whole when the history is read, and when a hole is healed.
  volatile ItemGraph graph;

  /// Commits that others build on and that are damaged or lost here. Each has a place in the graph,
  /// without parents, when that is whole.
  volatile Set<CommitId> holes = Set.of();

  volatile @Nullable View view;

  /// The newest commit of this process.
  @Nullable EditReceipt latest;

  /// Whether the repository counts this item among those that exist.
  boolean counted;

  private volatile @Nullable CopyOnWriteArrayList<Object> listeners;

  /// The position of the last commit, if it came since the repository was opened. Guarded by the
  /// graph lock, as is [#isUnsaved].
  long changedAt = -1;

  /// Whether it changed since the last run was written.
  boolean isUnsaved;

  /// Whether only passing readers know of this entry: then it can leave memory, since what it says
  /// can be read again. Cleared for good under the graph lock.
  volatile boolean isPassing;

  /// Whether it left memory. Guarded by the graph lock.
  boolean isGone;

  /// An item without commits.
  ItemEntry(String key) {
    this(key, new ItemGraph());
  }

  /// An item that begins with a graph.
  ItemEntry(String key, ItemGraph graph) {
    super(key);
    this.graph = graph;
    this.bucket = KeyHash.bucket(KeyHash.of(key));
  }

  /// {@return the number of commits, holes not counted}
  int commits() {
    return graph.commits() - holes.size();
  }

  @Override
  OptionalInt versionOf(State state) {
    View cached = view;
    return cached != null
            && cached.value() instanceof MergeResult.Merged(State merged)
            && merged == state
        ? OptionalInt.of(cached.version())
        : OptionalInt.empty();
  }

  /// {@return commits that are damaged or lost here, while others build on them}
  public Set<CommitId> holes() {
    return holes;
  }

  /// {@return those who listen to this item}
  public List<Object> listeners() {
    CopyOnWriteArrayList<Object> list = listeners;
    return list == null ? List.of() : list;
  }

  /// Adds a listener, once.
  public synchronized void listen(Object listener) {
    CopyOnWriteArrayList<Object> list = listeners;
    if (list == null) {
      list = new CopyOnWriteArrayList<>();
      listeners = list;
    }
    list.addIfAbsent(listener);
  }

  /// Removes a listener.
  public synchronized void unlisten(Object listener) {
    CopyOnWriteArrayList<Object> list = listeners;
    if (list != null && list.remove(listener) && list.isEmpty()) {
      listeners = null;
    }
  }

  /// {@return whether an item with these heads exists: live beats deleted}
  static boolean exists(List<Node> heads) {
    for (Node head : heads) {
      if (!head.deleted) {
        return true;
      }
    }
    return false;
  }
}
