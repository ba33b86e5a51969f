package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.trust.Session;
import dev.goatdb.core.trust.SessionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The channels of one link. One thread.
final class Channels implements Wire {

  private static final CommitId NOTHING = new CommitId(0, 0, 0, 0);

  /// Somebody who waits for the link to be online.
  private record Waiting(Optional<RepositoryPath> path, Consumer<Optional<String>> done) {}

  private final SyncNode node;
  private final PeerLink link;
  private final TreeMap<Integer, Channel> byNumber = new TreeMap<>();
  private final Map<RepositoryPath, Channel> byPath = new HashMap<>();
  private final Map<RepositoryPath, String> denied = new HashMap<>();
  private final LinkedHashSet<Channel> asleep = new LinkedHashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long wakeAt = Long.MAX_VALUE;
  private int nextNumber;
  private int lastBeat = -1;
  private int lastPumped = -1;

  Channels(SyncNode node, PeerLink link) {
    this.node = node;
    this.link = link;
  }

  /// Opens a channel for a repository, unless there is one.
  void open(SyncStore store) {
    if (link.isClosed() || byPath.containsKey(store.path())) {
      return;
    }
    if (byPath.size() >= link.limits().channels()) {
      warn("too many repositories for one link; %s is not synchronized".formatted(store.path()));
      return;
    }
    denied.remove(store.path());
    Channel channel = add(nextNumber++, store);
    send(channel.open());
  }

  private Channel add(int number, SyncStore store) {
    Channel channel = new Channel(this, number, store);
    byNumber.put(number, channel);
    byPath.put(store.path(), channel);
    return channel;
  }

  /// Takes a frame.
  ///
  /// @param bytes its length
  void onFrame(Frame.OnChannel frame, int bytes) throws ProtocolException {
    Channel channel = byNumber.get(frame.channel());
    if (frame instanceof Frame.Open open && channel == null) {
      onOpen(open);
    } else if (channel != null) {
      channel.onFrame(frame, bytes);
      if (!channel.isOpen()) {
        onEnded(channel, frame);
      }
    } else {
      onUnknown(frame, bytes);
    }
  }

  private void onOpen(Frame.Open open) throws ProtocolException {
    if (link.isConnector() || byPath.containsKey(open.path())) {
      throw new ProtocolException(
          ByeCode.MALFORMED, "OPEN of " + open.path() + " may not come now");
    }
    if (byPath.size() >= limits().channels()) {
      throw new ProtocolException(ByeCode.LIMIT, "more than " + limits().channels() + " channels");
    }
    switch (host().store(open.path(), session())) {
      case SyncHost.StoreAnswer.Open(SyncStore store) -> add(open.channel(), store).accept(open);
      case SyncHost.StoreAnswer.Denied refused ->
          send(new Frame.Accept(open.channel(), Frame.Mode.DENIED, 0, NOTHING));
    }
    Channel channel = byNumber.get(open.channel());
    if (channel != null) {
      channel.progressed();
    }
  }

  /// A peer that nobody registered yet is nobody in particular.
  private Session session() {
    Instant since = Instant.ofEpochMilli(link.peerHello().since());
    return host()
        .sessions()
        .find(peer())
        .map(SessionRecord::session)
        .orElseGet(() -> new Session(peer(), "", false, since, since.plus(SessionRecord.LIFE)));
  }

  /// A channel that was closed here may still be spoken of by a side that has not heard of it.
  private void onUnknown(Frame.OnChannel frame, int bytes) {
    if (frame instanceof Frame.Commits) {
      processed(bytes);
    }
    if (frame instanceof Frame.Digest digest && !digest.reply()) {
      send(new Frame.Digest(digest.channel(), digest.token(), true, 0, NOTHING));
    }
  }

  private void onEnded(Channel channel, Frame.OnChannel cause) {
    remove(channel);
    if (cause instanceof Frame.Accept) {
      RepositoryPath path = channel.store().path();
      String reason = "%s is not served by the other side to this session".formatted(path);
      denied.put(path, reason);
      host().warn(reason);
    }
  }

  private void remove(Channel channel) {
    beacons().onEnded(channel);
    byNumber.remove(channel.number());
    byPath.remove(channel.store().path());
    asleep.remove(channel);
  }

  @Override
  public void refused(SyncStore store, CommitId id, Refusal refusal) {
    node.refusals().refused(link, store, id, refusal);
  }

  /// A repository was closed here.
  void onClosedStore(RepositoryPath path) {
    Channel channel = byPath.get(path);
    if (channel != null) {
      channel.close(path + " was closed");
      remove(channel);
      send(new Frame.Close(channel.number()));
    }
  }

  void onAppended(SyncStore store) {
    Channel channel = byPath.get(store.path());
    if (channel != null) {
      channel.progressed();
    }
  }

