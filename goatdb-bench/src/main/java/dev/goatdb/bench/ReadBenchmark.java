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

/// Reads of a database of 100,000 items that is warm: what fits into its memory is there.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class ReadBenchmark {

  /// Whether commits are signed.
  @Param({"signed", "trusted"})
  public String trust;

  private Loaded loaded;
  private GoatStore store;
  private List<String> keys;
  private int next;

  /// Made by JMH.
  public ReadBenchmark() {}

  /// Makes the database and opens it.
  ///
  /// @throws IOException if there is no room for it
  @Setup
  public void open() throws IOException {
    loaded = Loaded.make(trust);
    store = loaded.open();
    keys = Notes.shuffledKeys(Loaded.COUNT, 0);
    store.readEach(keys);
  }

  /// Closes the database and removes it.
  ///
  /// @throws IOException if a file cannot be removed
  @TearDown
  public void close() throws IOException {
    store.close();
    loaded.remove();
  }

  /// Reads an item by its key, another one each time.
  ///
  /// @return the value
  @Benchmark
  public Object pointRead() {
    next = next + 1 == Loaded.COUNT ? 0 : next + 1;
    return store.read(keys.get(next));
  }

  /// Reads all items.
  ///
  /// @return their weight
  @Benchmark
  public long scan() {
    return store.scan();
  }
}
