package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb.PeerStatus;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.core.sync.LinkEvent;
import dev.goatdb.core.sync.LinkHandle;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection that is kept: after a loss it tries again, first soon, then more and more seldom.
/// State changes happen on the synchronization worker; any thread may read them.
final class PeerConnection implements Peer {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// Somebody waits for an exchange.
  private record Waiting(
      Optional<RepositoryPath> path, boolean whileOffline, CompletableFuture<Void> done) {}

  private final SyncRuntime runtime;
  private final Database database;
  private final URI address;
  private final TransportProvider transport;
  private final List<Mailbox<State>> stateListeners = new CopyOnWriteArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>(); // worker
  private volatile State state = State.CONNECTING;
  private volatile String reason = "";
  private volatile @Nullable LinkHandle handle;
  private @Nullable Link link; // worker
  private long sentBefore; // worker
  private long receivedBefore; // worker
  private Duration pause = FIRST_PAUSE; // worker
  private Env.@Nullable Timer retry; // worker

  PeerConnection(SyncRuntime runtime, Database database, URI address) {
    this.runtime = runtime;
    this.database = database;
    this.address = address;
    this.transport = database.providers().transport(address);
  }

  void start() {
    runtime.execute(this::connect);
  }

  private void connect() {
    retry = null;
    if (state == State.CLOSED) {
      return;
    }
    database.renewIfDue();
    try {
      transport
          .connect(withoutPin(address), new Handler(), runtime.env())
          .whenComplete((opened, failure) -> {
            if (failure != null) {
              runtime.execute(() -> offline(message(failure)));
            }
          });
    } catch (RuntimeException e) {
      // A transport that throws instead of completing exceptionally is tried again all the same.
      offline(message(e));
    }
  }

  /// The fragment pins the database and is none of the transport's business.
  private static URI withoutPin(URI address) {
    String text = address.toString();
    int pin = text.indexOf('#');
    return pin < 0 ? address : URI.create(text.substring(0, pin));
  }

  private static String message(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }

  /// Hears one attempt's link.
  private final class Handler implements FrameHandler {
    private @Nullable LinkHandle mine; // worker

    @Override
    public void onOpen(Link opened) {
      runtime.execute(() -> opened(opened));
    }

    private void opened(Link opened) {
      if (state == State.CLOSED) {
        opened.close(new CloseReason(CloseReason.GOING_AWAY, "closed"));
        return;
      }
      link = opened;
      mine = runtime.node().connected(opened, address, PeerConnection.this::onEvent);
      handle = mine;
    }

    @Override
    public void onFrame(Link opened, MemorySegment frame) {
      byte[] bytes = SyncRuntime.copy(frame);
      runtime.execute(() -> with(h -> runtime.node().onFrame(h, bytes)));
    }

    @Override
    public void onWritable(Link opened) {
      runtime.execute(() -> with(runtime.node()::onWritable));
    }

    @Override
    public void onClosed(Link opened, CloseReason why) {
      runtime.execute(() -> lost(why));
    }

    private void lost(CloseReason why) {
      with(h -> {
        sentBefore += h.bytesOut();
        receivedBefore += h.bytesIn();
        runtime.node().onClosed(h, why);
      });
      if (handle == mine) {
        handle = null;
        link = null;
        if (mine != null) {
          offline(why.toString());
        }
      }
    }

    private void with(Consumer<LinkHandle> action) {
      if (mine != null) {
        action.accept(mine);
      }
    }
  }

  private void onEvent(LinkEvent event) {
    switch (event) {
      case LinkEvent.Online() -> online();
      case LinkEvent.Refused(String why, boolean permanent) -> {
        reason = why;
        if (permanent) {
          database.warnings().accept(address + ": " + why);
          become(State.REFUSED);
          failAll(why);
        }
      }
    }
  }

  private void online() {
    pause = FIRST_PAUSE;
    reason = "";
    become(State.ONLINE);
    List<Waiting> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(this::exchange);
  }

  private void offline(String why) {
    if (state == State.CLOSED || state == State.REFUSED) {
      return;
    }
    if (reason.isEmpty() || state != State.OFFLINE) {
      reason = why;
    }
    become(State.OFFLINE);
    waiting.removeIf(w -> !w.whileOffline() && w.done().complete(null));
    if (retry == null) {
      retry = runtime.env().after(jittered(), () -> runtime.execute(this::connect));
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }

  /// Half the pause and up to as much again, so that many clients of one server do not come back at
  /// once.
  private Duration jittered() {
    byte[] random = new byte[1];
    runtime.env().random(random);
    return pause.dividedBy(2).plus(pause.multipliedBy(random[0] & 0xff).dividedBy(512));
  }

  private void become(State next) {
    if (state != next) {
      state = next;
      stateListeners.forEach(listener -> listener.post(next));
    }
  }

  private void failAll(String why) {
    waiting.forEach(
        w -> w.done().completeExceptionally(new GoatDbException.Storage(address + ": " + why)));
    waiting.clear();
  }

  private void exchange(Waiting wanted) {
    LinkHandle current = handle;
    if (current == null || state != State.ONLINE) {
      waiting.add(wanted);
      return;
    }
    runtime
        .node()
        .sync(
            current,
            wanted.path(),
            failure -> {
              if (failure.isEmpty()) {
                wanted.done().complete(null);
              } else {
                again(wanted, current, failure.get());
              }
            });
  }

  /// A link that was lost in the middle is waited for, if the caller wants that; one that still
  /// stands has said no.
  private void again(Waiting wanted, LinkHandle asked, String failure) {
    boolean stands = handle == asked && state == State.ONLINE;
    if (stands || state == State.CLOSED || state == State.REFUSED) {
      wanted.done().completeExceptionally(new GoatDbException.Storage(address + ": " + failure));
    } else if (wanted.whileOffline()) {
      waiting.add(wanted);
    } else {
      wanted.done().complete(null);
    }
  }

  /// {@return completes when everything was exchanged, or the peer is out of reach}
  CompletableFuture<Void> syncOnce(Optional<RepositoryPath> path) {
    return enqueue(new Waiting(path, false, new CompletableFuture<>()));
  }

  @Override
  public CompletableFuture<Void> sync() {
    return enqueue(new Waiting(Optional.empty(), true, new CompletableFuture<>()));
  }

  private CompletableFuture<Void> enqueue(Waiting wanted) {
    runtime.afterPending(() -> {
      if (state == State.CLOSED || state == State.REFUSED) {
        String why = reason.isEmpty() ? "closed" : reason;
        wanted.done().completeExceptionally(new GoatDbException.Storage(address + ": " + why));
      } else {
        exchange(wanted);
      }
    });
    return wanted.done();
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Subscription onState(Consumer<State> listener) {
    Mailbox<State> mailbox =
        new Mailbox<>(database.userExecutor(), (earlier, later) -> later, listener);
    stateListeners.add(mailbox);
    return () -> stateListeners.remove(mailbox);
  }

  PeerStatus status() {
    LinkHandle current = handle;
    long sent = sentBefore + (current == null ? 0 : current.bytesOut());
    long received = receivedBefore + (current == null ? 0 : current.bytesIn());
    return new PeerStatus(address, state, reason, sent, received);
  }

  @Override
  public void close() {
    runtime.forget(this);
    runtime.execute(() -> {
      become(State.CLOSED);
      if (retry != null) {
        retry.cancel();
      }
      LinkHandle current = handle;
      if (current != null) {
        runtime.node().disconnect(current);
      }
      failAll("closed");
    });
  }
}
