package dev.goatdb.cli.terminal;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The world of a command. Any thread.
///
/// @param out results
/// @param err messages and progress
/// @param showsProgress whether somebody watches `err`, so that a progress bar makes sense
/// @param nanoTime a clock that never goes back, in nanoseconds
/// @param stop returns when the user wants a running service to end
/// @param paint colours results
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean showsProgress,
    LongSupplier nanoTime,
    Stop stop,
    Paint paint) {

  /// A terminal without colours.
  ///
  /// @param out results
  /// @param err messages and progress
  /// @param showsProgress whether somebody watches `err`
  /// @param nanoTime a clock that never goes back, in nanoseconds
  /// @param stop returns when the user wants a running service to end
  public Terminal(
      PrintWriter out, PrintWriter err, boolean showsProgress, LongSupplier nanoTime, Stop stop) {
    this(out, err, showsProgress, nanoTime, stop, Paint.PLAIN);
  }

  /// Waits for the wish to end.
  @FunctionalInterface
  public interface Stop {
    /// Returns when the user wants a running service to end.
    ///
    /// @throws InterruptedException if the thread is interrupted, which means the same
    void await() throws InterruptedException;
  }

  /// Prints a line of results.
  ///
  /// @param format as of [String#format(String, Object...)]
  /// @param arguments its arguments
  public void print(String format, Object... arguments) {
    out.println(arguments.length == 0 ? format : format.formatted(arguments));
    out.flush();
  }

  /// Starts a stop watch.
  ///
  /// @return it runs
  public Watch watch() {
    return new Watch(nanoTime, nanoTime.getAsLong());
  }

  /// Starts a progress bar, which shows itself where somebody watches.
  ///
  /// @param task what is done
  /// @param total how much there is; 0 if that is not known
  /// @return the bar
  public ProgressBar progress(String task, long total) {
    return new ProgressBar(this, task, total);
  }

  /// A stop watch.
  ///
  /// @param nanoTime the clock
  /// @param start when it started
  public record Watch(LongSupplier nanoTime, long start) {

    /// {@return the time since it started, in nanoseconds}
    public long nanos() {
      return nanoTime.getAsLong() - start;
    }

    /// {@return the time since it started, in milliseconds}
    public double millis() {
      return nanos() / 1e6;
    }

    /// {@return how many a second that is}
    ///
    /// @param count how many it was since the start
    public double perSecond(long count) {
      return count * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos());
    }
  }
}
