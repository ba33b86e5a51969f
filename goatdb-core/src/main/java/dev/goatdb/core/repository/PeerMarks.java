package dev.goatdb.core.repository;

import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which bundles peers have on their medium, as far as they told this process. Any thread; one
/// lock.
///
/// A receipt is watched by its commit, since another bundle may sign the commit while somebody
/// waits: when the database is adopted.
final class PeerMarks {

  private record Watch(EditReceipt receipt, long position) {}

  private final BundleIndex index;

  /// Beyond these bounds the oldest is forgotten: a receipt then waits for the peer to say so
  /// again.
  private static final int MAX_PEERS = 1024;

  private static final int MAX_INTERVALS = 1024;

  private final Map<SessionId, Intervals> byPeer = new LinkedHashMap<>();
  private final Set<EditReceipt> expected = new LinkedHashSet<>();
  private final List<Watch> watches = new ArrayList<>();
  private @Nullable GoatDbException closed;

  PeerMarks(BundleIndex index) {
    this.index = index;
  }

  /// Notes that a peer has bundles.
  void mark(SessionId peer, int from, int to) {
    List<EditReceipt> reached = new ArrayList<>();
    synchronized (this) {
      marksOf(peer).add(from, to);
      for (Watch watch : watches) {
        int bundle = index.indexOf(watch.position());
        if (bundle >= from && bundle < to) {
          reached.add(watch.receipt());
        }
      }
    }
    reached.forEach(receipt -> tell(receipt, peer));
  }

  /// The peer that spoke last is the last to be forgotten.
  private Intervals marksOf(SessionId peer) {
    Intervals known = byPeer.remove(peer);
    Intervals marks = known == null ? new Intervals(MAX_INTERVALS) : known;
    byPeer.put(peer, marks);
    if (byPeer.size() > MAX_PEERS) {
      byPeer.remove(byPeer.keySet().iterator().next());
    }
    return marks;
  }

  private void tell(EditReceipt receipt, SessionId peer) {
    if (receipt.onPeer(peer)) {
      forget(receipt);
    }
  }

  /// Notes that a receipt is going to be watched, or fails it if it cannot be any more.
  void expect(EditReceipt receipt) {
    GoatDbException reason;
    synchronized (this) {
      reason = closed;
      if (reason == null) {
        expected.add(receipt);
      }
    }
    if (reason != null) {
      receipt.onPeersGone(reason);
    }
  }

  /// Watches no more.
  synchronized void forget(EditReceipt receipt) {
    expected.remove(receipt);
    watches.removeIf(watch -> watch.receipt() == receipt);
  }

  /// Watches for a receipt, beginning with what is known.
  ///
  /// @param receipt the receipt
  /// @param position where its commit lies in the log
  void watch(EditReceipt receipt, long position) {
    List<SessionId> known = new ArrayList<>();
    synchronized (this) {
      watches.add(new Watch(receipt, position));
      int bundle = index.indexOf(position);
      byPeer.forEach((peer, bundles) -> {
        if (bundle >= 0 && bundles.contains(bundle)) {
          known.add(peer);
        }
      });
    }
    known.forEach(peer -> tell(receipt, peer));
  }

  /// The repository is closed: no peer is heard of any more.
  void close(GoatDbException reason) {
    List<EditReceipt> waiting;
    synchronized (this) {
      closed = reason;
      waiting = List.copyOf(expected);
      expected.clear();
      watches.clear();
    }
    waiting.forEach(receipt -> receipt.onPeersGone(reason));
  }
}
