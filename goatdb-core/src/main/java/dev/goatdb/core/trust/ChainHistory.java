package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Sha256;
import java.util.ArrayList;
import java.util.List;

/// The RFC 6962 tree over the bundles of a chain, grown one leaf at a time: it keeps the roots of
/// the complete subtrees only. One thread.
public final class ChainHistory {

  private final List<CommitId> complete = new ArrayList<>();
  private long size;

  /// Makes the history of no bundles.
  public ChainHistory() {}

  /// Adds the next bundle.
  public void add(CommitId bundle) {
    CommitId node = Merkle.plainLeaf(bundle);
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      node = Merkle.node(complete.removeLast(), node);
    }
    complete.add(node);
    size++;
  }

  /// {@return the root over all bundles so far}
  public CommitId root() {
    if (complete.isEmpty()) {
      return Sha256.hash();
    }
    CommitId root = complete.getLast();
    for (int i = complete.size() - 2; i >= 0; i--) {
      root = Merkle.node(complete.get(i), root);
    }
    return root;
  }
}
