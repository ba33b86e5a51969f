package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/// Prints an item's value.
@Command(name = "get", description = "Prints the value of an item, as JSON.")
final class GetCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  GetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Item<Document> item = place.item(db);
      Document value = value(item);
      ObjectNode result =
          Json.object()
              .put("path", place.path())
              .put("key", place.key())
              .put("schema", value.schema().toString());
      result.set("heads", Json.array(item.heads()));
      result.set("value", ValueJson.of(value));
      report.print(
          terminal, result, () -> terminal.out().println(ValueJson.of(value).toPrettyString()));
    }
    return ExitStatus.OK.code();
  }

  private Document value(Item<Document> item) {
    return SchemaOptions.needed(place, item::value)
        .orElseThrow(() ->
            CommandFailure.notThere(
                "item '%s' of %s is deleted; its history is there, see 'log' and 'show'"
                    .formatted(place.key(), place.path())));
  }
}
