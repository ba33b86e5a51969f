package dev.goatdb.core.query;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Has some work done on an executor whenever it is due, one task at a time. Any thread.
public final class Turn implements Runnable {

  private final Executor executor;
  private final BooleanSupplier isDue;
  private final Runnable work;
  private final AtomicBoolean isHandedOver = new AtomicBoolean();

  /// @param executor runs the work
  /// @param isDue whether there is work
  /// @param work does it
  Turn(Executor executor, BooleanSupplier isDue, Runnable work) {
    this.executor = executor;
    this.isDue = isDue;
    this.work = work;
  }

  /// Asks for a turn, if one is due. What made it due was noted before.
  void ask() {
    if (isDue.getAsBoolean() && isHandedOver.compareAndSet(false, true)) {
      executor.execute(this);
    }
  }

  /// The executor's.
  @Override
  public void run() {
    try {
      work.run();
    } finally {
      isHandedOver.set(false);
      ask();
    }
  }

  /// The executor refused this turn: the next one that asks gets one.
  public void leftOut() {
    isHandedOver.set(false);
  }
}
