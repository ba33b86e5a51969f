package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/// Checks a whole database.
@Command(
    name = "verify",
    description = "Reads everything and checks every checksum, id, hash, signature and parent.")
final class VerifyCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      GoatDb.Report found = verified(db);
      boolean isSound = found.findings().isEmpty();
      ObjectNode result =
          Json.object()
              .put("ok", isSound)
              .put("commits", found.commits())
              .put("bytes", found.bytes());
      result.set("findings", Json.array(found.findings()));
      report.print(terminal, result, () -> printLines(found, isSound));
      return ExitStatus.of(isSound).code();
    }
  }

  private GoatDb.Report verified(GoatDb db) {
    try (ProgressBar bar = terminal.progress("verify", 0)) {
      return db.verify(progress -> bar.update(progress.done()));
    }
  }

  private void printLines(GoatDb.Report found, boolean isSound) {
    found.findings().forEach(finding -> terminal.out().println(finding));
    terminal.print(
        "%,d commits, %,d bytes: %s",
        found.commits(),
        found.bytes(),
        isSound ? "everything is sound" : found.findings().size() + " findings");
  }
}
