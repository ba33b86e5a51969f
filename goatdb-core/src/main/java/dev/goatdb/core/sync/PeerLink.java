package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.core.codec.CodecException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One link: handshake, then channels. One thread, but for what [LinkHandle] says.
///
/// ```text
/// connector: HELLO ─► GREETED (AUTH sent) ─► ADMITTING (adopt) ─► SESSIONS ─► ONLINE
/// acceptor:  HELLO ─► GREETED ─────────────► ADMITTING (register) ──────────► ONLINE (AUTH sent)
/// ```
final class PeerLink implements LinkHandle {

  private enum Phase {
    HELLO,
    GREETED,
    ADMITTING,
    SESSIONS,
    ONLINE,
    CLOSED
  }

  /// Frames that may be under way from the other side before the first is dealt with.
  private static final int FRAMES_ASKED_FOR = 8;

  private final SyncNode node;
  private final SyncHost host;
  private final Limits limits;
  private final Link link;
  private final URI address;
  private final boolean connector;
  private final Consumer<LinkEvent> events;
  private final Handshake handshake;
  private final Outbox outbox;
  private final Channels channels;
  private final AtomicLong received = new AtomicLong();
  private volatile Phase phase = Phase.HELLO;
  private volatile @Nullable SessionId peer;
  private @Nullable ProtocolException broken;
  private final long openedAt;
  private long heardAt;
  private long spokeAt;
  private long knownBy = Long.MAX_VALUE;
  private long unprocessed;
  private int owed;

  PeerLink(
      SyncNode node, Link link, boolean connector, URI address, Consumer<LinkEvent> events) {
    this.node = node;
    this.host = node.host();
    this.limits = node.limits();
    this.link = link;
    this.address = address;
    this.connector = connector;
    this.events = events;
    this.outbox = new Outbox(link, limits.outboxBytes());
    this.handshake = new Handshake(host, limits, connector, address);
    this.channels = new Channels(node, this);
    this.openedAt = node.time();
    this.heardAt = openedAt;
    this.spokeAt = openedAt;
  }

  /// Sends the first frame and asks for the other side's.
  void start() {
    send(handshake.hello());
    link.request(FRAMES_ASKED_FOR);
  }

  // What the engine may read

  @Override
  public URI address() {
    return address;
  }

  @Override
  public long bytesIn() {
    return received.get();
  }

  @Override
  public long bytesOut() {
    return outbox.sentBytes();
  }

  @Override
  public Optional<SessionId> peerSession() {
    return Optional.ofNullable(peer);
  }

  @Override
  public boolean isOnline() {
    return phase == Phase.ONLINE;
  }

  // What the channels see

  SessionId peer() {
    SessionId session = peer;
    if (session == null) {
      throw new IllegalStateException("the peer has not proven who it is");
    }
    return session;
  }

  Frame.Hello peerHello() {
    return handshake.peer();
  }

  CommitId hellos() {
    return handshake.hellos();
  }

  boolean isConnector() {
    return connector;
  }

