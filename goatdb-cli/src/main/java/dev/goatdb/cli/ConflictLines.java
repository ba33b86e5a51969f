package dev.goatdb.cli;

import dev.goatdb.api.Conflict;
import dev.goatdb.api.value.Value;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.json.ValueJson;
import dev.goatdb.cli.terminal.Paint;
import dev.goatdb.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Conflicts, as JSON and as lines.
final class ConflictLines {

  private ConflictLines() {}

  static ArrayNode json(List<Conflict> conflicts) {
    ArrayNode all = Json.array(List.of());
    for (Conflict conflict : conflicts) {
      ObjectNode node =
          Json.object()
              .put("key", conflict.key())
              .put("field", conflict.field())
              .put("strategy", conflict.strategy().toString())
              .put("verdict", conflict.verdict())
              .put("dropped", conflict.dropped());
      node.set("base", ValueJson.of(conflict.base()));
      ArrayNode sides = node.putArray("sides");
      conflict.sides().forEach(side -> sides.add(json(side)));
      node.set("result", ValueJson.of(conflict.result()));
      all.add(node);
    }
    return all;
  }

  private static ObjectNode json(Conflict.Side side) {
    ObjectNode node =
        Json.object()
            .put("commit", side.commit().toString())
            .put("author", side.author().toString())
            .put("written", side.written().instant().toString())
            .put("outcome", outcome(side));
    node.set("value", ValueJson.of(side.value()));
    return node;
  }

  private static String outcome(Conflict.Side side) {
    return side.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static void print(Terminal terminal, Conflict conflict) {
    Paint paint = terminal.paint();
    String field = Json.word(conflict.key()) + "  " + conflict.field();
    terminal.out().println(paint.strong(field) + "  " + conflict.verdict());
    terminal.out().println("  base    " + shown(conflict.base()));
    for (Conflict.Side side : conflict.sides()) {
      String outcome = "%-9s".formatted(outcome(side));
      String shown =
          switch (side.outcome()) {
            case WON, MERGED -> paint.good(outcome);
            case NO_EFFECT -> paint.bad(outcome);
            case UNCHANGED -> paint.faint(outcome);
          };
      terminal
          .out()
          .println(
              "  side    %s  %s  %s by %s, written %s"
                  .formatted(
                      shown,
                      shown(side.value()),
                      paint.commit(side.commit().brief()),
                      paint.author(side.author(), side.author().brief()),
                      side.written().instant()));
    }
    terminal.out().println("  result  " + shown(conflict.result()));
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Null() -> "(absent)";
      case Value.Text(String text) -> Json.quoted(text);
      default -> ValueJson.of(value).toString();
    };
  }
}
