package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.trust.VerifiedCommit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Genuine commits whose parents are not there, bounded: beyond the bound the oldest go, and
/// synchronization brings them again. One thread: the writer's.
final class Parking {

  /// Most commits that wait.
  static final int MAX_COMMITS = 10_000;

  private final Map<CommitId, VerifiedCommit> waiting = new LinkedHashMap<>();
  private final Map<CommitId, List<CommitId>> byParent = new LinkedHashMap<>();

  /// Parks a commit until one of its parents arrives.
  void park(VerifiedCommit commit, CommitId missingParent) {
    if (waiting.put(commit.commit().id(), commit) == null && waiting.size() > MAX_COMMITS) {
      Iterator<CommitId> oldest = waiting.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    byParent.computeIfAbsent(missingParent, parent -> new ArrayList<>()).add(commit.commit().id());
  }

  /// {@return the commits that waited for a commit, no longer parked}
  List<VerifiedCommit> release(CommitId parent) {
    List<CommitId> ids = byParent.remove(parent);
    if (ids == null) {
      return List.of();
    }
    List<VerifiedCommit> released = new ArrayList<>();
    for (CommitId id : ids) {
      VerifiedCommit commit = waiting.remove(id);
      if (commit != null) {
        released.add(commit);
      }
    }
    return released;
  }

  /// {@return the number of commits that wait}
  int size() {
    return waiting.size();
  }
}
