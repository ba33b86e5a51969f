package dev.goatdb.bench;

/// A stopwatch that runs from its making.
final class Watch {

  private final long started = System.nanoTime();

  /// {@return milliseconds since it was made}
  double millis() {
    return (System.nanoTime() - started) / 1e6;
  }

  /// {@return microseconds since it was made}
  double micros() {
    return (System.nanoTime() - started) / 1e3;
  }
}
