package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import java.util.LinkedHashSet;

/// Commits that were refused lately, bounded: the oldest are forgotten, and are then judged anew.
/// One thread: the writer's.
final class RefusedIds {

  /// Most ids that are remembered.
  static final int MAX_IDS = 10_000;

  private final LinkedHashSet<CommitId> ids = new LinkedHashSet<>();

  void add(CommitId id) {
    if (ids.add(id) && ids.size() > MAX_IDS) {
      ids.removeFirst();
    }
  }

  void remove(CommitId id) {
    ids.remove(id);
  }

  boolean contains(CommitId id) {
    return ids.contains(id);
  }
}
