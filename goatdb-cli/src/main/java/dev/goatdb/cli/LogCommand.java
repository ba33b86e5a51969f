package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints an item's history.
@Command(name = "log", description = "Prints the commits of an item, newest first.")
final class LogCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  LogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(database.config())) {
      Item<Document> item = place.item(db);
      List<Commit> commits = item.history().toList();
      ObjectNode result = Json.object().put("path", place.path()).put("key", place.key());
      result.set("heads", Json.array(item.heads()));
      ArrayNode all = result.putArray("commits");
      commits.forEach(commit -> all.add(CommitJson.of(commit)));
      report.print(
          terminal,
          result,
          () ->
              commits.forEach(
                  commit -> terminal.out().println(CommitJson.line(commit, terminal.paint()))));
    }
    return ExitStatus.OK.code();
  }
}
