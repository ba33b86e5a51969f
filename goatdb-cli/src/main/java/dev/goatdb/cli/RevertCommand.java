package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Brings back the value of a commit.
@Command(
    name = "revert",
    description = "Brings back the value that an item had at a commit, by a new commit.",
    footer = {
      "",
      "Nothing is erased: 'log' still shows what was there, and 'revert' goes back to it."
    })
final class RevertCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(
      index = "2",
      paramLabel = "COMMIT",
      description = "The id of the commit, or its first digits.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String commit;

  private final Terminal terminal;

  RevertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Commits.requirePrefix(commit);
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Item<Document> item = place.item(db);
      Commit found = Commits.find(item, commit);
      CommitId made = SchemaOptions.needed(place, () -> item.revertTo(found.id())).durable().join();
      report.print(
          terminal,
          Json.object()
              .put("path", place.path())
              .put("key", place.key())
              .put("revertedTo", found.id().toString())
              .put("commit", made.toString()),
          () ->
              terminal.print(
                  "back to %s by the new commit %s",
                  terminal.paint().commit(found.id().brief()),
                  terminal.paint().commit(made.brief())));
    }
    return ExitStatus.OK.code();
  }
}
