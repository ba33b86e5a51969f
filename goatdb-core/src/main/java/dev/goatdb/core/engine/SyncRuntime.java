package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb.PeerStatus;
import dev.goatdb.api.Peer;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.sync.Limits;
import dev.goatdb.core.sync.LinkHandle;
import dev.goatdb.core.sync.SyncNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// Runs the synchronization: one worker feeds the state machine with frames, appends and ticks, and
/// keeps the connections.
///
/// Thread rule: everything marked "worker" runs on the worker only; the rest may be called from any
/// thread.
final class SyncRuntime implements AutoCloseable, Executor {

  private final Database database;
  private final Env env;
  private final Queue<Runnable> tasks = new MpscUnboundedVarHandleArrayQueue<>(256);
  private final Env.Worker worker;
  private final SyncNode node; // worker
  private final Map<RepositoryPath, StoreAdapter> stores = new HashMap<>(); // worker
  private final Set<LinkHandle> accepted = new LinkedHashSet<>(); // worker
  private final Set<RepositoryEngine> grown = ConcurrentHashMap.newKeySet();
  private final List<PeerConnection> peers = new CopyOnWriteArrayList<>();
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
  private Env.@Nullable Timer tick; // worker
  private volatile boolean closed;

  SyncRuntime(Database database, Env env) {
    this.database = database;
    this.env = env;
    this.node = new SyncNode(new HostAdapter(database, this), Limits.DEFAULT);
    this.worker = env.worker("goatdb-sync", this::turn);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    worker.signal();
  }

  private void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // One bad task must not end the connections of all others; it is reported, never silent.
        database.warnings().accept("synchronization failed in one step: " + e + at(e));
      }
    }
    schedule();
  }

  private static String at(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private void schedule() {
    if (tick != null) {
      tick.cancel();
      tick = null;
    }
    long millis = closed ? Long.MAX_VALUE : node.millisToTick();
    if (millis != Long.MAX_VALUE) {
      tick = env.after(Duration.ofMillis(Math.max(1, millis)), () -> execute(node::onTick));
    }
  }

  /// {@return the store of an engine} Worker.
  StoreAdapter store(RepositoryEngine engine) {
    StoreAdapter known = stores.get(engine.path());
    if (known == null || known.engine() != engine) {
      known = new StoreAdapter(engine, this);
      stores.put(engine.path(), known);
    }
    return known;
  }

  /// Tells of a repository that was opened.
  void opened(RepositoryEngine engine) {
    execute(() -> node.onOpened(store(engine)));
  }

  /// Tells of a repository that was closed.
  void closed(RepositoryPath path) {
    execute(() -> {
      node.onClosedStore(path);
      stores.remove(path);
    });
  }

  /// Tells of new bundles. However many there are until the worker comes to it, one look at the log
  /// finds them all.
  void appended(RepositoryEngine engine) {
    if (grown.add(engine)) {
      execute(() -> {
        grown.remove(engine);
        node.onAppended(store(engine));
      });
    }
  }

  /// Runs an action on the worker, unless a peer that connected to this process follows a
  /// repository.
  void unlessServed(RepositoryPath path, Runnable action) {
    execute(() -> {
      if (!node.serves(path)) {
        action.run();
      }
    });
  }

  /// Says something to everybody who is connected, or takes it back.
  void publish(RepositoryPath path, String topic, Optional<Value.Bytes> content) {
    execute(() -> node.publish(path, topic, content));
  }

  /// Tells of new sessions.
  void sessionsChanged() {
    execute(node::onSessionsChanged);
  }

  /// Connects and keeps connected.
  Peer connect(URI address) {
    PeerConnection peer = new PeerConnection(this, database, address);
    peers.add(peer);
    peer.start();
    return peer;
  }

  void forget(PeerConnection peer) {
    peers.remove(peer);
  }

  /// Listens.
  Endpoint listen(URI address) {
    try {
      Endpoint endpoint =
          database.providers().transport(address).listen(address, Accepted::new, env);
      endpoints.add(endpoint);
      return new PinnedEndpoint(endpoint, database.databaseId().toString());
    } catch (IOException e) {
      throw new GoatDbException.Storage(String.valueOf(e.getMessage()), e);
    }
  }

  /// An endpoint whose address pins the database.
  private record PinnedEndpoint(Endpoint endpoint, String database) implements Endpoint {
    @Override
    public URI address() {
      return URI.create(endpoint.address() + "#" + database);
    }

    @Override
    public void close() {
      endpoint.close();
    }
  }

  /// Copies a frame, whose bytes are valid during the call only.
  static byte[] copy(MemorySegment frame) {
    return frame.toArray(ValueLayout.JAVA_BYTE);
  }

  SyncNode node() {
    return node;
  }

  /// A link that a peer opened.
  private final class Accepted implements FrameHandler {
    private @Nullable LinkHandle handle; // worker

    @Override
    public void onOpen(Link link) {
      execute(() -> {
        LinkHandle opened = node.accepted(link);
        handle = opened;
        accepted.add(opened);
      });
    }

    @Override
    public void onFrame(Link link, MemorySegment frame) {
      byte[] bytes = copy(frame);
      execute(() -> with(handle -> node.onFrame(handle, bytes)));
    }

    @Override
    public void onWritable(Link link) {
      execute(() -> with(node::onWritable));
    }

    @Override
    public void onClosed(Link link, CloseReason reason) {
      execute(() ->
          with(handle -> {
            accepted.remove(handle);
            node.onClosed(handle, reason);
          }));
    }

    private void with(Consumer<LinkHandle> action) {
      if (handle != null) {
        action.accept(handle);
      }
    }
  }

  /// {@return completes when everything was exchanged with everybody who is connected, or
  /// connecting}
  CompletableFuture<Void> sync(Optional<RepositoryPath> path) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (PeerConnection peer : peers) {
      if (peer.state() == Peer.State.CONNECTING || peer.state() == Peer.State.ONLINE) {
        all.add(peer.syncOnce(path));
      }
    }
    CompletableFuture<Void> inbound = new CompletableFuture<>();
    all.add(inbound);
    afterPending(() -> syncAccepted(path, inbound));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  /// Runs a task on the worker when every edit made so far is in the log: what this process sees
  /// already must not be missing from an exchange that it asks for.
  void afterPending(Runnable task) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (RepositoryEngine engine : database.all().open()) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      engine.between(() -> written.complete(null));
      if (engine.isClosed()) {
        written.complete(null); // closing writes what is pending, and nobody runs what comes later
      }
      all.add(written);
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenRun(() -> execute(task));
  }

  /// A peer that goes away meanwhile is not connected any more, and is not waited for.
  private void syncAccepted(Optional<RepositoryPath> path, CompletableFuture<Void> done) {
    List<LinkHandle> online = accepted.stream().filter(LinkHandle::isOnline).toList();
    if (online.isEmpty()) {
      done.complete(null);
      return;
    }
    int[] left = {online.size()};
    for (LinkHandle handle : online) {
      node.sync(
          handle,
          path,
          failure -> {
            if (--left[0] == 0) {
              done.complete(null);
            }
          });
    }
  }

  /// {@return how the connections are that this side keeps}
  List<PeerStatus> status() {
    return peers.stream().map(PeerConnection::status).toList();
  }

  /// Says good-bye to everybody.
  @Override
  public void close() {
    closed = true;
    peers.forEach(PeerConnection::close);
    execute(node::close);
    worker.close();
    endpoints.forEach(Endpoint::close);
  }

  Env env() {
    return env;
  }
}
