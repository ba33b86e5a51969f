package dev.goatdb.core.sync;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which bundle of a repository a peer gets next. One thread.
///
/// In this order: parts of one that fits no frame, those asked for with full states, those that a
/// round found missing, and what the log gained since. Left out is what came from this peer and
/// what it refused, with everything that builds on the latter, until the channel is opened anew.
final class Candidates {

  /// A bundle to send.
  ///
  /// @param index where it stands
  /// @param sent the bundle
  /// @param isWhole whether the peer has all of it once it has this
  record Candidate(int index, BundleCodec.Sent sent, boolean isWhole) {}

  private final Wire wire;
  private final SyncStore store;
  private final ArrayDeque<Candidate> parts = new ArrayDeque<>();
  private final BitSet full = new BitSet();
  private final BitSet lacking = new BitSet();
  private final BoundedIds fromPeer;
  private final BoundedIds refused;
  private int next;
  private @Nullable Candidate current;
  private @Nullable BitSet source;

  Candidates(Wire wire, SyncStore store) {
    this.wire = wire;
    this.store = store;
    this.fromPeer = new BoundedIds(wire.limits().remembered());
    this.refused = new BoundedIds(wire.limits().remembered());
  }

  BoundedIds fromPeer() {
    return fromPeer;
  }

  BoundedIds refused() {
    return refused;
  }

  /// Goes on at an index, after the bundles below it that the peer lacks.
  void start(int bundles, BitSet lacks) {
    lacking.clear();
    lacking.or(lacks);
    next = Math.max(next, bundles);
    current = null;
    source = null;
  }

  /// {@return the bundles below an index of which the peer refused something}
  BitSet withRefused(int bundles) {
    BitSet found = new BitSet();
    for (int i = 0; i < bundles && !refused.isEmpty(); i++) {
      if (store.members(i).stream().anyMatch(refused::contains)) {
        found.set(i);
      }
    }
    return found;
  }

  /// {@return whether every bundle below an index was taken or left out}
  boolean hasTaken(int bundles) {
    return next >= bundles
        && parts.isEmpty()
        && full.isEmpty()
        && lacking.isEmpty()
        && current == null;
  }

  /// {@return the next one, or null if there is none now}
  @Nullable Candidate peek() {
    if (!parts.isEmpty()) {
      return parts.getFirst();
    }
    while (current == null) {
      int index = nextIndex();
      if (index < 0) {
        return null;
      }
      current = load(index);
      if (current == null) {
        pass(index);
      }
    }
    return current;
  }

  private int nextIndex() {
    source = !full.isEmpty() ? full : !lacking.isEmpty() ? lacking : null;
    if (source != null) {
      return source.nextSetBit(0);
    }
    return next < store.bundles() ? next : -1;
  }

  private void pass(int index) {
    if (source != null) {
      source.clear(index);
    } else {
      next = index + 1;
    }
  }

  /// Takes the one that was peeked at.
  void take() {
    if (!parts.isEmpty()) {
      parts.removeFirst();
    } else if (current != null) {
      pass(current.index());
      current = null;
    }
  }

  /// Puts parts in the place of the one that was peeked at, which no frame can take.
  ///
  /// @param capacity most bytes of a part
  void split(int capacity) {
    Candidate large = current;
    if (!parts.isEmpty() || large == null) {
      throw new IllegalStateException("a part of a bundle is larger than a frame");
    }
    take();
    List<CommitId> ids = store.members(large.index());
    if (ids.size() != Splitter.carried(large.sent())) {
      return;
    }
    List<BundleCodec.Sent> made = Splitter.split(large.sent(), ids, capacity);
    int carried = made.stream().mapToInt(Splitter::carried).sum();
    boolean isComplete = carried == ids.size();
    if (!isComplete) {
      wire.warn("a commit of %s is larger than a frame and cannot be sent".formatted(store.path()));
    }
    for (int i = 0; i < made.size(); i++) {
      boolean isLast = i == made.size() - 1;
      parts.add(new Candidate(large.index(), made.get(i), isLast && isComplete));
    }
  }

  private @Nullable Candidate load(int index) {
    List<CommitId> members = store.members(index);
    boolean isWanted = source != null || !removeAll(members);
    if (members.isEmpty() || !isWanted) {
      return null;
    }
    try {
      Optional<BundleCodec.Sent> read = store.read(index, source == full);
      if (read.isEmpty() || members.size() != Splitter.carried(read.get())) {
        return null;
      }
      if (refused.isEmpty()) {
        return new Candidate(index, read.get(), true);
      }
      return visible(index, read.get(), members);
    } catch (IOException e) {
      wire.warn(
          "bundle %d of %s cannot be read: %s".formatted(index, store.path(), e.getMessage()));
      return null;
    }
  }

  /// What the peer sent need not go back to it.
  private boolean removeAll(List<CommitId> members) {
    boolean all = true;
    for (CommitId id : members) {
      all &= fromPeer.remove(id);
    }
    return all;
  }

  private @Nullable Candidate visible(int index, BundleCodec.Sent sent, List<CommitId> members) {
    int next = 0;
    for (BundleCodec.Slot slot : sent.slots()) {
      if (slot instanceof BundleCodec.Slot.Carried(var packed)) {
        CommitId id = members.get(next++);
        if (buildsOnRefused(packed.toByteArray(), id)) {
          refused.add(id);
        }
      }
    }
    int hidden = (int) members.stream().filter(refused::contains).count();
    if (hidden == members.size()) {
      return null;
    }
    BundleCodec.Sent rest = Splitter.keeping(sent, members, id -> !refused.contains(id));
    return new Candidate(index, hidden == 0 ? sent : rest, hidden == 0);
  }

  private boolean buildsOnRefused(byte[] packed, CommitId id) {
    try {
      Commit facts = CommitCodec.decodeFacts(packed, store.path(), id);
      return facts.parents().stream().anyMatch(refused::contains);
    } catch (CodecException e) {
      throw new IllegalStateException("a commit of the log cannot be read: " + id, e);
    }
  }

  /// Notes that the peer refused a commit, and lets its author know.
  void refuse(CommitId id, Refusal refusal) {
    refused.add(id);
    current = null;
    wire.refused(store, id, refusal);
  }

  /// Sends the bundles of some commits again, with full states.
  void repeatFull(Collection<CommitId> ids) {
    Set<CommitId> wanted = new HashSet<>(ids);
    for (int i = 0; i < next; i++) {
      if (store.members(i).stream().anyMatch(wanted::contains)) {
        full.set(i);
      }
    }
    current = null;
  }
}