  Limits limits() {
    return limits;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  boolean isWritable() {
    return broken == null && !isClosed() && outbox.isWritable();
  }

  /// {@return bytes that wait for the link to have room}
  long waitingBytes() {
    return outbox.waitingBytes();
  }

  Channels channels() {
    return channels;
  }

  void send(Frame frame) {
    send(FrameWriter.encode(frame));
  }

  /// A failure is dealt with when the call that caused it is over, so that no channel ends within its own step.
  void send(byte[] frame) {
    if (broken != null || isClosed()) {
      return;
    }
    try {
      spokeAt = node.time();
      outbox.send(frame);
    } catch (ProtocolException e) {
      broken = e;
    }
  }

  void processed(int bytes) {
    unprocessed -= bytes;
    if (owed > 0 && unprocessed <= limits.unprocessedBytes() && !isClosed()) {
      link.request(owed);
      owed = 0;
    }
  }

  // What happens

  void onFrame(byte[] bytes) {
    if (isClosed()) {
      return;
    }
    received.addAndGet(bytes.length);
    heardAt = node.time();
    try {
      if (bytes.length > limits.frameBytes()) {
        throw new ProtocolException(ByeCode.LIMIT, "a frame of " + bytes.length + " bytes");
      }
      Optional<Frame> frame = FrameReader.decode(bytes);
      if (frame.isPresent()) {
        dispatch(frame.get(), bytes);
      }
    } catch (CodecException e) {
      fail(ByeCode.MALFORMED, e.offset(), String.valueOf(e.getMessage()));
    } catch (ProtocolException e) {
      fail(e.code(), e.offset(), String.valueOf(e.getMessage()));
    }
    settle();
    if (isClosed()) {
      return;
    }
    if (unprocessed <= limits.unprocessedBytes()) {
      link.request(1);
    } else {
      owed++;
    }
  }

  /// Ends a link that broke during the call that is over now.
  void settle() {
    ProtocolException cause = broken;
    if (cause != null) {
      fail(cause.code(), cause.offset(), String.valueOf(cause.getMessage()));
    }
  }

  private void dispatch(Frame frame, byte[] bytes) throws ProtocolException {
    switch (frame) {
      case Frame.Bye bye -> onBye(bye);
      case Frame.Hello hello -> {
        require(phase == Phase.HELLO, "HELLO");
        handshake.onHello(bytes, hello);
        phase = Phase.GREETED;
        if (connector) {
          send(handshake.auth());
        }
      }
      case Frame.Auth auth -> {
        require(phase == Phase.GREETED, "AUTH");
        handshake.onAuth(auth);
        onProven();
      }
      case Frame.OnChannel onChannel -> {
        require(phase == Phase.SESSIONS || phase == Phase.ONLINE, "a frame about a channel");
        if (onChannel instanceof Frame.Commits) {
          unprocessed += bytes.length;
        }
        channels.onFrame(onChannel, bytes.length);
      }
    }
  }

  private static void require(boolean condition, String what) throws ProtocolException {
    if (!condition) {
      throw new ProtocolException(ByeCode.MALFORMED, what + " at the wrong time");
    }
  }

  private void onProven() throws ProtocolException {
    Frame.Hello hello = handshake.peer();
    SessionId session = hello.session().session();
    peer = session;
    phase = Phase.ADMITTING;
    requireAlive(session);
    if (connector) {
      if (handshake.mustAdopt()) {
        host.adopt(hello.root(), failure -> whenAdmitting(() -> onAdopted(failure)));
      } else {
        onAdopted(Optional.empty());
      }
    } else if (host.sessions().find(session).isPresent() || host.trusted()) {
      onRegistered();
    } else {
      Instant since = Instant.ofEpochMilli(hello.since());
      host.register(hello.session(), since, () -> whenAdmitting(this::onRegistered));
    }
  }

  private void requireAlive(SessionId session) throws ProtocolException {
    boolean isOver =
        !host.trusted()
            && host.sessions()
                .find(session)
                .filter(record -> !record.session().isRoot())
                .filter(record -> node.isOver(record.session()))
                .isPresent();
    if (isOver) {
      throw new ProtocolException(
          ByeCode.SESSION, "session " + session.brief() + " has ended; it has to be renewed");
    }
  }

  /// The host may answer long after the link ended.
  private void whenAdmitting(Runnable next) {
    if (phase == Phase.ADMITTING) {
      next.run();
      settle();
    }
  }

  private void onRegistered() {
    phase = Phase.ONLINE;
    send(handshake.auth());
  }

  private void onAdopted(Optional<String> failure) {
    if (failure.isPresent()) {
      fail(ByeCode.BROKEN, 0, "this side could not join: " + failure.get());
      return;
    }
    phase = Phase.SESSIONS;
    Optional<SyncStore> sessions =
        host.open().stream().filter(store -> store.path().equals(SyncNode.SESSIONS)).findFirst();
    if (sessions.isPresent()) {
      channels.open(sessions.get());
      channels.sync(Optional.of(SyncNode.SESSIONS), this::onSessions);
    } else {
      onSessions(Optional.empty());
    }
  }

  private void onSessions(Optional<String> failure) {
    if (phase != Phase.SESSIONS) {
      return;
    }
    if (failure.isPresent()) {
      fail(ByeCode.SESSION, 0, failure.get());
      return;
    }
    knownBy = node.time() + limits.handshakeMillis();
    goOnline();
  }

  /// The acceptor must be the root or a session that the root registered, which may show a moment after the commits came.
  private void goOnline() {
    boolean isKnown =
        host.trusted() || handshake.isPeerRoot() || host.sessions().find(peer()).isPresent();
    if (phase == Phase.SESSIONS && isKnown && !channels.isSyncing(SyncNode.SESSIONS)) {
      phase = Phase.ONLINE;
      knownBy = Long.MAX_VALUE;
      warnIfUnknownThere();
      host.open().forEach(channels::open);
      events.accept(new LinkEvent.Online());
      channels.onOnline();
    }
  }

  private void warnIfUnknownThere() {
    SessionId mine = host.keys().session().session();
    if (!host.trusted() && host.sessions().find(mine).isEmpty()) {
      host.warn(
          "the session %s is not registered: edits made here wait at %s until the root has seen it"
              .formatted(mine.brief(), address));
    }
  }

  void onSessionsChanged() {
    goOnline();
    settle();
  }

  void onOpened(SyncStore store) {
    if (connector && phase == Phase.ONLINE) {
      channels.open(store);
      settle();
    }
  }

  void onWritable() {
    outbox.flush();
    channels.pumpAll();
    settle();
  }

  void onTick(long now) {
    if (now >= handshakeEnd()) {
      fail(ByeCode.TIMEOUT, 0, "the handshake took too long");
    } else if (now >= knownBy) {
      fail(ByeCode.SESSION, 0, "the root of the database has not registered the session of " + address);
    } else if (now >= heardAt + limits.silenceMillis()) {
      fail(ByeCode.TIMEOUT, 0, "nothing was heard for " + (now - heardAt) / 1000 + " s");
    } else {
      channels.onTick(now);
      if (hasChannels() && now >= spokeAt + limits.heartbeatMillis()) {
        channels.beat();
      }
    }
    settle();
  }

  private boolean hasChannels() {
    return phase == Phase.SESSIONS || phase == Phase.ONLINE;
  }

  private long handshakeEnd() {
    return hasChannels() ? Long.MAX_VALUE : openedAt + limits.handshakeMillis();
  }

  /// {@return when the next tick is needed}
  long wakeAt() {
    long beat = hasChannels() ? spokeAt + limits.heartbeatMillis() : handshakeEnd();
    long end = Math.min(knownBy, heardAt + limits.silenceMillis());
    return Math.min(channels.wakeAt(), Math.min(beat, end));
  }

  void sync(Optional<RepositoryPath> path, Consumer<Optional<String>> done) {
    if (isClosed()) {
      done.accept(Optional.of("the link to " + address + " has ended"));
    } else {
      channels.sync(path, done);
      settle();
    }
  }

  // How it ends

  private void onBye(Frame.Bye bye) {
    end(bye.code(), bye.text(), new CloseReason(CloseReason.NORMAL, ""));
  }

  private void fail(ByeCode code, int offset, String text) {
    if (isClosed()) {
      return;
    }
    broken = null;
    send(new Frame.Bye(code, offset, text));
    if (!connector || code == ByeCode.MALFORMED) {
      host.warn("link to %s ended: %s".formatted(address, text));
    }
    end(code, text, code.toReason(text));
  }

  /// Says good-bye.
  void bye() {
    if (!isClosed()) {
      send(new Frame.Bye(ByeCode.DONE, 0, ""));
      end(ByeCode.DONE, "closed", ByeCode.DONE.toReason(""));
    }
  }

  private void end(ByeCode code, String text, CloseReason reason) {
    if (isClosed()) {
      return;
    }
    release(text);
    link.close(reason);
    if (code != ByeCode.DONE) {
      events.accept(new LinkEvent.Refused(text, code.isPermanent()));
    }
  }

  /// The link ended. A transport may have lost the last frame and still carry its code.
  void onClosed(CloseReason reason) {
    if (isClosed()) {
      return;
    }
    release(reason.toString());
    ByeCode.of(reason)
        .ifPresent(code -> events.accept(new LinkEvent.Refused(reason.text(), code.isPermanent())));
  }

  private void release(String reason) {
    phase = Phase.CLOSED;
    broken = null;
    outbox.clear();
    channels.close(reason);
    node.forget(this);
  }
}
