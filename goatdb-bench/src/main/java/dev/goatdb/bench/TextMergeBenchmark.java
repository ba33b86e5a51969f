package dev.goatdb.bench;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.TextMerge;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.TextEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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
import org.openjdk.jmh.annotations.Warmup;

/// Merges a text of one megabyte that two people changed in many places.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class TextMergeBenchmark {

  private static final int LENGTH = 1 << 20;
  private static final int MOST_DELETED = 8;
  private static final int SEED = 7;
  private static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT);

  /// How many places each of the two changed.
  @Param({"1", "1000"})
  public int changes;

  private final TextMerge strategy = new TextMerge();
  private MergeInput compared;
  private MergeInput recorded;

  /// Made by JMH.
  public TextMergeBenchmark() {}

  /// Writes the texts.
  @Setup
  public void write() {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder(LENGTH);
    while (text.length() < LENGTH) {
      text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(6) == 0 ? " " : "");
    }
    String base = text.toString();
    List<MergeInput.Head> plain = new ArrayList<>();
    List<MergeInput.Head> told = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      List<TextEdit> edits = edits(base, random);
      Value after = Value.of(applied(base, edits));
      CommitId commit = new CommitId(n, 0, 0, 0);
      CommitTime written = CommitTime.ofMillis(n);
      SessionId author = new SessionId(0, n);
      plain.add(new MergeInput.Head(after, commit, written, author));
      told.add(new MergeInput.Head(after, commit, written, author, edits));
    }
    compared = new MergeInput(BODY, Value.of(base), plain);
    recorded = new MergeInput(BODY, Value.of(base), told);
  }

  private List<TextEdit> edits(String base, Random random) {
    TreeSet<Integer> places = new TreeSet<>();
    while (places.size() < changes) {
      places.add(random.nextInt(base.length() / MOST_DELETED) * MOST_DELETED);
    }
    List<TextEdit> edits = new ArrayList<>();
    for (int place : places) {
      edits.add(new TextEdit(place, random.nextInt(MOST_DELETED), "new" + random.nextInt(1_000)));
    }
    return edits;
  }

  private static String applied(String base, List<TextEdit> edits) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (TextEdit edit : edits) {
      text.append(base, at, edit.position()).append(edit.inserted());
      at = Math.min(base.length(), edit.end());
    }
    return text.append(base, at, base.length()).toString();
  }

  /// Finds out what was changed by comparing.
  ///
  /// @return the merged text
  @Benchmark
  public Value compare() {
    return strategy.merge(compared);
  }

  /// Knows what was changed from recorded operations.
  ///
  /// @return the merged text
  @Benchmark
  public Value replay() {
    return strategy.merge(recorded);
  }
}
