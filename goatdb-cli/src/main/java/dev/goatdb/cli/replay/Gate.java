package dev.goatdb.cli.replay;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Stands before the receiving end of a link and holds back frames that carry commits, until it is
/// told how many may pass. What came after a held frame waits behind it, but for acknowledgements,
/// which say nothing of what is held. Any thread; one lock.
final class Gate implements FrameHandler {

  /// Types of frames, as the protocol numbers them.
  private static final int COMMITS = 9;

  private static final int ACK = 11;
  private static final int NACK = 12;

  /// A frame that waits.
  private record Held(Link link, MemorySegment frame) {}

  private final FrameHandler handler;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private int arrived;
  private int passed;
  private int allowed = Integer.MAX_VALUE;
  private int mostHeld;

  Gate(FrameHandler handler) {
    this.handler = handler;
  }

  /// Holds frames back from now on, and counts from here.
  synchronized void shut() {
    arrived = 0;
    passed = 0;
    allowed = 0;
  }

  /// Lets frames pass up to a number that counts from [#shut()].
  synchronized void allow(int frames) {
    allowed = Math.max(allowed, frames);
    while (!held.isEmpty() && mayPass(held.getFirst().frame())) {
      Held next = held.removeFirst();
      pass(next.link(), next.frame());
    }
  }

  /// Waits until a number of frames has come to the gate.
  ///
  /// @return whether they came in time
  synchronized boolean awaitArrived(int frames, long timeoutMillis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    long step = TimeUnit.MILLISECONDS.toNanos(100);
    while (arrived < frames && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, step));
      left -= step;
    }
    return arrived >= frames;
  }

  /// {@return the most frames that waited at once}
  synchronized int mostHeld() {
    return mostHeld;
  }

  @Override
  public void onOpen(Link link) {
    handler.onOpen(link);
  }

  @Override
  public synchronized void onFrame(Link link, MemorySegment frame) {
    int type = type(frame);
    if (type == COMMITS) {
      arrived++;
      notifyAll();
    }
    if (type == ACK || type == NACK || (held.isEmpty() && mayPass(frame))) {
      pass(link, frame);
    } else {
      held.add(new Held(link, MemorySegment.ofArray(frame.toArray(ValueLayout.JAVA_BYTE))));
      mostHeld = Math.max(mostHeld, held.size());
      link.request(1); // or what is held would stop the acknowledgements behind it
    }
  }

  private static int type(MemorySegment frame) {
    return frame.get(ValueLayout.JAVA_BYTE, 0) & 0xff;
  }

  private boolean mayPass(MemorySegment frame) {
    return type(frame) != COMMITS || passed < allowed;
  }

  private void pass(Link link, MemorySegment frame) {
    passed += type(frame) == COMMITS ? 1 : 0;
    handler.onFrame(link, frame);
  }

  @Override
  public void onWritable(Link link) {
    handler.onWritable(link);
  }

  @Override
  public void onClosed(Link link, CloseReason reason) {
    handler.onClosed(link, reason);
  }
}
