package dev.goatdb.core.repository;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Whether a repository is in use: what is not may be closed. Any thread.
public final class Usage {

  private final AtomicInteger pins = new AtomicInteger();

  /// Written and read without order: a mark that is seen late closes a repository early, which
  /// costs opening it again.
  private boolean used = true;

  Usage() {}

  /// Marks it as used. Cheap: once marked, nothing is written.
  public void use() {
    if (!used) {
      used = true;
    }
  }

  /// {@return whether it was used since this was asked last}
  public boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /// Keeps it from being closed because it is idle, until [#unpin()].
  ///
  /// @return whether it does; it does not if it was closed already
  public boolean pin() {
    boolean isPinned = pins.incrementAndGet() > 0;
    if (!isPinned) {
      pins.decrementAndGet();
    }
    return isPinned;
  }

  /// Takes a [#pin()] back.
  public void unpin() {
    pins.decrementAndGet();
  }

  /// Ends use for good, if nobody has pinned it.
  ///
  /// @param ending refuses to end while something is under way
  boolean end(BooleanSupplier ending) {
    if (!pins.compareAndSet(0, Integer.MIN_VALUE)) {
      return false;
    }
    boolean ended = ending.getAsBoolean();
    if (!ended) {
      pins.addAndGet(Integer.MIN_VALUE); // back to those that tried meanwhile
    }
    return ended;
  }
}
