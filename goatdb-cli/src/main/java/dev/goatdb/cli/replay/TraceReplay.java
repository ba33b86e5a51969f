package dev.goatdb.cli.replay;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.cli.replay.Trace.Transaction;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.DiskUsage;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replays an editing trace: one commit for each transaction, on exactly its parents, in one
/// `text@1` field. Before a transaction with several parents the engine merges them; nothing but
/// the recorded patches is ever written.
public final class TraceReplay {

  static final Field<Document, String> TEXT =
      Field.of("text", FieldType.TEXT).strategy(StrategyId.TEXT).orElse("");
  static final Schema<Document> SCHEMA = Schema.of("trace", 1, TEXT);
  static final RepositoryPath REPOSITORY = new RepositoryPath("replay", "trace");
  static final String KEY = "text";

  private final Terminal terminal;
  private final Path directory;
  private final GoatDbConfig config;

  /// Prepares a replay.
  ///
  /// @param terminal clock and progress
  /// @param directory where the database is made
  public TraceReplay(Terminal terminal, Path directory) {
    this.terminal = terminal;
    this.directory = directory;
    this.config = GoatDbConfig.DEFAULT.schemas(SCHEMA);
  }

  /// What came out.
  ///
  /// @param equal whether the text is `endContent`, both at once and after the database was opened
  ///   again
  /// @param transactions number of transactions
  /// @param merges how many of them began with a merge
  /// @param heads heads of the item in the end, before any merge of them is committed
  /// @param commits commits in the graph
  /// @param refused commits refused
  /// @param parked commits that wait for their parents
  /// @param characters length of the text in code points
  /// @param seconds time of the commits, until the last is on the medium
  /// @param transactionsPerSecond the same as a rate
  /// @param bytesOnDisk size of the closed database
  /// @param reopenMillis time to open it again and read the text
  public record Report(
      boolean equal,
      int transactions,
      int merges,
      int heads,
      long commits,
      long refused,
      long parked,
      int characters,
      double seconds,
      double transactionsPerSecond,
      long bytesOnDisk,
      double reopenMillis) {}

  /// Replays.
  ///
  /// @param trace what to replay
  /// @return what came out
  /// @throws CommandFailure if the database holds a replay already, or a patch does not fit
  public Report run(Trace trace) {
    Live live = replay(trace);
    Terminal.Watch watch = terminal.watch();
    String reopened = reopenedText();
    double reopenMillis = watch.millis();
    int transactions = trace.transactions().size();
    return new Report(
        trace.endContent().equals(live.text()) && live.text().equals(reopened),
        transactions,
        trace.merges(),
        live.heads(),
        live.status().commits(),
        live.status().refused(),
        live.status().parked(),
        reopened.codePointCount(0, reopened.length()),
        live.seconds(),
        transactions / Math.max(live.seconds(), 1e-9),
        DiskUsage.of(directory),
        reopenMillis);
  }

  /// What is known before the database is closed.
  private record Live(String text, int heads, RepositoryStatus status, double seconds) {}

  private Live replay(Trace trace) {
    try (GoatDb db = GoatDb.open(directory, config)) {
      Item<Document> item = db.repository(REPOSITORY.toString()).item(SCHEMA, KEY);
      if (item.exists()) {
        throw CommandFailure.failed(
            directory + " holds a replay already; name a directory that is not there yet");
      }
      Terminal.Watch watch = terminal.watch();
      commitAll(trace, item);
      db.flush();
      double seconds = watch.nanos() / 1e9;
      RepositoryStatus status =
          db.status().repositories().stream()
              .filter(each -> each.path().equals(REPOSITORY))
              .findFirst()
              .orElseThrow();
      return new Live(text(item), item.heads().size(), status, seconds);
    }
  }

  static String text(Item<Document> item) {
    return item.value().map(document -> document.get(TEXT)).orElse("");
  }

  private void commitAll(Trace trace, Item<Document> item) {
    boolean isBasicPlane = trace.isBasicPlane();
    List<CommitId> roots = start(trace, item);
    List<CommitId> ids = new ArrayList<>(trace.transactions().size());
    try (ProgressBar bar = terminal.progress("replay", trace.transactions().size())) {
      for (Transaction transaction : trace.transactions()) {
        List<CommitId> parents =
            transaction.parents().isEmpty()
                ? roots
                : transaction.parents().stream().map(ids::get).toList();
        ids.add(commit(item, parents, transaction, isBasicPlane, ids.size()));
        bar.update(ids.size());
      }
    }
  }

  /// A text to begin with is a commit of its own.
  private static List<CommitId> start(Trace trace, Item<Document> item) {
    if (trace.startContent().isEmpty()) {
      return List.of();
    }
    Document start = Document.of(SCHEMA).with(TEXT, trace.startContent());
    return List.of(item.commitOn(List.of(), _ -> Optional.of(start)).appended().join());
  }

  private static CommitId commit(
      Item<Document> item,
      List<CommitId> parents,
      Transaction transaction,
      boolean isBasicPlane,
      int index) {
    try {
      return item.commitOn(parents, before -> edited(before, transaction, isBasicPlane))
          .appended()
          .join();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed("transaction " + index + ": " + e.getMessage(), e);
    }
  }

  static Optional<Document> edited(
      Optional<Document> before, Transaction transaction, boolean isBasicPlane) {
    Document document = before.orElseGet(() -> Document.of(SCHEMA));
    String text = document.get(TEXT);
    for (Patch patch : transaction.patches()) {
      text = patch.applyTo(text, isBasicPlane);
    }
    return Optional.of(document.with(TEXT, text));
  }

  private String reopenedText() {
    try (GoatDb db = GoatDb.open(directory, config)) {
      Item<Document> item = db.repository(REPOSITORY.toString()).item(SCHEMA, KEY);
      return text(item);
    }
  }
}
