package dev.goatdb.core.repository;

import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.graph.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which peers have which bundles on their medium, as far as they told this process. Any thread;
/// one lock.
final class PeerMarks {

  /// The commit's bundle is looked up each time: adoption signs commits once more, and a peer that
  /// has the bundle of before has nothing.
  private record Watch(EditReceipt receipt, Node commit) {}

  private final Map<SessionId, BitSet> byPeer = new HashMap<>();
  private final List<Watch> watches = new ArrayList<>();

  /// Notes that a peer has bundles.
  void mark(SessionId peer, int from, int to) {
    List<EditReceipt> reached = new ArrayList<>();
    synchronized (this) {
      byPeer.computeIfAbsent(peer, p -> new BitSet()).set(from, to);
      for (Watch watch : watches) {
        if (watch.commit().bundle >= from && watch.commit().bundle < to) {
          reached.add(watch.receipt());
        }
      }
    }
    for (EditReceipt receipt : reached) {
      if (receipt.onPeer(peer)) {
        forget(receipt);
      }
    }
  }

  private synchronized void forget(EditReceipt receipt) {
    watches.removeIf(watch -> watch.receipt() == receipt);
  }

  /// Watches for a receipt, beginning with what is known.
  void watch(EditReceipt receipt, Node commit) {
    List<SessionId> known = new ArrayList<>();
    synchronized (this) {
      watches.add(new Watch(receipt, commit));
      byPeer.forEach((peer, bundles) -> {
        if (bundles.get(commit.bundle)) {
          known.add(peer);
        }
      });
    }
    for (SessionId peer : known) {
      if (receipt.onPeer(peer)) {
        forget(receipt);
      }
    }
  }
}
