package dev.goatdb.cli;

import dev.goatdb.api.Conflict;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Says why a field is as it is.
@Command(
    name = "explain",
    description =
        "Says why an edit lost: what each merge made of a field that several had changed.",
    footer = {"", "Merging needs the schema of the item: give it with --schema."})
final class ExplainCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(index = "2", paramLabel = "FIELD", description = "The name of the field.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String field;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Item<Document> item = place.item(db);
      SchemaOptions.needed(place, item::value);
      List<Conflict> conflicts = item.explain(Field.of(field, FieldType.ANY));
      ObjectNode result =
          Json.object().put("path", place.path()).put("key", place.key()).put("field", field);
      result.set("conflicts", ConflictLines.json(conflicts));
      report.print(terminal, result, () -> print(conflicts));
    }
    return ExitStatus.OK.code();
  }

  private void print(List<Conflict> conflicts) {
    if (conflicts.isEmpty()) {
      terminal.print(
          "%s", "no two edits of '" + field + "' ever met in a merge that is known here");
    }
    conflicts.forEach(conflict -> ConflictLines.print(terminal, conflict));
  }
}
