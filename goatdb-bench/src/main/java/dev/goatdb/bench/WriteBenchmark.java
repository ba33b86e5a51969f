package dev.goatdb.bench;

import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.schema.Field;
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

/// Edits in a database of 100,000 items, one at a time. Flushed ones are waited for until they are
/// on the medium; of the others, as many are made as the engine takes, so that the figure is what
/// it can sustain and not how fast a queue fills up.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class WriteBenchmark {

  private static final Field<Note, Long> RANK = GoatStore.NOTE.field(Note::rank);
  private static final int INPUTS = 10_000;

  /// Whether commits are signed.
  @Param({"signed", "trusted"})
  public String trust;

  /// Whether to wait for the medium.
  @Param({"false", "true"})
  public boolean flushed;

  private Loaded loaded;
  private GoatStore store;
  private List<Keyed> inputs;
  private List<String> keys;
  private int next;

  /// Made by JMH.
  public WriteBenchmark() {}

  /// Makes the database and opens it.
  ///
  /// @throws IOException if there is no room for it
  @Setup
  public void open() throws IOException {
    loaded = Loaded.make(trust);
    store = loaded.open();
    inputs = Notes.range(Loaded.COUNT, INPUTS);
    keys = Notes.shuffledKeys(Loaded.COUNT, 0);
  }

  /// Closes the database and removes it.
  ///
  /// @throws IOException if a file cannot be removed
  @TearDown
  public void close() throws IOException {
    store.close();
    loaded.remove();
  }

  /// Makes a new item.
  ///
  /// @return the item
  @Benchmark
  public Object create() {
    Note note = inputs.get(next++ % INPUTS).note();
    Item<Note> item = store.notes().create(GoatStore.NOTE, note);
    return flushed ? item.receipt().durable().join() : item;
  }

  /// Sets a field of an item, another item each time.
  ///
  /// @return the receipt, or the commit
  @Benchmark
  public Object update() {
    next++;
    String key = keys.get(next % Loaded.COUNT);
    Receipt receipt = store.notes().item(GoatStore.NOTE, key).set(RANK, (long) next);
    return flushed ? receipt.durable().join() : receipt;
  }
}
