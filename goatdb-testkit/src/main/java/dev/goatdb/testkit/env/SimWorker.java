package dev.goatdb.testkit.env;

import dev.goatdb.api.spi.runtime.Env;

/// A worker whose turns are events. Signals that come before a turn begins fold into it, as on a
/// real thread.
final class SimWorker implements Env.Worker {

  private final SimEnv env;
  private final String name;
  private final Runnable work;
  private final SimTimer life = new SimTimer();
  private boolean signalled;
  private boolean inTurn;

  SimWorker(SimEnv env, String name, Runnable work) {
    this.env = env;
    this.name = name;
    this.work = work;
  }

  @Override
  public void signal() {
    if (signalled || life.cancelled()) {
      return;
    }
    signalled = true;
    env.enqueue(env.turnDelay(), name, life, this::turn);
  }

  private void turn() {
    signalled = false;
    inTurn = true;
    try {
      work.run();
    } finally {
      inTurn = false;
    }
  }

  @Override
  public void close() {
    if (inTurn) {
      throw new IllegalStateException("worker " + name + " cannot be closed from within its turn");
    }
    if (life.cancelled()) {
      return;
    }
    life.cancel();
    if (!env.crashed()) {
      turn();
    }
  }
}
