package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Repository;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Prints the items of a repository, in the order of their keys. An item that cannot be merged is
/// named with the reason and does not hide the others.
@Command(name = "list", description = "Prints the items of a repository, in the order of keys.")
final class ListCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(index = "0", paramLabel = "PATH", description = "The repository, /type/name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String path;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Print no more than this many.")
  private int limit;

  private final Terminal terminal;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw CommandFailure.usage("--limit must not be negative, was " + limit);
    }
    try (GoatDb db = database.openExisting(schemas.addTo(database.config()))) {
      Repository repository = DatabaseOptions.existing(db, path);
      List<String> keys = repository.keys();
      List<String> shown = keys.subList(0, Math.min(limit, keys.size()));
      if (report.isJson()) {
        printJson(repository, shown, keys.size());
      } else {
        shown.forEach(
            key -> terminal.out().println(Json.word(key) + "\t" + lineOf(repository, key)));
      }
    }
    return ExitStatus.OK.code();
  }

  /// Written piece by piece: a repository may be larger than the memory for a tree of it.
  private void printJson(Repository repository, List<String> keys, int count) {
    PrintWriter out = terminal.out();
    String head = Json.object().put("path", path).put("count", count).toString();
    out.print(head.substring(0, head.length() - 1) + ",\"items\":[");
    String separator = "";
    for (String key : keys) {
      out.print(separator);
      out.print(row(repository, key));
      separator = ",";
    }
    out.println("]}");
  }

  private static String lineOf(Repository repository, String key) {
    ObjectNode row = row(repository, key);
    return row.has("value") ? row.path("value").toString() : row.path("problem").stringValue();
  }

  private static ObjectNode row(Repository repository, String key) {
    ObjectNode row = Json.object().put("key", key);
    try {
      repository
          .item(Schema.UNTYPED, key)
          .value()
          .ifPresent(value ->
              row.put("schema", value.schema().toString()).set("value", ValueJson.of(value)));
    } catch (GoatDbException.Refused e) {
      row.put("problem", e.getMessage());
    }
    return row;
  }
}
