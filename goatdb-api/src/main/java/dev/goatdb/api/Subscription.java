package dev.goatdb.api;

/// Somebody listens. Any thread.
public interface Subscription extends AutoCloseable {

  /// Stops listening: no call starts after this returns. Idempotent.
  @Override
  void close();
}
