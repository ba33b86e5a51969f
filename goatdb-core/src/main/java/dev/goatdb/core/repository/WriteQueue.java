package dev.goatdb.core.repository;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// What waits for a repository's writer, and when it is the writer's turn.
///
/// An edit takes a place before it locks its item and waits for one while there is none: so nobody
/// waits with a lock held, and the queue is bounded although adding to it never blocks. When idle a
/// draft is written at once; in a burst drafts gather for the flush window, to share a signature; a
/// command that somebody waits for is never put off.
///
/// Thread rule: [#begin], [#poll] and [#end] are the lane's; the rest may be called from any
/// thread.
final class WriteQueue {

  /// Most drafts that wait; an edit beyond waits for a place.
  static final int MAX_WAITING = 16_384;

  /// So many drafts share a signature that waiting for more of them saves next to nothing.
  private static final int WORTH_SIGNING = 256;

  /// So many places are taken that none ever comes free.
  private static final int RETIRED = Integer.MIN_VALUE / 2;

  private static final long PLACE_WAIT_NANOS = 50_000;
  private static final int PLACE_WAITS = 200_000;

  private final RepositoryEngine repository;
  private final WriterLane lane;
  private final Env env;
  private final Duration flushWindow;
  private final Queue<Command> commands = new MpscUnboundedVarHandleArrayQueue<>(256);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean urgent;
  private volatile boolean closing;

  /// Whether drafts are left alone until the flush window is over, or enough of them wait: adding
  /// one need not ask for a turn.
  private volatile boolean gathering;

  /// One timer at a time: setting one wakes a thread, which costs a forced write more than it
  /// waits.
  private volatile boolean timerSet;

  private long lastWriteNanos;

  WriteQueue(RepositoryEngine repository, WriterLane lane, Env env, Duration flushWindow) {
    this.repository = repository;
    this.lane = lane;
    this.env = env;
    this.flushWindow = flushWindow;
    this.lastWriteNanos = env.nanoTime() - flushWindow.toNanos();
  }

  /// Takes places, waiting for them if all are taken.
  ///
  /// @param places how many
  /// @throws GoatDbException.LimitReached if none comes free for about ten seconds
  /// @throws RepositoryClosed if the repository is closed
  void reserve(int places) {
    if (closing) {
      throw new RepositoryClosed(repository.path());
    }
    int taken = waiting.addAndGet(places);
    if (taken < 0) {
      waiting.addAndGet(-places);
      throw new RepositoryClosed(repository.path());
    }
    if (taken <= MAX_WAITING) {
      return;
    }
    hurry();
    for (int i = 0; i < PLACE_WAITS; i++) {
      LockSupport.parkNanos(PLACE_WAIT_NANOS);
      if (waiting.get() <= MAX_WAITING) {
        return;
      }
    }
    waiting.addAndGet(-places);
    throw new GoatDbException.LimitReached(
        "%s: %d edits wait for the disk; slow down, or call flush()"
            .formatted(repository.path(), MAX_WAITING));
  }

  /// Gives places back that no draft took.
  void release(int places) {
    waiting.addAndGet(-places);
  }

  /// Adds a command; one that appends a draft must have a place.
  void add(Command command) {
    commands.add(command);
    if (!(command instanceof Command.Append || command instanceof Command.AppendGroup)) {
      urgent = true;
      ask();
    } else if (!gathering || waiting.get() >= WORTH_SIGNING) {
      ask();
    }
  }

  /// Makes waiting drafts go to the log now.
  void hurry() {
    if (!commands.isEmpty()) {
      urgent = true;
      ask();
    }
  }

  /// Closes if nothing waits and nobody has a place: then no edit is lost.
  ///
  /// @return whether it did
  boolean retire() {
    boolean isIdle = commands.isEmpty() && waiting.compareAndSet(0, RETIRED);
    if (isIdle) {
      close();
    }
    return isIdle;
  }

  /// Takes no more edits, and asks for a last turn.
  void close() {
    closing = true;
    ask();
  }

  boolean isClosing() {
    return closing;
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  private void ask() {
    if (!asked.get() && asked.compareAndSet(false, true)) {
      lane.ask(repository);
    }
  }

  /// {@return whether to write now; if not, a turn comes at the end of the flush window}
  boolean begin() {
    asked.set(false);
    boolean mayWait =
        !urgent
            && !closing
            && env.nanoTime() - lastWriteNanos < flushWindow.toNanos()
            && waiting.get() < WORTH_SIGNING;
    // Set before the timer is looked at: whichever comes second, this turn or the timer, sees to
    // what waits.
    gathering = mayWait;
    if (!mayWait) {
      urgent = false;
    } else if (!timerSet) {
      timerSet = true;
      env.after(flushWindow, this::windowOver);
    }
    return !mayWait;
  }

  private void windowOver() {
    timerSet = false;
    gathering = false;
    hurry();
  }

  /// {@return the next command, or null}
  @Nullable Command poll() {
    Command next = commands.poll();
    if (next instanceof Command.Append) {
      waiting.decrementAndGet();
    } else if (next instanceof Command.AppendGroup(List<Draft> drafts)) {
      waiting.addAndGet(-drafts.size());
    }
    return next;
  }

  /// The turn is over; if commands are left, the next one comes soon.
  void end() {
    lastWriteNanos = env.nanoTime();
    hurry();
  }
}
