package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One end of a connection within the process.
///
/// The ends know each other. A sender counts the bytes that its receiver's handler has not yet
/// taken, and is full when they reach the limit. All calls to the handler are made by the turns of
/// one worker, each of which asks [#nextStep()] what is due until nothing is; the state is guarded
/// by this object's lock, which is never held while a handler, a wire or the other end is called,
/// so any thread may call anything.
final class PairedLink implements Link {

  private final URI remote;
  private final FrameHandler handler;
  private final Env env;
  private final Wire wire;
  private final long maxBytesUnderWay;
  private final Env.Worker worker;
  private final CompletableFuture<Link> opened = new CompletableFuture<>();
  private final ArrayDeque<Arrival> inbox = new ArrayDeque<>();
  private @Nullable PairedLink peer;
  private @Nullable CloseReason ended;
  private long demand;
  private long bytesUnderWay;
  private boolean openDue = true;
  private boolean refused;
  private boolean writableDue;
  private boolean finished;

  PairedLink(URI remote, FrameHandler handler, Env env, Wire wire, long maxBytesUnderWay) {
    this.remote = remote;
    this.handler = handler;
    this.env = env;
    this.wire = wire;
    this.maxBytesUnderWay = maxBytesUnderWay;
    this.worker = env.worker("goatdb-link-" + remote.getAuthority(), this::turn);
  }

  /// Joins two ends and opens both.
  static void join(PairedLink one, PairedLink other) {
    one.joinedWith(other);
    other.joinedWith(one);
    one.worker.signal();
    other.worker.signal();
  }

  /// {@return whether the handler has heard the last of this link}
  synchronized boolean isOver() {
    return finished;
  }

  /// {@return completes once the handler has heard of the open link}
  CompletableFuture<Link> opened() {
    return opened;
  }

  @Override
  public URI remote() {
    return remote;
  }

  @Override
  public boolean send(MemorySegment frame) {
    long size = frame.byteSize();
    if (size < 1 || size > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "a frame has 1 to " + MAX_FRAME_BYTES + " bytes, not " + size);
    }
    synchronized (this) {
      if (ended != null) {
        return false;
      }
      if (bytesUnderWay >= maxBytesUnderWay) {
        refused = true;
        return false;
      }
      bytesUnderWay += size;
    }
    wire.frame(peer(), frame.toArray(ValueLayout.JAVA_BYTE));
    return true;
  }

  @Override
  public void request(int frames) {
    if (frames < 1) {
      throw new IllegalArgumentException("at least one frame can be requested, not " + frames);
    }
    synchronized (this) {
      demand += frames;
    }
    worker.signal();
  }

  @Override
  public void close(CloseReason reason) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = reason;
      inbox.clear();
    }
    worker.signal();
    wire.end(peer(), reason);
  }

  /// A frame has come through the wire.
  ///
  /// @param frame its bytes
  /// @param cost how many bytes the sender has counted for it
  void arrive(byte[] frame, int cost) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      inbox.add(new Arrival(frame, cost));
    }
    worker.signal();
  }

  /// A frame was swallowed by the wire.
  ///
  /// @param cost how many bytes the sender has counted for it
  void drop(int cost) {
    peer().taken(cost);
  }

  /// The other end was closed and all that it had sent before has arrived.
  void endedByPeer(CloseReason reason) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = reason;
    }
    worker.signal();
  }

  /// The connection broke: what has not been taken is gone.
  void lost(String why) {
    synchronized (this) {
      inbox.clear();
    }
    endedByPeer(new CloseReason(CloseReason.LOST, why));
  }

  private void turn() {
    for (Runnable step = nextStep(); step != null; step = nextStep()) {
      step.run();
    }
  }

  private synchronized @Nullable Runnable nextStep() {
    if (finished || peer == null) {
      return null;
    }
    if (openDue) {
      openDue = false;
      return this::open;
    }
    if (ended == null && writableDue) {
      writableDue = false;
      return () -> handler.onWritable(this);
    }
    if (demand > 0 && !inbox.isEmpty()) {
      demand--;
      Arrival arrival = inbox.remove();
      return () -> deliver(arrival);
    }
    if (ended != null) {
      finished = true;
      inbox.clear();
      CloseReason reason = ended;
      return () -> finish(reason);
    }
    return null;
  }

  private void open() {
    handler.onOpen(this);
    opened.complete(this);
  }

  private void deliver(Arrival arrival) {
    handler.onFrame(this, MemorySegment.ofArray(arrival.frame()).asReadOnly());
    peer().taken(arrival.cost());
  }

  private void finish(CloseReason reason) {
    handler.onClosed(this, reason);
    // A worker cannot be closed from within its turn.
    env.after(Duration.ZERO, worker::close);
  }

  /// The other end's handler has taken bytes that were sent here, or they will never reach it.
  private void taken(int bytes) {
    synchronized (this) {
      bytesUnderWay -= bytes;
      if (!refused || bytesUnderWay > maxBytesUnderWay / 2) {
        return;
      }
      refused = false;
      writableDue = true;
    }
    worker.signal();
  }

  private synchronized void joinedWith(PairedLink other) {
    peer = other;
  }

  private synchronized PairedLink peer() {
    PairedLink known = peer;
    if (known == null) {
      throw new IllegalStateException("the link to " + remote + " is not joined");
    }
    return known;
  }

  /// A frame that waits for its request.
  private record Arrival(byte[] frame, int cost) {}
}
