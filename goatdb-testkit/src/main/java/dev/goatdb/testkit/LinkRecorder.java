package dev.goatdb.testkit;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Hears one link, keeps what it heard, and notes each breach of the order of calls. Any thread may
/// ask.
final class LinkRecorder implements FrameHandler {

  private static final long PATIENCE_SECONDS = 20;

  private final int requestAtOpen;
  private final boolean requestEach;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> breaches = new LinkedBlockingQueue<>();
  private final Semaphore writable = new Semaphore(0);
  private final CompletableFuture<Link> open = new CompletableFuture<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private final AtomicInteger inside = new AtomicInteger();

  private LinkRecorder(int requestAtOpen, boolean requestEach) {
    this.requestAtOpen = requestAtOpen;
    this.requestEach = requestEach;
  }

  /// {@return a recorder that requests nothing by itself}
  static LinkRecorder patient() {
    return new LinkRecorder(0, false);
  }

  /// {@return a recorder that asks for the next frame whenever it has taken one}
  static LinkRecorder eager() {
    return new LinkRecorder(1, true);
  }

  @Override
  public void onOpen(Link link) {
    enter(!open.isDone() && !closed.isDone(), "onOpen is not the first call");
    open.complete(link);
    if (requestAtOpen > 0) {
      link.request(requestAtOpen);
    }
    inside.decrementAndGet();
  }

  @Override
  public void onFrame(Link link, MemorySegment frame) {
    enter(open.isDone() && !closed.isDone(), "onFrame before onOpen or after onClosed");
    frames.add(frame.toArray(ValueLayout.JAVA_BYTE));
    if (requestEach) {
      link.request(1);
    }
    inside.decrementAndGet();
  }

  @Override
  public void onWritable(Link link) {
    enter(open.isDone() && !closed.isDone(), "onWritable before onOpen or after onClosed");
    writable.release();
    inside.decrementAndGet();
  }

  @Override
  public void onClosed(Link link, CloseReason reason) {
    enter(open.isDone() && !closed.isDone(), "onClosed before onOpen or twice");
    closed.complete(reason);
    inside.decrementAndGet();
  }

  private void enter(boolean inOrder, String breach) {
    if (!inOrder) {
      breaches.add(breach);
    }
    if (inside.incrementAndGet() != 1) {
      breaches.add("two calls at the same time");
    }
  }

  Link link() throws Exception {
    return open.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  CloseReason closed() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// {@return the next frame, waited for}
  byte[] frame() throws Exception {
    byte[] frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new TimeoutException("no frame within " + PATIENCE_SECONDS + " s; closed: " + closed);
    }
    return frame;
  }

  /// {@return a frame that has come already}
  byte @Nullable [] frameNow() {
    return frames.poll();
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /// Waits until the link says that it has room again.
  void awaitWritable() throws Exception {
    if (!writable.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("no onWritable within " + PATIENCE_SECONDS + " s");
    }
  }

  /// Fails if the calls came in a wrong order or at the same time.
  void requireOrderlyCalls() {
    if (!breaches.isEmpty()) {
      throw new AssertionError("calls to the handler: " + Arrays.toString(breaches.toArray()));
    }
  }
}
