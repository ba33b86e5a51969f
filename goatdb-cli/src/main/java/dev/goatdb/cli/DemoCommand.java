package dev.goatdb.cli;

import dev.goatdb.cli.demo.Demo;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import dev.goatdb.cli.terminal.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Runs the demonstration.
@Command(
    name = "demo",
    description = {
      "Shows a server and two peers at work, with the Unicode catalogue as data, and checks every claim it makes.",
      "Needs nothing, takes less than a minute, gives up after two, and cleans up."
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Make the databases in this directory, and leave them there.")
  private @Nullable Path directory;

  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Path> kept = Optional.ofNullable(directory);
    if (kept.isPresent()) {
      requireEmpty(kept.get());
    }
    try (Workplace place = Workplace.of(kept)) {
      ObjectNode result = new Demo(terminal, place.directory(), report.isJson()).run();
      report.print(terminal, result, () -> {});
      return ExitStatus.of(result.path("ok").booleanValue()).code();
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw CommandFailure.usage("--keep " + directory + ": the directory must be empty");
      }
    }
  }
}
