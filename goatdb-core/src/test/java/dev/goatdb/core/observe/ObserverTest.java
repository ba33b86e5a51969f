package dev.goatdb.core.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.metrics.Measurement;
import dev.goatdb.api.spi.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {

  private static final URI PLACE = URI.create("mem:x");
  private static final RepositoryPath TODO = RepositoryPath.parse("/data/todo");

  /// Keeps what it is told.
  private static final class Kept implements Metrics {
    private final List<Measurement> all = new ArrayList<>();

    @Override
    public String name() {
      return "kept";
    }

    @Override
    public void record(URI database, Measurement measurement) {
      assertEquals(PLACE, database);
      all.add(measurement);
    }
  }

  private static final class Broken implements Metrics {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public void record(URI database, Measurement measurement) {
      throw new IllegalStateException("no more room");
    }
  }

  @Test
  void metricsHearWhatWasDoneAndHowLongItTook() {
    AtomicLong clock = new AtomicLong(1000);
    Kept kept = new Kept();
    Observer observer = new Observer(PLACE, List.of(kept), clock::get, warning -> {});
    long start = observer.start();
    clock.addAndGet(250);
    observer.appended(TODO, 3, 700, true, start);
    observer.frame(false, 12);
    assertEquals(
        List.of(
            new Measurement.Appended(TODO, 3, 700, true, 250), new Measurement.Frame(false, 12)),
        kept.all);
  }

  @Test
  void whoThrowsIsReportedOnceAndKeepsNothingFromTheOthers() {
    List<String> warnings = new ArrayList<>();
    Kept kept = new Kept();
    Observer observer = new Observer(PLACE, List.of(new Broken(), kept), () -> 1, warnings::add);
    observer.frame(true, 1);
    observer.frame(true, 2);
    assertEquals(2, kept.all.size());
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("metrics 'broken' threw"), warnings::toString);
  }

  @Test
  void flightRecordingHasAnEventForEachMeasurement(@TempDir Path directory) throws IOException {
    Observer observer = new Observer(PLACE, List.of(), () -> 5, warning -> {});
    Path file = directory.resolve("flight.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      assertTrue(observer.isOn());
      observer.opened(TODO, 1, observer.start());
      observer.appended(TODO, 3, 700, true, observer.start());
      observer.forced(TODO, observer.start());
      observer.merged(TODO, 2, observer.start());
      observer.frame(true, 77);
      observer.evaluated("/data/todo", 10, observer.start());
      recording.stop();
      recording.dump(file);
    }
    Set<String> names = new TreeSet<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String name = event.getEventType().getName();
      if (name.startsWith("dev.goatdb.")) {
        assertEquals("mem:x", event.getString("database"));
        names.add(name.substring("dev.goatdb.".length()));
      }
      if (name.equals("dev.goatdb.Append")) {
        assertEquals(3, event.getInt("commits"));
        assertEquals(700, event.getLong("bytes"));
      }
    }
    assertEquals(Set.of("Append", "Force", "Frame", "Merge", "Open", "Query"), names);
  }
}
