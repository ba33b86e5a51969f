package dev.goatdb.core.sync;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.trust.SessionRecord;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The synchronization of one database with all its peers. One worker makes all the calls and runs
/// all the callbacks that it hands out; callbacks may come within the call that they were handed
/// to.
///
/// It starts nothing by itself: after every call, ask [#millisToTick()] and see to it that
/// [#onTick()] is called by then.
public final class SyncNode implements AutoCloseable {

  /// The repository of the sessions, which is synchronized before all others.
  public static final RepositoryPath SESSIONS = RepositoryPath.parse("/sys/sessions");

  /// Most bytes that [#publish] takes.
  public static final int MAX_PRESENCE_BYTES = Beacons.MAX_BYTES;

  private static final int MAX_WARNINGS_A_MINUTE = 30;

  private final SyncHost host;
  private final Limits limits;
  private final Admission admission;
  private final Newcomers newcomers;
  private final Introductions introductions = new Introductions(this);
  private final RelayedRefusals refusals = new RelayedRefusals(this);
  private final Beacons beacons;
  private final LinkedHashSet<PeerLink> links = new LinkedHashSet<>();
  private long lastClock = Long.MIN_VALUE;
  private long skew;
  private long warnedAt;
  private int warned;

  /// @param host the database around
  /// @param limits bounds, [Limits#DEFAULT] but for tests
  public SyncNode(SyncHost host, Limits limits) {
    this.host = host;
    this.limits = limits;
    this.admission = new Admission(host, limits);
    this.newcomers = new Newcomers(host.now());
    this.beacons = new Beacons(this);
  }

  /// Takes a link that a peer opened.
  ///
  /// @param link the open link
  /// @return names it in later calls
  public LinkHandle accepted(Link link) {
    return start(new PeerLink(this, link, false, link.remote(), event -> {}));
  }

  /// Takes a link that this side opened.
  ///
  /// @param link the open link
  /// @param address where it leads; a fragment of 64 hexadecimal digits is the database id that
  ///   must be there
  /// @param events hears what becomes of it
  /// @return names it in later calls
  /// @throws IllegalArgumentException if the fragment is anything else
  public LinkHandle connected(Link link, URI address, Consumer<LinkEvent> events) {
    return start(new PeerLink(this, link, true, address, events));
  }

  private LinkHandle start(PeerLink link) {
    links.add(link);
    link.start();
    link.settle();
    return link;
  }

  /// A frame arrived.
  ///
  /// @param handle the link
  /// @param frame its bytes, given away
  public void onFrame(LinkHandle handle, byte[] frame) {
    link(handle).onFrame(frame);
  }

  /// A link has room again.
  ///
  /// @param handle the link
  public void onWritable(LinkHandle handle) {
    link(handle).onWritable();
  }

  /// A link ended.
  ///
  /// @param handle the link
  /// @param reason why
  public void onClosed(LinkHandle handle, CloseReason reason) {
    link(handle).onClosed(reason);
  }

  /// A repository has more bundles than before.
  ///
  /// @param store the repository
  public void onAppended(SyncStore store) {
    for (PeerLink link : List.copyOf(links)) {
      link.channels().onAppended(store);
      link.settle();
    }
  }

  /// A repository was opened here.
  ///
  /// @param store the repository
  public void onOpened(SyncStore store) {
    List.copyOf(links).forEach(link -> link.onOpened(store));
  }

  /// A repository was closed here. Nothing is asked of it any more.
  ///
  /// @param path the repository
  public void onClosedStore(RepositoryPath path) {
    admission.forget(path);
    for (PeerLink link : List.copyOf(links)) {
      link.channels().onClosedStore(path);
      link.settle();
    }
  }

  /// More sessions are known than before.
  public void onSessionsChanged() {
    admission.retryParked();
    beacons.onSessionsChanged();
    List.copyOf(links).forEach(PeerLink::onSessionsChanged);
  }

