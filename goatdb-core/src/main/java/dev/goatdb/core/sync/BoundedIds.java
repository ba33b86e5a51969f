package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import java.util.LinkedHashSet;

/// A set of ids that forgets its oldest ones when it is full. One thread.
final class BoundedIds {

  private final LinkedHashSet<CommitId> ids = new LinkedHashSet<>();
  private final int capacity;

  BoundedIds(int capacity) {
    this.capacity = capacity;
  }

  void add(CommitId id) {
    if (ids.add(id) && ids.size() > capacity) {
      ids.removeFirst();
    }
  }

  boolean contains(CommitId id) {
    return ids.contains(id);
  }

  boolean remove(CommitId id) {
    return ids.remove(id);
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  int size() {
    return ids.size();
  }
}
