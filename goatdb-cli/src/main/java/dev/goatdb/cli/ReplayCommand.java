package dev.goatdb.cli;

import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.replay.PeerReplay;
import dev.goatdb.cli.replay.Trace;
import dev.goatdb.cli.replay.TraceFile;
import dev.goatdb.cli.replay.TraceReplay;
import dev.goatdb.cli.replay.VectorReplay;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import dev.goatdb.cli.terminal.Workplace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Replays a recorded history and compares.
@Command(
    name = "replay",
    description = {
      "Replays a recorded history and compares the result with the recorded one.",
      "An editing trace: one commit for each transaction, on exactly its parents, in one text@1 field.",
      "Merge vectors: every counter and every set that a merge must give."
    })
final class ReplayCommand implements Callable<Integer> {

  /// One of the two.
  private static final class Input {
    @Parameters(index = "0", paramLabel = "FILE.json.gz", description = "An editing trace.")
    private @Nullable Path trace;

    @Option(names = "--vectors", paramLabel = "FILE.jsonl.gz", description = "Merge vectors.")
    private @Nullable Path vectors;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Input input = new Input();

  @Option(
      names = "--db",
      paramLabel = "DIR",
      description = "Keep the database in this directory; else it is a temporary one.")
  private @Nullable Path directory;

  @Option(
      names = "--peers",
      description = "Play a trace through two live peers, each person's edits on their own.")
  private boolean peers;

  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path trace = input.trace;
    Path vectors = input.vectors;
    if (trace != null) {
      Trace read = TraceFile.read(trace);
      return (peers ? replayPeers(read) : replay(read)).code();
    }
    if (peers) {
      throw CommandFailure.usage("--peers plays a trace, not --vectors");
    }
    return vectors == null ? ExitStatus.USAGE.code() : replayVectors(vectors).code();
  }

  private ExitStatus replay(Trace trace) {
    try (Workplace place = Workplace.of(Optional.ofNullable(directory))) {
      TraceReplay.Report result = new TraceReplay(terminal, place.directory()).run(trace);
      report.print(
          terminal,
          Json.object()
              .put("equal", result.equal())
              .put("transactions", result.transactions())
              .put("merges", result.merges())
              .put("heads", result.heads())
              .put("commits", result.commits())
              .put("refused", result.refused())
              .put("parked", result.parked())
              .put("characters", result.characters())
              .put("seconds", Json.rounded(result.seconds()))
              .put("transactionsPerSecond", Json.rounded(result.transactionsPerSecond()))
              .put("bytesOnDisk", result.bytesOnDisk())
              .put("reopenMillis", Json.rounded(result.reopenMillis())),
          () -> printLines(result));
      return ExitStatus.of(result.equal() && result.refused() == 0 && result.parked() == 0);
    }
  }

  private void printLines(TraceReplay.Report result) {
    terminal.print(
        "%,d transactions, %,d of them on several parents, %,d commits, %d refused, %d parked",
        result.transactions(),
        result.merges(),
        result.commits(),
        result.refused(),
        result.parked());
    terminal.print(
        "%.2f s, %,.0f transactions/s; %,d bytes on disk; opened again in %.1f ms",
        result.seconds(),
        result.transactionsPerSecond(),
        result.bytesOnDisk(),
        result.reopenMillis());
    terminal.print(
        "the text of %,d characters is %s",
        result.characters(), result.equal() ? "exactly the recorded one" : "NOT the recorded one");
  }

  private ExitStatus replayPeers(Trace trace) {
    try (Workplace place = Workplace.of(Optional.ofNullable(directory))) {
      PeerReplay.Report result = new PeerReplay(terminal, place.directory()).run(trace);
      report.print(
          terminal,
          Json.object()
              .put("equal", result.equal())
              .put("transactions", result.transactions())
              .put("merges", result.merges())
              .put("deliveries", result.deliveries())
              .put("mostHeld", result.mostHeld())
              .put("heads", result.heads())
              .put("commits", result.commits())
              .put("seconds", Json.rounded(result.seconds()))
              .put("transactionsPerSecond", Json.rounded(result.transactionsPerSecond())),
          () -> {
            terminal.print(
                "%,d transactions on two peers, %,d on several parents; %,d deliveries, at most %,d frames held back",
                result.transactions(), result.merges(), result.deliveries(), result.mostHeld());
            terminal.print(
                "%.2f s, %,.0f transactions/s; both texts are %s",
                result.seconds(),
                result.transactionsPerSecond(),
                result.equal() ? "exactly the recorded one" : "NOT the recorded one");
          });
      return ExitStatus.of(result.equal());
    }
  }

  private ExitStatus replayVectors(Path file) {
    try (Workplace place = Workplace.of(Optional.ofNullable(directory))) {
      VectorReplay.Report result = new VectorReplay(terminal, place.directory()).run(file);
      report.print(
          terminal,
          Json.object()
              .put("histories", result.histories())
              .put("checks", result.checks())
              .put("wrong", result.wrong()),
          () ->
              terminal.print(
                  "%,d histories, %,d checks, %,d wrong",
                  result.histories(), result.checks(), result.wrong()));
      result.examples().forEach(example -> terminal.err().println("goatdb: " + example));
      return ExitStatus.of(result.wrong() == 0);
    }
  }
}
