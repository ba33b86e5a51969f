package dev.goatdb.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Opening a database of 100,000 items and reading one. The first of a fork shows a cold process,
/// the later ones a warm one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class OpenBenchmark {

  /// Whether commits are signed.
  @Param({"signed", "trusted"})
  public String trust;

  private Loaded loaded;
  private GoatStore store;
  private List<String> keys;
  private int next;

  /// Made by JMH.
  public OpenBenchmark() {}

  /// Makes the database.
  ///
  /// @throws IOException if there is no room for it
  @Setup
  public void make() throws IOException {
    loaded = Loaded.make(trust);
    keys = Notes.shuffledKeys(Loaded.COUNT, 0);
  }

  /// Closes it after each opening: that is not measured.
  @TearDown(Level.Invocation)
  public void close() {
    store.close();
  }

  /// Removes the database.
  ///
  /// @throws IOException if a file cannot be removed
  @TearDown
  public void remove() throws IOException {
    loaded.remove();
  }

  /// Opens it and reads an item.
  ///
  /// @return its value
  @Benchmark
  public Object open() {
    store = loaded.open();
    return store.read(keys.get(next++ % Loaded.COUNT));
  }
}
