package dev.goatdb.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Queries over 100,000 items that are warm: every value was read once, in an order of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class QueryBenchmark {

  /// Whether commits are signed.
  @Param({"trusted"})
  public String trust;

  private Loaded loaded;
  private GoatStore store;

  /// Made by JMH.
  public QueryBenchmark() {}

  /// Makes the database, opens it and reads everything.
  ///
  /// @throws IOException if there is no room for it
  @Setup
  public void open() throws IOException {
    loaded = Loaded.make(trust);
    store = loaded.open();
    store.readEach(Notes.shuffledKeys(Loaded.COUNT, 0));
  }

  /// Closes the database and removes it.
  ///
  /// @throws IOException if a file cannot be removed
  @TearDown
  public void close() throws IOException {
    store.close();
    loaded.remove();
  }

  /// Reads all items in the order of their keys.
  ///
  /// @return their weight
  @Benchmark
  public long scan() {
    return store.scan();
  }

  /// Finds a tenth by a test of two fields.
  ///
  /// @return what it found
  @Benchmark
  public List<Note> filter() {
    return store.openBelow(Notes.LOW_RANK);
  }

  /// Finds the first fifty by title of the half that pass a test.
  ///
  /// @return what it found
  @Benchmark
  public List<Note> filterAndSort() {
    return store.firstOpen(Notes.FIRST);
  }

  /// Counts the items that exist.
  ///
  /// @return how many
  @Benchmark
  public long count() {
    return store.notes().count();
  }

  /// Lists the keys of the items that exist.
  ///
  /// @return the keys
  @Benchmark
  public List<String> keys() {
    return store.notes().keys();
  }
}
