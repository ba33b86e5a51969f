package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CodecException;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One link: handshake, then channels. One thread, but for what [LinkHandle] says.
///
/// ```text
/// connector: HELLO ─► GREETED (AUTH sent) ─► JOINING ─► SESSIONS ─► ONLINE
/// acceptor:  HELLO ─► GREETED ─────────────► JOINING ─────────────► ONLINE (AUTH sent)
/// ```
final class PeerLink implements LinkHandle {

  private enum Phase {
    HELLO,
    GREETED,
    JOINING,
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
  private final Joining joining;
  private final AtomicLong received = new AtomicLong();
  private volatile Phase phase = Phase.HELLO;
  private volatile @Nullable SessionId peer;
  private @Nullable ProtocolException broken;
  private final long openedAt;
  private long heardAt;
  private long spokeAt;
  private long unprocessed;
  private int owed;

  PeerLink(SyncNode node, Link link, boolean connector, URI address, Consumer<LinkEvent> events) {
    this.node = node;
    this.host = node.host();
    this.limits = node.limits();
    this.link = link;
    this.address = address;
    this.connector = connector;
    this.events = events;
    this.outbox = new Outbox(link, limits.outboxBytes(), bytes -> host.frame(true, bytes));
    this.handshake = new Handshake(host, limits, connector, address, binding(link));
    this.channels = new Channels(node, this);
    this.joining = new Joining(node, this, handshake);
    this.openedAt = node.time();
    this.heardAt = openedAt;
    this.spokeAt = openedAt;
  }

  private static Value.Bytes binding(Link link) {
    return link.channelBinding()
        .map(bytes -> Value.Bytes.of(bytes.toArray(ValueLayout.JAVA_BYTE)))
        .orElseGet(Value.Bytes::of);
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

  /// A failure is dealt with when the call that caused it is over, so that no channel ends within
  /// its own step.
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
    host.frame(false, bytes.length);
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
      case Frame.Introduce introduction -> {
        require(phase.ordinal() >= Phase.JOINING.ordinal(), "INTRODUCE");
        node.introductions().onIntroduce(this, introduction);
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
    peer = handshake.peer().session().session();
    phase = Phase.JOINING;
    joining.start();
  }

  /// The acceptor has let the connector in.
  void welcome() {
    phase = Phase.ONLINE;
    send(handshake.auth());
    node.introductions().tell(this);
  }

  /// The connector may open channels.
  void openChannels() {
    phase = Phase.SESSIONS;
  }

  /// Everything that comes first is done.
  void goOnline() {
    phase = Phase.ONLINE;
    host.open().forEach(channels::open);
    events.accept(new LinkEvent.Online());
    node.introductions().tell(this);
    channels.onOnline();
  }

  boolean isJoining() {
    return phase == Phase.JOINING;
  }

  boolean isExchangingSessions() {
    return phase == Phase.SESSIONS;
  }

  void onSessionsChanged() {
    joining.onSessionsChanged();
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
    } else if (now >= joining.knownBy()) {
      fail(ByeCode.SESSION, 0, "the root has not registered the session of " + address);
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
    long end = Math.min(joining.knownBy(), heardAt + limits.silenceMillis());
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

  void fail(ByeCode code, int offset, String text) {
    if (isClosed()) {
      return;
    }
    broken = null;
    send(new Frame.Bye(code, offset, text));
    if (!connector || code == ByeCode.MALFORMED) {
      node.warn("link to %s ended: %s".formatted(address, text));
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
