package dev.goatdb.bench;

import dev.goatdb.api.Query;
import dev.goatdb.api.schema.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Edits of 100,000 items while live queries with 10,000 results each follow them.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class LiveQueryBenchmark {

  private static final Field<Note, Long> RANK = GoatStore.NOTE.field(Note::rank);
  private static final int BURST = 1_000;

  /// How many queries follow.
  @Param({"0", "1", "100"})
  public int queries;

  private final List<Query<Note>> open = new ArrayList<>();
  private final Semaphore heard = new Semaphore(0);
  private Loaded loaded;
  private GoatStore store;
  private List<String> keys;
  private int next;

  /// Made by JMH.
  public LiveQueryBenchmark() {}

  /// Makes the database, opens it, and opens queries.
  ///
  /// @throws IOException if there is no room for it
  @Setup
  public void open() throws IOException {
    loaded = Loaded.make("trusted");
    store = loaded.open();
    List<String> matching = new ArrayList<>();
    for (Query.Row<Note> row : matching().list()) {
      matching.add(row.item().key());
    }
    keys = matching;
    for (int i = 0; i < queries; i++) {
      open.add(matching().sortBy(Note::rank).open());
    }
    if (queries > 0) {
      open.getLast().onChange(changes -> heard.release(changes.size()));
      heard.acquireUninterruptibly(matching.size());
    }
  }

  private Query.Builder<Note> matching() {
    return store.notes().query(GoatStore.NOTE).where(n -> !n.done() && n.rank() < Notes.LOW_RANK);
  }

  /// Closes the database and removes it.
  ///
  /// @throws IOException if a file cannot be removed
  @TearDown
  public void close() throws IOException {
    store.close();
    loaded.remove();
  }

  /// A thousand edits, each of which moves a result elsewhere, until the last is in the log. The
  /// queries may lag behind: what they do is measured only as far as it takes time from the writer.
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void write() {
    edit();
    heard.drainPermits();
  }

  /// As [#write], until a listener has heard of every one of them.
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void writeAndHear() {
    heard.drainPermits();
    edit();
    if (queries > 0) {
      heard.acquireUninterruptibly(BURST);
    }
  }

  private void edit() {
    for (int i = 0; i < BURST; i++) {
      next++;
      String key = keys.get(next % keys.size());
      long rank = next * 7_919L % Notes.LOW_RANK;
      store.notes().item(GoatStore.NOTE, key).set(RANK, rank);
    }
    store.notes().item(GoatStore.NOTE, keys.get(next % keys.size())).receipt().appended().join();
  }
}
