package dev.goatdb.cli;

import dev.goatdb.api.Conflict;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Repository;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Lists what the open forks of a repository decide.
@Command(
    name = "conflicts",
    description = "Lists fields that concurrent edits changed, and what merging makes of them.",
    footer = {"", "Merging needs the schemas of the items: give them with --schema."})
final class ConflictsCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(index = "0", paramLabel = "PATH", description = "The repository, /type/name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String path;

  private final Terminal terminal;

  ConflictsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Repository repository = DatabaseOptions.existing(db, path);
      List<Conflict> conflicts = repository.conflicts();
      ObjectNode result = Json.object().put("path", path);
      result.set("conflicts", ConflictLines.json(conflicts));
      report.print(
          terminal,
          result,
          () -> conflicts.forEach(conflict -> ConflictLines.print(terminal, conflict)));
    }
    return ExitStatus.OK.code();
  }
}
