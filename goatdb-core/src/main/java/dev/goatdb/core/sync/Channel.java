package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One repository on one link. One thread.
///
/// ```text
/// OPENING ──(digests equal)──────────────► LIVE ◄──┐
///    └─────(digests differ)──► LISTING ─────┘      │ a comparison found a difference
///                                 ▲────────────────┘ that traffic does not explain
/// ```
///
/// Commits flow when it is live. A difference that stays after two rounds is one of commits that a
/// side refuses or holds back; then rounds become rare.
final class Channel {

  private enum Phase {
    OPENING,
    LISTING,
    LIVE,
    CLOSED
  }

  private static final int FREE_ROUNDS = 2;
  private static final int MAX_REPEATS = 3;
  private static final long FIRST_PAUSE_MILLIS = 15_000;
  private static final long MAX_PAUSE_MILLIS = 3_600_000;
  private static final int LIST_OVERHEAD_BYTES = 64;

  private final Wire wire;
  private final int number;
  private final SyncStore store;
  private final Outgoing outgoing;
  private final Incoming incoming;
  private final Barriers barriers;
  private final LinkedHashSet<Beacons.Key> untold = new LinkedHashSet<>();
  private Phase phase = Phase.OPENING;
  private @Nullable ListingRound listing;
  private @Nullable ListedRound listed;
  private int openedAt;
  private int rounds;
  private int fruitless;
  private int repeats;
  private long pauseUntil = Long.MIN_VALUE;

  Channel(Wire wire, int number, SyncStore store) {
    this.wire = wire;
    this.number = number;
    this.store = store;
    this.outgoing = new Outgoing(wire, number, store);
    this.incoming = new Incoming(wire, this, store, outgoing.fromPeer());
    this.barriers = new Barriers(wire, this, store, outgoing, incoming);
  }

  int number() {
    return number;
  }

  SyncStore store() {
    return store;
  }

  boolean isOpen() {
    return phase != Phase.CLOSED;
  }

  /// {@return bytes sent that wait for their acknowledgement}
  int outstanding() {
    return outgoing.outstanding();
  }

  /// {@return the frame that opens it at the other side}
  Frame.Open open() {
    openedAt = store.bundles();
    return new Frame.Open(number, store.path(), store.commits(), store.digest());
  }

  /// Answers the frame that opened it.
  void accept(Frame.Open open) {
    openedAt = store.bundles();
    CommitId digest = store.digest();
    boolean isSame = digest.equals(open.digest());
    long count = store.commits();
    Frame.Mode mode = isSame ? Frame.Mode.SAME : Frame.Mode.LIST;
    wire.send(new Frame.Accept(number, mode, count, digest));
    if (isSame || count == 0) {
      goLive(openedAt, new BitSet());
    } else {
      phase = Phase.LISTING;
    }
    wire.beacons().onOpened(this);
  }

  /// Takes a frame.
  ///
  /// @param bytes its length
  /// @throws ProtocolException if it may not come now
  void onFrame(Frame.OnChannel frame, int bytes) throws ProtocolException {
    switch (frame) {
      case Frame.Open open ->
          throw new ProtocolException(ByeCode.MALFORMED, "channel opened twice");
      case Frame.Accept accept -> onAccept(accept);
      case Frame.Close close -> close("the other side closed " + store.path());
      case Frame.Digest digest -> barriers.onDigest(digest);
      case Frame.Listing page -> onListing(page);
      case Frame.Want want -> onWant(want);
      case Frame.Commits commits -> incoming.onCommits(commits, bytes);
      case Frame.NeedBase needBase -> outgoing.onNeedBase(needBase);
      case Frame.Ack ack -> outgoing.onAck(ack);
      case Frame.Nack nack -> outgoing.onNack(nack);
      case Frame.Refused(int on, CommitId id, Refusal refusal) -> wire.refused(store, id, refusal);
      case Frame.Beacon beacon -> wire.beacons().onBeacon(this, beacon);
    }
    if (isOpen()) {
      progressed();
    }
  }

  private void onAccept(Frame.Accept accept) throws ProtocolException {
    if (phase != Phase.OPENING || !wire.isConnector()) {
      throw new ProtocolException(ByeCode.MALFORMED, "ACCEPT of a channel that was not opened");
    }
    switch (accept.mode()) {
      case DENIED ->
          close("%s is not served by the other side to this session".formatted(store.path()));
      case SAME -> goLive(openedAt, new BitSet());
      case LIST -> {
        if (accept.count() == 0) {
          BitSet all = new BitSet();
          all.set(0, openedAt);
          goLive(openedAt, all);
        } else {
          startRound(openedAt);
        }
      }
    }
    if (isOpen()) {
      wire.beacons().onOpened(this);
    }
  }

  /// Has something to say about who is here. Only the latest of it is sent, when there is room.
  void tell(Beacons.Key key) {
    if (isOpen() && phase != Phase.OPENING) {
      untold.add(key);
      wire.pump(this);
    }
  }

  private Optional<Frame.Beacon> nextBeacon() {
    while (!untold.isEmpty()) {
      Beacons.Key key = untold.removeFirst();
      Optional<Frame.Beacon> beacon = wire.beacons().frame(key, this);
      if (beacon.isPresent()) {
        return beacon;
      }
    }
    return Optional.empty();
  }

