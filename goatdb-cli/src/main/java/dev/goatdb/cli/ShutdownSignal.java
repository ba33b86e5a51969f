package dev.goatdb.cli;

import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGINT and SIGTERM: the virtual machine begins to shut down, and its hook waits until the
/// command has closed what it had open.
///
/// The hook is installed when a command first waits; other commands end as the signal demands,
/// which loses nothing, because a log survives a crash at any point.
final class ShutdownSignal implements Terminal.Stop {

  private static final long LONGEST_CLOSE_SECONDS = 30;

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public void await() throws InterruptedException {
    Thread hook = Thread.ofPlatform().name("goatdb-shutdown").unstarted(this::shutDown);
    Runtime.getRuntime().addShutdownHook(hook);
    wanted.await();
  }

  private void shutDown() {
    wanted.countDown();
    try {
      ended.await(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The command is over and everything is closed.
  void ended() {
    ended.countDown();
  }
}
