package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what it hears of a link.
final class Ear implements FrameHandler {

  final CompletableFuture<Link> open = new CompletableFuture<>();
  final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final boolean eager;

  Ear(boolean eager) {
    this.eager = eager;
  }

  @Override
  public void onOpen(Link link) {
    open.complete(link);
    if (eager) {
      link.request(Integer.MAX_VALUE);
    }
  }

  @Override
  public void onFrame(Link link, MemorySegment frame) {
    frames.add(frame.toArray(ValueLayout.JAVA_BYTE));
  }

  @Override
  public void onWritable(Link link) {}

  @Override
  public void onClosed(Link link, CloseReason reason) {
    closed.complete(reason);
  }

  CloseReason closed() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  Link link() throws Exception {
    return open.get(20, TimeUnit.SECONDS);
  }
}
