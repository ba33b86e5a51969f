package dev.goatdb.core.engine;

import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one listener has not heard yet: in order, and bounded. When it is full, what comes next is
/// joined with the newest that waits, so that a listener that is slow or stuck costs no more memory
/// and still hears how things stand in the end. Any thread.
///
/// @param <E> what is told
final class Mailbox<E> {

  /// Most events that wait for one listener.
  static final int MAX_WAITING = 64;

  private final Executor executor;
  private final BinaryOperator<E> join;
  private final Consumer<? super E> listener;
  private int waiting;
  private @Nullable Letter newest;

  /// @param executor runs the listener, one call at a time, in order
  /// @param join makes one event of an earlier and a later one
  /// @param listener hears
  Mailbox(Executor executor, BinaryOperator<E> join, Consumer<? super E> listener) {
    this.executor = executor;
    this.join = join;
    this.listener = listener;
  }

  /// Lets the listener hear of an event, on the executor.
  void post(E event) {
    Letter letter = new Letter(event);
    synchronized (this) {
      Letter last = newest;
      if (waiting >= MAX_WAITING && last != null) {
        last.event = join.apply(last.event, event);
        return;
      }
      waiting++;
      newest = letter;
    }
    executor.execute(letter);
  }

  /// One call of the listener.
  private final class Letter implements Runnable, SerialExecutor.Refusable {
    private E event; // under the mailbox's lock

    Letter(E event) {
      this.event = event;
    }

    private E take() {
      synchronized (Mailbox.this) {
        waiting--;
        if (newest == this) {
          newest = null;
        }
        return event;
      }
    }

    @Override
    public void run() {
      listener.accept(take());
    }

    @Override
    public void onRefused() {
      take();
    }
  }
}
