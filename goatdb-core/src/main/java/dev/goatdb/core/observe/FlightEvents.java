package dev.goatdb.core.observe;

import dev.goatdb.api.spi.metrics.Measurement;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// Measurements as events of the JDK's flight recorder. Any thread.
///
/// The module `jdk.jfr` is optional: this class is not touched where it is missing. Events are
/// committed when what they tell of is over; how long it took stands in the field `took`.
final class FlightEvents {

  private final String database;

  private FlightEvents(String database) {
    this.database = database;
  }

  /// {@return these, if the flight recorder is there}
  static Optional<FlightEvents> ifPresent(String database) {
    boolean isThere =
        ModuleLayer.boot()
            .findModule("jdk.jfr")
            .filter(FlightEvents.class.getModule()::canRead)
            .isPresent();
    return isThere ? Optional.of(new FlightEvents(database)) : Optional.empty();
  }

  /// {@return whether there was a recording in this process yet} Then each event knows for itself
  /// whether it is wanted.
  boolean isOn() {
    return FlightRecorder.isInitialized();
  }

  void record(Measurement measurement) {
    Base event =
        switch (measurement) {
          case Measurement.Opened(var repository, long commits, long nanos) -> {
            OpenEvent open = new OpenEvent();
            open.repository = repository.toString();
            open.commits = commits;
            open.took = nanos;
            yield open;
          }
          case Measurement.Appended appended -> appended(appended);
          case Measurement.Forced(var repository, long nanos) -> {
            ForceEvent force = new ForceEvent();
            force.repository = repository.toString();
            force.took = nanos;
            yield force;
          }
          case Measurement.Merged(var repository, int heads, long nanos) -> {
            MergeEvent merge = new MergeEvent();
            merge.repository = repository.toString();
            merge.heads = heads;
            merge.took = nanos;
            yield merge;
          }
          case Measurement.Frame(boolean isSent, int bytes) -> {
            FrameEvent frame = new FrameEvent();
            frame.sent = isSent;
            frame.bytes = bytes;
            yield frame;
          }
          case Measurement.Evaluated(String source, int items, long nanos) -> {
            QueryEvent query = new QueryEvent();
            query.source = source;
            query.items = items;
            query.took = nanos;
            yield query;
          }
        };
    event.database = database;
    event.commit();
  }

  private static AppendEvent appended(Measurement.Appended appended) {
    AppendEvent event = new AppendEvent();
    event.repository = appended.repository().toString();
    event.commits = appended.commits();
    event.bytes = appended.bytes();
    event.local = appended.isLocal();
    event.took = appended.nanos();
    return event;
  }

  @Category("GoatDB")
  @StackTrace(false)
  private abstract static class Base extends Event {
    @Label("Database")
    String database = "";
  }

  @Name("dev.goatdb.Open")
  @Label("Repository Opened")
  private static final class OpenEvent extends Base {
    @Label("Repository")
    String repository = "";

    @Label("Commits")
    long commits;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.goatdb.Append")
  @Label("Commits Appended")
  @Description("A group of commits reached the log")
  private static final class AppendEvent extends Base {
    @Label("Repository")
    String repository = "";

    @Label("Commits")
    int commits;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Local")
    boolean local;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.goatdb.Force")
  @Label("Log Forced")
  private static final class ForceEvent extends Base {
    @Label("Repository")
    String repository = "";

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.goatdb.Merge")
  @Label("Heads Merged")
  private static final class MergeEvent extends Base {
    @Label("Repository")
    String repository = "";

    @Label("Heads")
    int heads;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.goatdb.Frame")
  @Label("Frame")
  @Description("A frame was sent to a peer or received")
  private static final class FrameEvent extends Base {
    @Label("Sent")
    boolean sent;

    @Label("Bytes")
    @DataAmount
    int bytes;
  }

  @Name("dev.goatdb.Query")
  @Label("Query Evaluated")
  private static final class QueryEvent extends Base {
    @Label("Source")
    String source = "";

    @Label("Items")
    int items;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }
}