  /// {@return the channel of a repository, or null}
  @Nullable Channel find(RepositoryPath path) {
    return byPath.get(path);
  }

  /// Waits for everything so far to be exchanged.
  ///
  /// @param path one repository, or all
  void sync(Optional<RepositoryPath> path, Consumer<Optional<String>> done) {
    boolean isFirst = path.equals(Optional.of(SyncNode.SESSIONS)) && link.isExchangingSessions();
    if (!link.isOnline() && !isFirst) {
      waiting.add(new Waiting(path, done));
    } else if (path.isEmpty()) {
      syncAll(done);
    } else {
      syncOne(path.get(), done);
    }
  }

  private void syncOne(RepositoryPath path, Consumer<Optional<String>> done) {
    Channel channel = byPath.get(path);
    if (channel != null) {
      channel.sync(done);
    } else {
      String reason = denied.getOrDefault(path, path + " is not open on both sides");
      done.accept(Optional.of(reason));
    }
  }

  private void syncAll(Consumer<Optional<String>> done) {
    if (!denied.isEmpty()) {
      done.accept(Optional.of(denied.values().iterator().next()));
      return;
    }
    List<Channel> all = List.copyOf(byNumber.values());
    Countdown countdown = new Countdown(all.size(), done);
    all.forEach(channel -> channel.sync(countdown::take));
  }

  /// The link is online.
  void onOnline() {
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(one -> sync(one.path(), one.done()));
  }

  /// Lets every channel send in turn while there is room, beginning after the one that had the last
  /// turn.
  void pumpAll() {
    if (byNumber.isEmpty()) {
      return;
    }
    List<Channel> order = new ArrayList<>(byNumber.tailMap(lastPumped, false).values());
    order.addAll(byNumber.headMap(lastPumped, true).values());
    boolean isAny = true;
    while (isAny && link.isWritable()) {
      isAny = false;
      for (Channel channel : order) {
        if (link.isWritable() && channel.emit()) {
          lastPumped = channel.number();
          isAny = true;
        }
      }
    }
  }

  /// Sends a sign of life about each channel in turn.
  void beat() {
    if (byNumber.isEmpty()) {
      send(new Frame.Digest(0, 0, false, 0, NOTHING));
      return;
    }
    Integer number = byNumber.higherKey(lastBeat);
    lastBeat = number == null ? byNumber.firstKey() : number;
    Channel channel = byNumber.get(lastBeat);
    if (channel != null) {
      long before = link.bytesOut() + link.waitingBytes();
      if (link.isConnector()) {
        channel.beat();
      }
      if (link.bytesOut() + link.waitingBytes() == before) {
        send(channel.signOfLife());
      }
    }
  }

  void onTick(long now) {
    if (now < wakeAt) {
      return;
    }
    wakeAt = Long.MAX_VALUE;
    List<Channel> due = List.copyOf(asleep);
    asleep.clear();
    due.forEach(Channel::wakeUp);
  }

  long wakeAt() {
    return wakeAt;
  }

  /// The link ended.
  void close(String reason) {
    List<Channel> all = List.copyOf(byNumber.values());
    byNumber.clear();
    byPath.clear();
    asleep.clear();
    wakeAt = Long.MAX_VALUE;
    all.forEach(channel -> channel.close(reason));
    all.forEach(beacons()::onEnded);
    List<Waiting> left = List.copyOf(waiting);
    waiting.clear();
    left.forEach(one -> one.done().accept(Optional.of(reason)));
  }

  // What the channels see

  @Override
  public SyncHost host() {
    return node.host();
  }

  @Override
  public Limits limits() {
    return node.limits();
  }

  @Override
  public Beacons beacons() {
    return node.beacons();
  }

  @Override
  public Admission admission() {
    return node.admission();
  }

  @Override
  public long now() {
    return node.time();
  }

  @Override
  public SessionId peer() {
    return link.peer();
  }

  @Override
  public CommitId hellos() {
    return link.hellos();
  }

  @Override
  public int peerFrameBytes() {
    return Math.min(link.peerHello().frameBytes(), Link.MAX_FRAME_BYTES);
  }

  @Override
  public int peerWindowBytes() {
    return link.peerHello().windowBytes();
  }

  @Override
  public boolean isConnector() {
    return link.isConnector();
  }

  @Override
  public void send(Frame frame) {
    link.send(frame);
  }

  @Override
  public void send(byte[] frame) {
    link.send(frame);
  }

  @Override
  public void processed(int bytes) {
    link.processed(bytes);
  }

  @Override
  public void wake(Channel channel, long millis) {
    asleep.add(channel);
    wakeAt = Math.min(wakeAt, millis);
  }

  @Override
  public void pump(Channel channel) {
    while (link.isWritable() && channel.emit()) {
      lastPumped = channel.number();
    }
  }

  @Override
  public void warn(String message) {
    node.warn("link to %s: %s".formatted(link.address(), message));
  }
}
