package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.trust.Verifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The COMMITS frames of one channel that are being dealt with, and their acknowledgements. One
/// thread.
///
/// A frame is acknowledged twice: when it is dealt with, which gives its bytes back to the sender's
/// window, and when it is on the medium. Forces are asked for at most every [Limits#forceMillis()],
/// so that a stream of small frames shares them.
final class Incoming {

  /// Most refusals in one NACK and most ids in one NEED_BASE, so that each fits the smallest frame.
  private static final int MAX_NACKS = 64;

  private static final int MAX_NEED_BASE = 4096;

  /// A frame that is being dealt with.
  private static final class Arrived {
    private final int bytes;
    private final List<Frame.Missing> missing = new ArrayList<>();
    private final List<CommitId> needBase = new ArrayList<>();
    private int open;

    Arrived(int bytes, int bundles) {
      this.bytes = bytes;
      this.open = bundles;
    }

    void take(int position, Admission.Admitted admitted) {
      open--;
      if (admitted.isLater()) {
        missing.add(new Frame.Missing.Later(position));
      }
      admitted.whole().ifPresent(why -> missing.add(new Frame.Missing.Bundle(position, why)));
      for (Verifier.Rejected rejected : admitted.refused()) {
        missing.add(new Frame.Missing.Commit(position, rejected.id(), rejected.refusal()));
      }
      needBase.addAll(admitted.needBase());
    }
  }

  private final Wire wire;
  private final Channel channel;
  private final SyncStore store;
  private final BoundedIds fromPeer;
  private final BoundedIds askedFor;
  private final ArrayDeque<Arrived> frames = new ArrayDeque<>();
  private long received;
  private long dealt;
  private long durable = -1;
  private int unacknowledged;
  private boolean isStarted;
  private boolean isForcing;
  private boolean isAckDue;
  private long forcedAt = Long.MIN_VALUE;

  /// @param fromPeer gains the ids that the other side has
  Incoming(Wire wire, Channel channel, SyncStore store, BoundedIds fromPeer) {
    this.wire = wire;
    this.channel = channel;
    this.store = store;
    this.fromPeer = fromPeer;
    this.askedFor = new BoundedIds(wire.limits().remembered());
  }

  /// What both sides have is to be made durable and acknowledged.
  void start() {
    isStarted = true;
    force();
  }

  /// {@return number of frames received}
  long received() {
    return received;
  }

  /// {@return number of frames dealt with}
  long dealt() {
    return dealt;
  }

  /// Takes a frame.
  ///
  /// @param bytes its length
  /// @throws ProtocolException if the sender went beyond the window
  void onCommits(Frame.Commits frame, int bytes) throws ProtocolException {
    if (unacknowledged > 0 && (long) unacknowledged + bytes > wire.limits().windowBytes()) {
      throw new ProtocolException(ByeCode.LIMIT, "COMMITS beyond the window of " + store.path());
    }
    Arrived arrived = new Arrived(bytes, frame.bundles().size());
    frames.add(arrived);
    received++;
    unacknowledged += bytes;
    for (int i = 0; i < frame.bundles().size(); i++) {
      int position = i;
      wire.admission()
          .admit(
              store,
              frame.bundles().get(i),
              fromPeer,
              admitted -> {
                arrived.take(position, admitted);
                settle();
              });
    }
  }

  private void settle() {
    boolean isAny = false;
    while (!frames.isEmpty() && frames.getFirst().open == 0) {
      Arrived arrived = frames.removeFirst();
      dealt++;
      unacknowledged -= arrived.bytes;
      wire.processed(arrived.bytes);
      isAny = true;
      if (channel.isOpen()) {
        answer(arrived);
      }
    }
    if (isAny && channel.isOpen()) {
      isAckDue = true;
      force();
      channel.progressed();
    }
  }

  private void answer(Arrived arrived) {
    List<Frame.Missing> missing = arrived.missing;
    for (int from = 0; from < missing.size(); from += MAX_NACKS) {
      int to = Math.min(missing.size(), from + MAX_NACKS);
      wire.send(new Frame.Nack(channel.number(), dealt, List.copyOf(missing.subList(from, to))));
    }
    List<CommitId> once = new ArrayList<>();
    for (CommitId id : arrived.needBase) {
      if (!askedFor.contains(id)) {
        askedFor.add(id);
        once.add(id);
      }
    }
    for (int from = 0; from < once.size(); from += MAX_NEED_BASE) {
      int to = Math.min(once.size(), from + MAX_NEED_BASE);
      wire.send(new Frame.NeedBase(channel.number(), List.copyOf(once.subList(from, to))));
    }
  }

  /// Asks for a force if something is not durable and the last one was long enough ago.
  void force() {
    if (!isStarted || isForcing || durable >= dealt) {
      return;
    }
    long now = wire.now();
    long due = forcedAt + wire.limits().forceMillis();
    if (forcedAt != Long.MIN_VALUE && now < due) {
      wire.wake(channel, due);
      return;
    }
    isForcing = true;
    forcedAt = now;
    long upTo = dealt;
    store.force(() -> {
      isForcing = false;
      durable = upTo;
      if (channel.isOpen()) {
        isAckDue = true;
        force();
        wire.pump(channel);
      }
    });
  }

  /// {@return whether there is something to acknowledge}
  boolean isAckDue() {
    return isAckDue;
  }

  /// {@return an acknowledgement of everything so far}
  Frame.Ack ack() {
    isAckDue = false;
    return new Frame.Ack(channel.number(), dealt, durable);
  }
}
