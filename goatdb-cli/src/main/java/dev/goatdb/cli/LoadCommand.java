package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.json.DocumentLines;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.JsonSchema;
import dev.goatdb.cli.json.SchemaFile;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Loads documents from a file. The whole file is checked first, so that a wrong line stores
/// nothing.
@Command(
    name = "load",
    description = "Loads documents: one JSON object a line, whose field id is the key.",
    footer = {
      "",
      "SCHEMA.json, for example:",
      "  {\"namespace\": \"note\", \"version\": 1, \"fields\": {",
      "    \"title\": {\"type\": \"string\", \"required\": true},",
      "    \"body\":  {\"type\": \"text\", \"default\": \"\"},",
      "    \"tags\":  {\"type\": \"set\", \"of\": \"string\"},",
      "    \"votes\": {\"type\": \"integer\", \"strategy\": \"counter@1\"}}}",
      "Types: string integer number boolean date bytes set map list text richtext.",
    })
final class LoadCommand implements Callable<Integer> {

  private static final int MOST_UNHEARD = 8192;

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = "--schema",
      required = true,
      paramLabel = "SCHEMA.json",
      description = "The schema of the documents.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path schemaFile;

  @Parameters(index = "0", paramLabel = "PATH", description = "The repository, /type/name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String path;

  @Parameters(
      index = "1",
      paramLabel = "FILE.jsonl",
      description = "The documents; may be gzipped.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  private final Terminal terminal;

  LoadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RepositoryPath repository = RepositoryPath.parse(path);
    JsonSchema schema = SchemaFile.read(schemaFile);
    DocumentLines lines = new DocumentLines(file, schema);
    long total = checked(lines);
    try (GoatDb db = database.open(database.config().schemas(schema.schema()))) {
      Terminal.Watch watch = terminal.watch();
      load(lines, db.repository(repository.toString()), total);
      double seconds = watch.nanos() / 1e9;
      double rate = watch.perSecond(total);
      report.print(
          terminal,
          Json.object()
              .put("path", path)
              .put("schema", schema.schema().id().toString())
              .put("loaded", total)
              .put("seconds", Json.rounded(seconds))
              .put("itemsPerSecond", Json.rounded(rate)),
          () ->
              terminal.print(
                  "%,d items loaded into %s in %.2f s (%,.0f/s)", total, path, seconds, rate));
    }
    return ExitStatus.OK.code();
  }

  private long checked(DocumentLines lines) {
    AtomicLong seen = new AtomicLong();
    try (ProgressBar bar = terminal.progress("check", 0)) {
      return lines.forEach((_, _) -> bar.update(seen.incrementAndGet()));
    }
  }

  /// Hears of every item whether it is in the log, some thousands of items later: a disk that is
  /// full ends the load at once, and is never taken for success.
  private void load(DocumentLines lines, Repository repository, long total) {
    AtomicLong loaded = new AtomicLong();
    Deque<CompletableFuture<CommitId>> appended = new ArrayDeque<>();
    try (ProgressBar bar = terminal.progress("load", total)) {
      lines.forEach((key, document) -> {
        Item<Document> item = repository.put(lines.schema().schema(), key, document);
        appended.addLast(item.receipt().appended());
        if (appended.size() > MOST_UNHEARD) {
          appended.removeFirst().join();
        }
        bar.update(loaded.incrementAndGet());
      });
      appended.forEach(CompletableFuture::join);
    }
    repository.flush();
  }
}
