package dev.goatdb.core.sync;

import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/// Sends frames, and keeps those that a full link did not take. One thread, but for the counter.
///
/// Only frames that cannot be made later come here while the link is full: answers to what arrived.
/// Commits, pages of lists and acknowledgements are made when there is room.
final class Outbox {

  private final Link link;
  private final int capacity;
  private final IntConsumer onSent;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final AtomicLong sent = new AtomicLong();
  private long waitingBytes;

  /// @param link takes the frames
  /// @param capacity most bytes that may wait
  /// @param onSent hears the length of each frame that the link took
  Outbox(Link link, int capacity, IntConsumer onSent) {
    this.link = link;
    this.capacity = capacity;
    this.onSent = onSent;
  }

  /// {@return whether nothing waits}
  boolean isWritable() {
    return waiting.isEmpty();
  }

  /// {@return bytes that wait}
  long waitingBytes() {
    return waitingBytes;
  }

  /// {@return bytes taken by the link so far; any thread}
  long sentBytes() {
    return sent.get();
  }

  /// Sends a frame, now or later.
  ///
  /// @throws ProtocolException if too much waits already: the other side does not read
  void send(byte[] frame) throws ProtocolException {
    if (waiting.isEmpty() && take(frame)) {
      return;
    }
    if (waitingBytes + frame.length > capacity && !waiting.isEmpty()) {
      throw new ProtocolException(ByeCode.LIMIT, "the other side does not read what is sent to it");
    }
    waiting.add(frame);
    waitingBytes += frame.length;
  }

  /// Sends what waits, as far as the link takes it.
  void flush() {
    while (!waiting.isEmpty() && take(waiting.getFirst())) {
      waitingBytes -= waiting.removeFirst().length;
    }
  }

  private boolean take(byte[] frame) {
    boolean taken = link.send(MemorySegment.ofArray(frame));
    if (taken) {
      sent.addAndGet(frame.length);
      onSent.accept(frame.length);
    }
    return taken;
  }

  /// Drops what waits.
  void clear() {
    waiting.clear();
    waitingBytes = 0;
  }
}
