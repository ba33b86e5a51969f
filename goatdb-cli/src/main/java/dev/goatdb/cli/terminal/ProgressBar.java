package dev.goatdb.cli.terminal;

import java.util.concurrent.TimeUnit;

/// One line that says how far a task is; it erases itself in the end. One thread.
public final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final String task;
  private final long total;
  private final Terminal.Watch watch;
  private long drawnAt = Long.MIN_VALUE;

  ProgressBar(Terminal terminal, String task, long total) {
    this.terminal = terminal;
    this.task = task;
    this.total = total;
    this.watch = terminal.watch();
  }

  /// Says how much is done. Cheap: the line is drawn ten times a second.
  ///
  /// @param done how much is done
  public void update(long done) {
    if (!terminal.showsProgress()) {
      return;
    }
    long now = watch.nanos();
    if (drawnAt != Long.MIN_VALUE && now - drawnAt < REDRAW_NANOS) {
      return;
    }
    drawnAt = now;
    terminal.err().print(ERASE_LINE + line(done));
    terminal.err().flush();
  }

  private String line(long done) {
    double rate = watch.perSecond(done);
    if (total <= 0) {
      return "%s %,d  %,.0f/s".formatted(task, done, rate);
    }
    int filled = (int) (WIDTH * Math.min(done, total) / total);
    return "%s [%s%s] %3d %%  %,d/%,d  %,.0f/s"
        .formatted(
            task,
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            100 * Math.min(done, total) / total,
            done,
            total,
            rate);
  }

  /// Erases the line.
  @Override
  public void close() {
    if (drawnAt != Long.MIN_VALUE) {
      terminal.err().print(ERASE_LINE);
      terminal.err().flush();
    }
  }
}
