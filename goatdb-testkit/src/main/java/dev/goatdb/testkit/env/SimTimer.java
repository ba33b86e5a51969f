package dev.goatdb.testkit.env;

import dev.goatdb.api.spi.runtime.Env;

/// Says whether an event that waits is still wanted.
final class SimTimer implements Env.Timer {

  private boolean cancelled;

  @Override
  public void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }
}
