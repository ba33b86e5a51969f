package dev.goatdb.cli;

import dev.goatdb.cli.terminal.Terminal;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// How a result is printed.
final class ReportOptions {

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /// Prints the JSON form if it is wanted, else calls for the lines.
  void print(Terminal terminal, ObjectNode result, Runnable lines) {
    if (json) {
      terminal.out().println(result);
    } else {
      lines.run();
    }
    terminal.out().flush();
  }
}
