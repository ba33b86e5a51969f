package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Genuine commits whose parents are not there, bounded in number and in memory: beyond a bound the
/// oldest go, without a trace, and synchronization brings them again. One thread: the writer's.
final class Parking {

  /// Most commits that wait.
  static final int MAX_COMMITS = 10_000;

  /// Most bytes that they take, by estimate.
  static final long MAX_BYTES = 64L << 20;

  /// What a commit takes beside its body; what an id in its bundle's list takes.
  private static final int COMMIT_BYTES = 512;

  private static final int SLOT_BYTES = 48;

  private record Parked(VerifiedCommit commit, CommitId parent) {}

  private final int maxCommits;
  private final long maxBytes;
  private final Map<CommitId, Parked> waiting = new LinkedHashMap<>();
  private final Map<CommitId, Set<CommitId>> byParent = new HashMap<>();

  /// How many commits of each bundle wait: the bundle is kept once.
  private final Map<VerifiedBundle, Integer> bundles = new HashMap<>();

  private long bytes;

  Parking() {
    this(MAX_COMMITS, MAX_BYTES);
  }

  Parking(int maxCommits, long maxBytes) {
    this.maxCommits = maxCommits;
    this.maxBytes = maxBytes;
  }

  /// Parks a commit until one of its parents arrives.
  void park(VerifiedCommit commit, CommitId missingParent) {
    CommitId id = commit.commit().id();
    remove(id);
    waiting.put(id, new Parked(commit, missingParent));
    byParent.computeIfAbsent(missingParent, parent -> new LinkedHashSet<>()).add(id);
    bytes += cost(commit);
    if (bundles.merge(commit.bundle(), 1, Integer::sum) == 1) {
      bytes += cost(commit.bundle());
    }
    while (waiting.size() > maxCommits || (bytes > maxBytes && waiting.size() > 1)) {
      remove(waiting.keySet().iterator().next());
    }
  }

  private void remove(CommitId id) {
    Parked parked = waiting.remove(id);
    if (parked == null) {
      return;
    }
    byParent.computeIfPresent(
        parked.parent(), (parent, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids);
    VerifiedBundle bundle = parked.commit().bundle();
    bytes -= cost(parked.commit());
    if (bundles.merge(bundle, -1, Integer::sum) == 0) {
      bundles.remove(bundle);
      bytes -= cost(bundle);
    }
  }

  private static long cost(VerifiedCommit commit) {
    return COMMIT_BYTES
        + switch (commit.commit().body()) {
          case Body.Full(State state) -> state.estimatedBytes();
          case Body.Delta delta -> delta.patch().byteSize();
        };
  }

  private static long cost(VerifiedBundle bundle) {
    return (long) SLOT_BYTES * bundle.slots().size();
  }

  /// {@return the commits that waited for a commit, no longer parked}
  List<VerifiedCommit> release(CommitId parent) {
    List<VerifiedCommit> released = new ArrayList<>();
    for (CommitId id : List.copyOf(byParent.getOrDefault(parent, Set.of()))) {
      Parked parked = waiting.get(id);
      if (parked != null) {
        released.add(parked.commit());
        remove(id);
      }
    }
    return released;
  }

  /// {@return the number of commits that wait}
  int size() {
    return waiting.size();
  }

  /// {@return the number of commits that are waited for}
  int parents() {
    return byParent.size();
  }

  /// {@return the bytes that the waiting commits take, by estimate}
  long bytes() {
    return bytes;
  }
}
