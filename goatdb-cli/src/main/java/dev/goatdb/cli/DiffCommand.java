package dev.goatdb.cli;

import dev.goatdb.api.Difference;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.value.Value;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Paint;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints what differs between two commits of an item.
@Command(name = "diff", description = "Prints the fields that differ between two commits.")
final class DiffCommand implements Callable<Integer> {

  /// Lines around a change that stay.
  private static final int CONTEXT = 3;

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ItemOptions place = new ItemOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(
      index = "2",
      paramLabel = "FROM",
      description = "The id of a commit, or its first digits.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String from;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "TO",
      description = "Another commit; without it, the head.")
  private @Nullable String to;

  private final Terminal terminal;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Commits.requirePrefix(from);
    if (to != null) {
      Commits.requirePrefix(to);
    }
    try (GoatDb db = database.openExisting(database.config())) {
      Item<Document> item = place.item(db);
      CommitId before = Commits.find(item, from).id();
      CommitId after = to == null ? head(item) : Commits.find(item, to).id();
      List<Difference> differences = item.diff(before, after);
      ObjectNode result =
          Json.object()
              .put("path", place.path())
              .put("key", place.key())
              .put("from", before.toString())
              .put("to", after.toString());
      ArrayNode all = result.putArray("differences");
      for (Difference each : differences) {
        ObjectNode node = Json.object().put("field", each.field());
        node.set("before", ValueJson.of(each.before()));
        node.set("after", ValueJson.of(each.after()));
        all.add(node);
      }
      report.print(terminal, result, () -> differences.forEach(this::print));
    }
    return ExitStatus.OK.code();
  }

  private static CommitId head(Item<Document> item) {
    List<CommitId> heads = item.heads();
    if (heads.size() > 1) {
      throw CommandFailure.usage(
          "the item has %d heads; name one of them: %s".formatted(heads.size(), heads));
    }
    return heads.getFirst();
  }

  private void print(Difference difference) {
    Paint paint = terminal.paint();
    terminal.out().println(paint.strong(Json.word(difference.field())));
    boolean isText =
        difference.before() instanceof Value.Text && difference.after() instanceof Value.Text;
    LineDiff lines =
        isText
            ? LineDiff.between(text(difference.before()), text(difference.after()))
            : LineDiff.between(line(difference.before()), line(difference.after()));
    int size = lines.lines().size();
    int skipped = 0;
    for (int i = 0; i < size; i++) {
      if (isNearChange(lines.lines(), i)) {
        skipped = told(skipped);
        terminal.out().println(line(lines.lines().get(i)));
      } else {
        skipped++;
      }
    }
    told(skipped);
  }

  private int told(int skipped) {
    if (skipped > 0) {
      terminal.out().println(terminal.paint().faint("  … " + skipped + " lines alike"));
    }
    return 0;
  }

  private static boolean isNearChange(List<LineDiff.Line> lines, int at) {
    int from = Math.max(0, at - CONTEXT);
    int to = Math.min(lines.size(), at + CONTEXT + 1);
    return lines.subList(from, to).stream().anyMatch(l -> l.fate() != LineDiff.Fate.STAYED);
  }

  private String line(LineDiff.Line line) {
    String text = Json.quoted(line.text());
    String shown = text.substring(1, text.length() - 1);
    return switch (line.fate()) {
      case STAYED -> "  " + shown;
      case WENT -> terminal.paint().bad("- " + shown);
      case CAME -> terminal.paint().good("+ " + shown);
    };
  }

  private static String text(Value value) {
    return value instanceof Value.Text(String text) ? text : "";
  }

  private static String line(Value value) {
    return switch (value) {
      case Value.Null() -> "";
      case Value.Text(String text) -> text;
      default -> ValueJson.of(value).toString();
    };
  }
}
