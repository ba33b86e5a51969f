package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CborWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a repository goes to one peer: a position in the list of bundles, the gaps that a round
/// found behind it, and the frames that are under way. One thread.
///
/// At most a window of bytes is unacknowledged; a single bundle that is larger goes alone. Nothing
/// else is kept for a peer that does not keep up.
final class Outgoing {

  /// Most frames that are not known to be durable at the other side.
  static final int MAX_FRAMES = 4096;

  private final Wire wire;
  private final int channel;
  private final SyncStore store;
  private final Candidates candidates;
  private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
  private @Nullable BitSet base;
  private boolean isLive;
  private long sent;
  private long received;
  private long durable = -1;
  private int outstanding;
  private int blockedBytes;
  private boolean hasMissed;

  Outgoing(Wire wire, int channel, SyncStore store) {
    this.wire = wire;
    this.channel = channel;
    this.store = store;
    this.candidates = new Candidates(wire, store);
  }

  /// Goes on from where both sides compared.
  ///
  /// @param bundles they compared the bundles below this index
  /// @param lacking those of them that the other side lacks
  void start(int bundles, BitSet lacking) {
    BitSet had = new BitSet();
    had.set(0, bundles);
    had.andNot(lacking);
    // What it refused was not listed, so it could not say that it lacks it.
    had.andNot(candidates.withRefused(bundles));
    base = had;
    candidates.start(bundles, lacking);
    isLive = true;
    blockedBytes = 0;
  }

  /// Sends nothing until the next start.
  void pause() {
    isLive = false;
  }

  /// Notes that a commit came from the other side.
  BoundedIds fromPeer() {
    return candidates.fromPeer();
  }

  /// {@return what the other side refused}
  BoundedIds refused() {
    return candidates.refused();
  }

  /// {@return whether every bundle below an index was sent, if the other side lacks it}
  boolean hasSent(int bundles) {
    return isLive && candidates.hasTaken(bundles);
  }

  /// {@return whether nothing waits for its acknowledgement}
  boolean isAcknowledged() {
    return received == sent;
  }

  /// {@return whether it is unknown of some bundle that was sent whether the other side has it by
  /// now}
  boolean hasMissed() {
    return hasMissed;
  }

  /// Notes that both sides hold the same, and that it is durable at the other side.
  ///
  /// @param bundles all bundles below this index
  void allArrived(int bundles) {
    hasMissed = false;
    if (bundles > 0) {
      store.durableAt(wire.peer(), 0, bundles);
    }
  }

  /// {@return bytes that wait for their acknowledgement}
  int outstanding() {
    return outstanding;
  }

  /// {@return the next frame, or null if there is none or the window is closed}
  byte @Nullable [] nextFrame() {
    boolean isClosed =
        outstanding > 0 && (long) outstanding + blockedBytes > wire.peerWindowBytes();
    if (!isLive || isClosed || inFlight.size() >= MAX_FRAMES) {
      return null;
    }
    blockedBytes = 0;
    CborWriter out = FrameWriter.startCommits(channel);
    List<InFlight.Place> places = new ArrayList<>();
    while (out.size() < wire.limits().targetBytes()) {
      Candidates.Candidate candidate = candidates.peek();
      if (candidate == null || !add(out, candidate, places)) {
        break;
      }
    }
    if (places.isEmpty()) {
      return null;
    }
    sent++;
    outstanding += out.size();
    inFlight.add(new InFlight(sent, out.size(), places));
    return out.toByteArray();
  }

  /// {@return whether the frame may take more}
  private boolean add(CborWriter out, Candidates.Candidate candidate, List<InFlight.Place> places) {
    int before = out.size();
    BundleCodec.write(out, candidate.sent());
    boolean isAlone = places.isEmpty();
    if (out.size() > wire.peerFrameBytes()) {
      out.truncate(before);
      if (isAlone) {
        candidates.split(wire.peerFrameBytes() - before);
      }
      return isAlone;
    }
    boolean isFirst = isAlone && outstanding == 0;
    if (!isFirst && (long) outstanding + out.size() > wire.peerWindowBytes()) {
      blockedBytes = isAlone ? out.size() : 0;
      out.truncate(before);
      return false;
    }
    candidates.take();
    places.add(new InFlight.Place(candidate.index(), candidate.isWhole()));
    return true;
  }

  /// Takes an acknowledgement.
  ///
  /// @throws ProtocolException if it is one of frames that were not sent
  void onAck(Frame.Ack ack) throws ProtocolException {
    if (ack.received() < received || ack.received() > sent || ack.durable() < durable) {
      throw new ProtocolException(
          ByeCode.MALFORMED, "ACK of %d frames, sent are %d".formatted(ack.received(), sent));
    }
    for (InFlight frame : inFlight) {
      if (frame.number() > ack.received()) {
        break;
      }
      outstanding -= frame.number() > received ? frame.bytes() : 0;
    }
    received = ack.received();
    durable = ack.durable();
    reportDurable();
  }

  private void reportDurable() {
    BitSet indexes = new BitSet();
    while (!inFlight.isEmpty() && inFlight.getFirst().number() <= durable) {
      inFlight.removeFirst().addArrived(indexes);
    }
    if (durable >= 0 && base != null) {
      indexes.or(base);
      base = null;
    }
    for (int from = indexes.nextSetBit(0); from >= 0; ) {
      int to = indexes.nextClearBit(from);
      store.durableAt(wire.peer(), from, to);
      from = indexes.nextSetBit(to);
    }
  }

  /// Takes refusals.
  ///
  /// @throws ProtocolException if they are about a frame that is not under way
  void onNack(Frame.Nack nack) throws ProtocolException {
    InFlight frame = find(nack.frame());
    for (Frame.Missing missing : nack.entries()) {
      if (missing.position() >= frame.size()) {
        throw new ProtocolException(ByeCode.MALFORMED, "NACK of a bundle that was not sent");
      }
      int index = frame.index(missing.position());
      frame.miss(missing.position());
      hasMissed = true;
      List<CommitId> members = store.members(index);
      switch (missing) {
        case Frame.Missing.Later later -> {}
        case Frame.Missing.Bundle(int position, var refusal) ->
            members.forEach(id -> candidates.refuse(id, refusal));
        case Frame.Missing.Commit(int position, CommitId id, var refusal) -> {
          if (members.contains(id)) {
            candidates.refuse(id, refusal);
          }
        }
      }
    }
  }

  private InFlight find(long number) throws ProtocolException {
    if (number > received) {
      for (InFlight frame : inFlight) {
        if (frame.number() == number) {
          return frame;
        }
      }
    }
    throw new ProtocolException(
        ByeCode.MALFORMED, "NACK of frame " + number + ", which is not under way");
  }

  /// Takes the wish for full states.
  void onNeedBase(Frame.NeedBase needBase) {
    candidates.repeatFull(needBase.ids());
  }
}
