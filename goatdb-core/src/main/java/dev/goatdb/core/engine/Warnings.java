package dev.goatdb.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What people should know: written to the system's logger, and the latest kept for the status. Any
/// thread.
final class Warnings implements Consumer<String> {

  private static final int KEPT = 100;
  private static final System.Logger LOGGER = System.getLogger("dev.goatdb");

  private static final int MOST_ONCE = 1000;

  private final Deque<String> latest = new ArrayDeque<>();
  private final Set<String> told = new HashSet<>();

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

  /// Says something the first time only.
  void once(String message) {
    boolean isNew;
    synchronized (latest) {
      isNew = told.size() < MOST_ONCE && told.add(message);
    }
    if (isNew) {
      accept(message);
    }
  }

  /// {@return the latest messages, oldest first}
  List<String> latest() {
    synchronized (latest) {
      return List.copyOf(latest);
    }
  }
}
