package dev.goatdb.core.repository;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// When a repository's log is forced: at once if somebody waits for it, else within a while. One
/// thread: the writer's.
final class Forcing {

  /// What is appended reaches the medium within this time, also if nobody waits for it.
  private static final Duration FORCE_WITHIN = Duration.ofMillis(50);

  private final RepositoryPath path;
  private final CommitLog log;
  private final Surroundings around;

  /// Asks the writer for a turn in which [#isDue()] is called.
  private final Runnable askWhenOver;

  private final Queue<Command.Force> forces = new ArrayDeque<>();
  private boolean unforced;
  private boolean timerSet;
  private boolean isDue;
  private String lastFailure = "";

  Forcing(RepositoryPath path, CommitLog log, Surroundings around, Runnable askWhenOver) {
    this.path = path;
    this.log = log;
    this.around = around;
    this.askWhenOver = askWhenOver;
  }

  /// Notes that something was appended, or may have been.
  void appended() {
    unforced = true;
  }

  /// Takes somebody who waits.
  void ask(Command.Force force) {
    forces.add(force);
  }

  /// The time is over within which what was appended has to be forced.
  void isDue() {
    isDue = true;
  }

  /// Forces what somebody waits for, or what has waited long enough.
  void force() {
    if (!forces.isEmpty() || (isDue && unforced)) {
      forceNow();
    } else if (unforced && !timerSet) {
      timerSet = true;
      around.env().after(FORCE_WITHIN, askWhenOver);
    }
  }

  /// Who asked stays in the list until answered, so that a defect on the way leaves nobody waiting.
  private void forceNow() {
    isDue = false;
    timerSet = false;
    try {
      if (unforced) {
        long start = around.observer().start();
        log.force();
        around.observer().forced(path, start);
        unforced = false;
        lastFailure = "";
      }
    } catch (IOException e) {
      warnOfForce(String.valueOf(e.getMessage()));
      fail(e);
      return;
    }
    for (Command.Force force = forces.poll(); force != null; force = forces.poll()) {
      force.done().run();
    }
  }

  /// Answers everybody who asked that it failed.
  void fail(IOException reason) {
    for (Command.Force force = forces.poll(); force != null; force = forces.poll()) {
      force.failed().accept(reason);
    }
  }

  /// It is tried again and again: people are told when it begins, and when it changes.
  private void warnOfForce(String failure) {
    if (!failure.equals(lastFailure)) {
      lastFailure = failure;
      around.warnings().accept(path + ": cannot be forced: " + failure);
    }
  }
}
