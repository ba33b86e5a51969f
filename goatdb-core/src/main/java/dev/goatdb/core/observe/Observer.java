package dev.goatdb.core.observe;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.metrics.Measurement;
import dev.goatdb.api.spi.metrics.Metrics;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Passes measurements of one database on. Any thread.
public final class Observer {

  private final URI database;
  private final List<Metrics> metrics;
  private final Optional<FlightEvents> flight;
  private final LongSupplier nanos;
  private final Consumer<String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// @param database its location
  /// @param metrics who listens
  /// @param nanos a clock in nanoseconds
  /// @param warnings hears of a listener that throws, once
  public Observer(
      URI database, List<Metrics> metrics, LongSupplier nanos, Consumer<String> warnings) {
    this.database = database;
    this.metrics = List.copyOf(metrics);
    this.flight = FlightEvents.ifPresent(database.toString());
    this.nanos = nanos;
    this.warnings = warnings;
  }

  /// {@return whether anybody listens}
  public boolean isOn() {
    return !metrics.isEmpty() || flight.isPresent() && flight.get().isOn();
  }

  /// {@return the time before what is measured; 0 if nobody listens}
  public long start() {
    return isOn() ? nanos.getAsLong() : 0;
  }

  private long since(long start) {
    return start == 0 ? 0 : Math.max(0, nanos.getAsLong() - start);
  }

  /// A repository was opened.
  public void opened(RepositoryPath repository, long commits, long start) {
    if (isOn()) {
      record(new Measurement.Opened(repository, commits, since(start)));
    }
  }

  /// Commits were appended.
  public void appended(
      RepositoryPath repository, int commits, long bytes, boolean isLocal, long start) {
    if (isOn()) {
      record(new Measurement.Appended(repository, commits, bytes, isLocal, since(start)));
    }
  }

  /// A log was forced.
  public void forced(RepositoryPath repository, long start) {
    if (isOn()) {
      record(new Measurement.Forced(repository, since(start)));
    }
  }

  /// Heads were merged.
  public void merged(RepositoryPath repository, int heads, long start) {
    if (isOn()) {
      record(new Measurement.Merged(repository, heads, since(start)));
    }
  }

  /// A frame was sent or received.
  public void frame(boolean isSent, int bytes) {
    if (isOn()) {
      record(new Measurement.Frame(isSent, bytes));
    }
  }

  /// A query was evaluated.
  public void evaluated(String source, int items, long start) {
    if (isOn()) {
      record(new Measurement.Evaluated(source, items, since(start)));
    }
  }

  private void record(Measurement measurement) {
    flight.ifPresent(events -> events.record(measurement));
    for (Metrics sink : metrics) {
      try {
        sink.record(database, measurement);
      } catch (RuntimeException e) {
        if (warned.compareAndSet(false, true)) {
          warnings.accept(
              "metrics '%s' threw %s; further failures are not reported".formatted(sink.name(), e));
        }
      }
    }
  }
}