  private void goLive(int bundles, BitSet lacking) {
    phase = Phase.LIVE;
    listing = null;
    listed = null;
    outgoing.start(bundles, lacking);
    incoming.start();
  }

  private void startRound(int bundles) {
    phase = Phase.LISTING;
    outgoing.pause();
    Salt salt = Salt.of(wire.hellos(), number, rounds);
    listing = new ListingRound(store, salt, rounds, bundles, outgoing.refused());
    rounds++;
  }

  /// The first page of a round that the opener begins is what makes the acceptor take part in it.
  private void onListing(Frame.Listing page) throws ProtocolException {
    if (wire.isConnector()) {
      throw new ProtocolException(ByeCode.MALFORMED, "LIST from the side that accepted");
    }
    ListedRound round = listed;
    if (round == null) {
      int bundles = store.bundles();
      Salt salt = Salt.of(wire.hellos(), number, rounds);
      round = new ListedRound(store, salt, rounds, bundles);
      listed = round;
      rounds++;
      phase = Phase.LISTING;
      outgoing.pause();
    }
    wire.send(round.onPage(page));
    if (page.isLast()) {
      goLive(round.bundles(), round.lacking());
    }
  }

  private void onWant(Frame.Want want) throws ProtocolException {
    ListingRound round = listing;
    if (round == null) {
      throw new ProtocolException(ByeCode.MALFORMED, "WANT without a LIST");
    }
    if (round.onWant(want)) {
      goLive(round.bundles(), round.lacking());
    }
  }

  /// Something changed: answers and compares what can be, and sends what there is room for.
  void progressed() {
    barriers.answerQuestions();
    Barriers.Compared compared = barriers.compared();
    if (compared != null) {
      onCompared(compared);
    }
    wire.pump(this);
  }

  private void onCompared(Barriers.Compared compared) {
    int bundles = store.bundles();
    CommitId digest = store.digest();
    if (digest.equals(compared.theirs())) {
      fruitless = 0;
      repeats = 0;
      pauseUntil = Long.MIN_VALUE;
      outgoing.allArrived(bundles);
      barriers.complete();
      return;
    }
    boolean isStable =
        bundles == compared.bundles() && outgoing.hasSent(bundles) && outgoing.isAcknowledged();
    if (!isStable && barriers.isAwaited() && repeats < MAX_REPEATS) {
      repeats++;
      barriers.askAgain();
    } else if (isStable && mayStartRound()) {
      fruitless++;
      long pause = FIRST_PAUSE_MILLIS << Math.min(20, Math.max(0, fruitless - FREE_ROUNDS));
      pauseUntil = wire.now() + Math.min(MAX_PAUSE_MILLIS, pause);
      startRound(bundles);
      barriers.askAgain();
    } else {
      repeats = 0;
      barriers.complete();
    }
  }

  private boolean mayStartRound() {
    return wire.isConnector()
        && phase == Phase.LIVE
        && (fruitless < FREE_ROUNDS || wire.now() >= pauseUntil);
  }

  /// Waits for everything so far to be exchanged.
  ///
  /// @param done called once, with nothing, or with why it cannot be
  void sync(Consumer<Optional<String>> done) {
    if (!isOpen()) {
      done.accept(Optional.of(store.path() + " is closed"));
      return;
    }
    repeats = 0;
    barriers.ask(done);
    wire.pump(this);
  }

  /// Asks the other side for a sign of life.
  void beat() {
    barriers.ask();
    wire.pump(this);
  }

  /// {@return a frame that says nothing new}
  Frame.Ack signOfLife() {
    return incoming.ack();
  }

  /// The time has come that was asked for.
  void wakeUp() {
    if (isOpen()) {
      incoming.force();
    }
  }

  /// Sends at most one frame.
  ///
  /// @return whether one was sent
  boolean emit() {
    if (!isOpen()) {
      return false;
    }
    if (incoming.isAckDue()) {
      wire.send(incoming.ack());
      return true;
    }
    Optional<Frame.Beacon> beacon = nextBeacon();
    if (beacon.isPresent()) {
      wire.send(beacon.get());
      return true;
    }
    ListingRound round = listing;
    if (round != null && round.hasPage()) {
      wire.send(round.nextPage(number, pageCapacity()));
      return true;
    }
    byte[] commits = outgoing.nextFrame();
    if (commits != null) {
      wire.send(commits);
      barriers.answerQuestions();
      return true;
    }
    barriers.answerQuestions();
    Frame.Digest question = barriers.question();
    if (question != null) {
      wire.send(question);
      return true;
    }
    return false;
  }

  private int pageCapacity() {
    int bytes = Math.min(wire.limits().targetBytes(), wire.peerFrameBytes());
    return Math.max(
        1,
        (Math.min(bytes, wire.limits().frameBytes()) - LIST_OVERHEAD_BYTES) / ShortIdList.ID_BYTES);
  }

  /// Ends it here.
  void close(String reason) {
    if (isOpen()) {
      phase = Phase.CLOSED;
      outgoing.pause();
      barriers.fail(reason);
    }
  }
}
