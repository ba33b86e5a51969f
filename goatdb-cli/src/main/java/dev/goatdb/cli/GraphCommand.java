package dev.goatdb.cli;

import dev.goatdb.api.CommitGraph;
import dev.goatdb.api.GoatDb;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints an item's history to be drawn.
@Command(
    name = "graph",
    description = "Prints the history of an item as a graph: for Graphviz, or for Cytoscape.js.",
    footer = {"", "For example: goatdb graph --db DIR /data/notes trip | dot -Tsvg > trip.svg"})
final class GraphCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ItemOptions place = new ItemOptions();

  @Option(names = "--json", description = "Print JSON for Cytoscape.js instead of DOT.")
  private boolean json;

  private final Terminal terminal;

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GoatDb db = database.openExisting(database.config())) {
      CommitGraph graph = place.item(db).graph();
      terminal.out().print(json ? graph.toCytoscape() + System.lineSeparator() : graph.toDot());
      terminal.out().flush();
    }
    return ExitStatus.OK.code();
  }
}
