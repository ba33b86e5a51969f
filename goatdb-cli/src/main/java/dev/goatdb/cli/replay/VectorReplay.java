package dev.goatdb.cli.replay;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.cli.replay.MergeHistory.Check;
import dev.goatdb.cli.replay.MergeHistory.Step;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Replays merge vectors: one item for each history, with a `counter@1` and a `set@1` field, commit
/// by commit on exactly the recorded parents.
///
/// A third field numbers the commits of this replay: where two replicas did the same on the same
/// parents, their commits, here made by one session, would else be one and the same, because a
/// commit is named by what it says.
///
/// A check asks for the merge of some commits, whichever they are. It commits on them, leaving
/// counter and set as merged, and reads the value at that commit. Such a commit stands beside the
/// history: nothing of the history has it as a parent, so it changes no other check.
public final class VectorReplay {

  private static final Field<Document, Long> COUNTER =
      Field.of("counter", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Field<Document, Set<String>> SET =
      Field.of("set", FieldType.setOf(FieldType.TEXT)).strategy(StrategyId.SET).orElse(Set.of());
  private static final Field<Document, Long> NUMBER = Field.of("number", FieldType.INT64);
  private static final Schema<Document> SCHEMA = Schema.of("vector", 1, COUNTER, SET, NUMBER);
  private static final String REPOSITORY = "/replay/vectors";
  private static final int MOST_EXAMPLES = 5;

  private final Terminal terminal;
  private final Path directory;
  private int checks;
  private long commits;
  private final List<String> wrong = new ArrayList<>();

  /// Prepares a replay.
  ///
  /// @param terminal clock and progress
  /// @param directory where the database is made
  public VectorReplay(Terminal terminal, Path directory) {
    this.terminal = terminal;
    this.directory = directory;
  }

  /// What came out.
  ///
  /// @param histories number of histories
  /// @param checks number of merges that were checked
  /// @param wrong how many gave another value
  /// @param examples the first of them, one line each
  public record Report(int histories, int checks, int wrong, List<String> examples) {}

  /// Replays once.
  ///
  /// @param file the merge vectors
  /// @return what came out
  public Report run(Path file) {
    List<MergeHistory> histories = VectorFile.read(file);
    try (GoatDb db = GoatDb.open(directory, GoatDbConfig.DEFAULT.schemas(SCHEMA));
        ProgressBar bar = terminal.progress("histories", histories.size())) {
      Repository repository = db.repository(REPOSITORY);
      for (int i = 0; i < histories.size(); i++) {
        replay(repository.item(SCHEMA, "history-" + i), histories.get(i), i);
        bar.update(i + 1);
      }
    }
    List<String> examples = wrong.stream().limit(MOST_EXAMPLES).toList();
    return new Report(histories.size(), checks, wrong.size(), examples);
  }

  private void replay(Item<Document> item, MergeHistory history, int number) {
    List<CommitId> ids = new ArrayList<>();
    for (Step step : history.commits()) {
      List<CommitId> parents = step.parents().stream().map(ids::get).toList();
      ids.add(commit(item, parents, before -> edited(before, step)));
    }
    for (Check check : history.checks()) {
      checks++;
      Document merged = merged(item, check.heads().stream().map(ids::get).toList());
      long counter = merged.get(COUNTER);
      Set<String> set = merged.get(SET);
      if (counter != check.counter() || !set.equals(check.set())) {
        wrong.add(
            "history %d, heads %s: expected %d and %s, was %d and %s"
                .formatted(number, check.heads(), check.counter(), check.set(), counter, set));
      }
    }
  }

  private static Document edited(Optional<Document> before, Step step) {
    Document document = before.orElseGet(() -> Document.of(SCHEMA));
    Set<String> set = new HashSet<>(document.get(SET));
    set.addAll(step.added());
    set.removeAll(step.removed());
    return document
        .with(COUNTER, document.get(COUNTER) + step.increment())
        .with(SET, Set.copyOf(set));
  }

  private Document merged(Item<Document> item, List<CommitId> heads) {
    boolean isOne = heads.size() == 1;
    CommitId commit =
        isOne ? heads.getFirst() : commit(item, heads, before -> before.orElseThrow());
    return item.at(commit).orElseThrow();
  }

  private CommitId commit(
      Item<Document> item, List<CommitId> parents, Function<Optional<Document>, Document> change) {
    long number = ++commits;
    return item.commitOn(parents, before -> Optional.of(change.apply(before).with(NUMBER, number)))
        .appended()
        .join();
  }
}
