package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Prints an item as it was at a commit.
@Command(name = "show", description = "Prints a commit and the value of the item at that commit.")
final class ShowCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(
      index = "2",
      paramLabel = "COMMIT",
      description = "The id of the commit, or its first digits.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String commit;

  private final Terminal terminal;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Commits.requirePrefix(commit);
    try (GoatDb db = database.openExisting(database.config())) {
      Item<Document> item = place.item(db);
      Commit found = Commits.find(item, commit);
      Optional<Document> value = item.at(found.id());
      ObjectNode result = Json.object().put("path", place.path()).put("key", place.key());
      result.set("commit", CommitJson.of(found));
      result.set(
          "value",
          value.isPresent() ? ValueJson.of(value.get()) : JsonNodeFactory.instance.nullNode());
      report.print(terminal, result, () -> printLines(found, value));
    }
    return ExitStatus.OK.code();
  }

  private void printLines(Commit found, Optional<Document> value) {
    terminal.out().println("commit   " + terminal.paint().commit(found.id().toString()));
    found.parents().forEach(parent -> terminal.out().println("parent   " + parent));
    terminal.out().println("author   " + found.author());
    terminal.out().println("time     " + found.time());
    terminal.out().println("schema   " + found.schema());
    terminal
        .out()
        .println(value.map(each -> ValueJson.of(each).toPrettyString()).orElse("deleted"));
  }
}
