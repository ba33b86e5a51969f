package dev.goatdb.cli;

import dev.goatdb.api.Blame;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Paint;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints who wrote each part of a field.
@Command(name = "blame", description = "Prints who wrote each part of a field, and when.")
final class BlameCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(index = "2", paramLabel = "FIELD", description = "The name of the field.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String field;

  private final Terminal terminal;

  BlameCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Item<Document> item = place.item(db);
      Value value = SchemaOptions.needed(place, () -> value(item));
      List<Blame> parts = item.blame(Field.of(field, FieldType.ANY));
      ObjectNode result =
          Json.object().put("path", place.path()).put("key", place.key()).put("field", field);
      ArrayNode all = result.putArray("parts");
      for (Blame part : parts) {
        ObjectNode node = Json.object().put("start", part.start()).put("end", part.end());
        node.set(
            "value",
            value instanceof Value.Text(String text)
                ? ValueJson.of(Value.of(part.of(text)))
                : ValueJson.of(value));
        node.set("commit", CommitJson.of(part.commit()));
        all.add(node);
      }
      report.print(terminal, result, () -> parts.forEach(part -> print(part, value)));
    }
    return ExitStatus.OK.code();
  }

  private Value value(Item<Document> item) {
    Document document =
        item.value()
            .orElseThrow(() ->
                CommandFailure.notThere(
                    "item '%s' of %s is deleted".formatted(place.key(), place.path())));
    Value value = document.values().get(field);
    if (value == null) {
      throw CommandFailure.notThere(
          "item '%s' of %s has no field '%s'; it has %s"
              .formatted(place.key(), place.path(), field, document.values().keySet()));
    }
    return value;
  }

  private void print(Blame part, Value value) {
    Paint paint = terminal.paint();
    Commit commit = part.commit();
    String who =
        "%s  %s  %s"
            .formatted(
                paint.commit(commit.id().brief()),
                paint.author(commit.author(), commit.author().brief()),
                commit.time().instant());
    String what =
        value instanceof Value.Text(String text)
            ? Json.quoted(part.of(text))
            : ValueJson.of(value).toString();
    terminal.out().println(who + "  " + paint.author(commit.author(), what));
  }
}
