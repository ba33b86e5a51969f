package dev.goatdb.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// What people should know: written to the system's logger, and the latest kept for the status. Any
/// thread.
final class Warnings implements Consumer<String> {

  private static final int KEPT = 100;
  private static final System.Logger LOGGER = System.getLogger("dev.goatdb");

  private final Deque<String> latest = new ArrayDeque<>();

  @Override
  public void accept(String message) {
    LOGGER.log(System.Logger.Level.WARNING, message);
    synchronized (latest) {
      latest.addLast(message);
      if (latest.size() > KEPT) {
        latest.removeFirst();
      }
    }
  }

  /// {@return the latest messages, oldest first}
  List<String> latest() {
    synchronized (latest) {
      return List.copyOf(latest);
    }
  }
}
