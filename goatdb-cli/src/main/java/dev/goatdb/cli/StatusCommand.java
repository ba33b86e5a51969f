package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says how a database is.
@Command(name = "status", description = "Says how a database and its repositories are.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(database.config())) {
      db.repositories().forEach(path -> db.repository(path.toString()).count());
      GoatDb.Status status = db.status();
      report.print(terminal, json(status), () -> printLines(status));
    }
    return ExitStatus.OK.code();
  }

  private static ObjectNode json(GoatDb.Status status) {
    ObjectNode result =
        Json.object()
            .put("location", status.location().toString())
            .put("database", status.database())
            .put("claimed", status.isClaimed())
            .put("trusted", status.isTrusted());
    ArrayNode repositories = result.putArray("repositories");
    status.repositories().forEach(each -> repositories.add(of(each)));
    result.set("warnings", Json.array(status.warnings()));
    return result;
  }

  /// A repository's figures, for reports.
  static ObjectNode of(RepositoryStatus repository) {
    return Json.object()
        .put("path", repository.path().toString())
        .put("items", repository.items())
        .put("commits", repository.commits())
        .put("forks", repository.forks())
        .put("parked", repository.parked())
        .put("refused", repository.refused())
        .put("bytes", repository.bytes());
  }

  private void printLines(GoatDb.Status status) {
    terminal.print("location  %s", status.location());
    terminal.print(
        "database  %s%s%s",
        status.database(),
        status.isClaimed() ? "" : " (unclaimed)",
        status.isTrusted() ? " (trusted: no signatures, no rules)" : "");
    status.repositories().forEach(each -> terminal.print("%s", line(each)));
    status.warnings().forEach(warning -> terminal.print("warning   %s", warning));
  }

  /// A repository's figures, for people.
  static String line(RepositoryStatus repository) {
    return "%s  %,d items, %,d commits, %,d forks, %,d parked, %,d refused, %,d bytes"
        .formatted(
            repository.path(),
            repository.items(),
            repository.commits(),
            repository.forks(),
            repository.parked(),
            repository.refused(),
            repository.bytes());
  }
}
