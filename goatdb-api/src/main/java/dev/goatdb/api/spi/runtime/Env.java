package dev.goatdb.api.spi.runtime;

import java.time.Duration;

/// The engine's only source of time, chance and threads.
///
/// An implementation with real threads lets every method be called from any thread. A simulator
/// implements the same contract in one thread: its turns run from its own event queue.
public interface Env {

  /// {@return milliseconds since 1970, by the wall clock, which may jump}
  long now();

  /// {@return nanoseconds since an arbitrary point, never going back}
  long nanoTime();

  /// Fills an array with random bytes, fit for keys.
  ///
  /// @param bytes the array to fill
  void random(byte[] bytes);

  /// Makes a worker that runs one piece of work again and again, whenever it is signalled, never
  /// twice at the same time.
  ///
  /// @param name for people: the thread's name
  /// @param work one turn; does what there is to do and returns, and does not throw
  /// @return the worker, idle
  Worker worker(String name, Runnable work);

  /// Starts a virtual thread for work that blocks.
  ///
  /// @param name for people
  /// @param body the work
  /// @return the started thread
  Thread start(String name, Runnable body);

  /// Runs a short task later, once.
  ///
  /// @param delay how long to wait
  /// @param task what to run; it neither blocks nor throws
  /// @return cancels the task if it has not begun
  Timer after(Duration delay, Runnable task);

  /// Repeated work on a thread of its own.
  interface Worker extends AutoCloseable {

    /// Asks for a turn: one begins after this call. Signals that come before that turn begins fold
    /// into it. Cheap; any thread.
    void signal();

    /// Runs a last turn, waits for it and ends the thread. Later signals do nothing. Idempotent.
    /// Not from within a turn.
    @Override
    void close();
  }

  /// A task that waits for its time.
  interface Timer {

    /// Takes the task back if it has not begun.
    void cancel();
  }
}
