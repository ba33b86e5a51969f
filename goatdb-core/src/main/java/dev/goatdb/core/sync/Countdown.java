package dev.goatdb.core.sync;

import java.util.Optional;
import java.util.function.Consumer;

/// Waits for several outcomes and reports once: the first failure, or that all are done. One
/// thread.
final class Countdown {

  private final Consumer<Optional<String>> done;
  private int open;
  private boolean isOver;

  /// @param open number of outcomes; with 0 it reports at once
  /// @param done called once
  Countdown(int open, Consumer<Optional<String>> done) {
    this.open = open;
    this.done = done;
    if (open == 0) {
      isOver = true;
      done.accept(Optional.empty());
    }
  }

  /// Takes an outcome.
  void take(Optional<String> outcome) {
    open--;
    if (!isOver && (open == 0 || outcome.isPresent())) {
      isOver = true;
      done.accept(outcome);
    }
  }
}