  /// Says something to everybody who is connected, as long as they are, or takes it back. It is
  /// never stored.
  ///
  /// @param repository whose readers hear it
  /// @param topic what it is about: a session says one thing about each
  /// @param content what to say, at most [#MAX_PRESENCE_BYTES]; nothing to take it back
  public void publish(RepositoryPath repository, String topic, Optional<Value.Bytes> content) {
    beacons.publish(repository, topic, content);
    List.copyOf(links).forEach(PeerLink::settle);
  }

  /// {@return whether a peer that connected to this process follows a repository}
  ///
  /// @param path the repository
  public boolean serves(RepositoryPath path) {
    return links.stream()
        .anyMatch(link -> !link.isConnector() && link.channels().find(path) != null);
  }

  /// Tells all channels of a repository but one.
  void tellBeacon(Beacons.Key key, @Nullable Channel but) {
    for (PeerLink link : List.copyOf(links)) {
      Channel channel = link.channels().find(key.repository());
      if (channel != null && channel != but) {
        channel.tell(key);
      }
    }
  }

  /// Time passed.
  public void onTick() {
    long now = time();
    admission.retryHeld();
    List.copyOf(links).forEach(link -> link.onTick(now));
  }

  /// {@return in how many milliseconds [#onTick()] is needed at the latest, 0 or more; it may
  /// change with every call}
  public long millisToTick() {
    long at = Long.MAX_VALUE;
    for (PeerLink link : links) {
      at = Math.min(at, link.wakeAt());
    }
    long now = time();
    if (admission.heldBytes() > 0) {
      at = Math.min(at, now + limits.heartbeatMillis());
    }
    return at == Long.MAX_VALUE ? at : Math.max(0, at - now);
  }

  /// Waits for everything that both sides have now to be exchanged and durable at the other side.
  ///
  /// @param handle the link; if it is not online yet, the wait includes that
  /// @param path one repository, or all that are open here
  /// @param done called once, with nothing, or with why it cannot be
  public void sync(
      LinkHandle handle, Optional<RepositoryPath> path, Consumer<Optional<String>> done) {
    link(handle).sync(path, done);
  }

  /// Ends one link with a good-bye. Idempotent.
  ///
  /// @param handle the link
  public void disconnect(LinkHandle handle) {
    link(handle).bye();
  }

  /// Ends all links with a good-bye. Idempotent.
  @Override
  public void close() {
    List.copyOf(links).forEach(PeerLink::bye);
  }

  private static PeerLink link(LinkHandle handle) {
    return switch (handle) {
      case PeerLink link -> link;
    };
  }

  SyncHost host() {
    return host;
  }

  Limits limits() {
    return limits;
  }

  Beacons beacons() {
    return beacons;
  }

  Admission admission() {
    return admission;
  }

  Newcomers newcomers() {
    return newcomers;
  }

  Introductions introductions() {
    return introductions;
  }

  RelayedRefusals refusals() {
    return refusals;
  }

  /// {@return the links as they are now}
  List<PeerLink> links() {
    return List.copyOf(links);
  }

  /// Says something to people that peers can cause, so not too often.
  void warn(String message) {
    long now = time();
    if (now - warnedAt >= 60_000) {
      warnedAt = now;
      warned = 0;
    }
    warned++;
    if (warned <= MAX_WARNINGS_A_MINUTE) {
      host.warn(message);
    } else if (warned == MAX_WARNINGS_A_MINUTE + 1) {
      host.warn("peers cause more warnings than are shown in one minute");
    }
  }

  void forget(PeerLink link) {
    links.remove(link);
  }

  boolean isOver(Session session) {
    return Instant.ofEpochMilli(host.now()).minus(SessionRecord.SKEW).isAfter(session.until());
  }

  /// The wall clock, made to stand still where it would go back.
  long time() {
    long now = host.now();
    if (lastClock != Long.MIN_VALUE && now < lastClock) {
      skew += lastClock - now;
    }
    lastClock = now;
    return now + skew;
  }
}
