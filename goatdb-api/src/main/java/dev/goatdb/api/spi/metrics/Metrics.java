package dev.goatdb.api.spi.metrics;

import dev.goatdb.api.spi.Plugin;
import java.net.URI;

/// Takes measurements, to feed a monitoring system. Found through [java.util.ServiceLoader], or
/// given to the configuration; every one that is found is called.
///
/// Called on the engine's own threads, several at once, in the midst of their work: it counts and
/// returns. What it throws is reported once and ignored. The engine measures nothing while there is
/// no such plugin and no flight recording.
public interface Metrics extends Plugin {

  /// Takes a measurement. Any thread.
  ///
  /// @param database the location of the database that it is about
  /// @param measurement what was done
  void record(URI database, Measurement measurement);
}
