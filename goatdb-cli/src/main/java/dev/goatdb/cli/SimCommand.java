package dev.goatdb.cli;

import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import dev.goatdb.testkit.sim.SimFailure;
import dev.goatdb.testkit.sim.SimOptions;
import dev.goatdb.testkit.sim.SimReport;
import dev.goatdb.testkit.sim.SimulationRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Runs the simulator.
@Command(
    name = "sim",
    description = {
      "Simulates peers, partitions and crashes from a seed, and checks every invariant.",
      "The real engine, over storage in memory and a network that only pretends. Ends at the first schedule that fails."
    })
final class SimCommand implements Callable<Integer>, QuietLog {

  @Option(
      names = "--schedules",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many schedules (default: ${DEFAULT-VALUE}).")
  private int schedules;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "The seed of the first; each further one has the next (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--peers",
      paramLabel = "K",
      defaultValue = "0",
      description = "Databases in each schedule; 0 lets each seed choose 3 to 8 (the default).")
  private int peers;

  @Mixin private ReportOptions report = new ReportOptions();

  private final Terminal terminal;

  SimCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SimOptions options = options();
    Terminal.Watch watch = terminal.watch();
    SimReport result;
    try (ProgressBar bar = terminal.progress("schedules", schedules)) {
      result = SimulationRun.run(options, sofar -> bar.update(sofar.schedules()));
    }
    double seconds = watch.nanos() / 1e9;
    report.print(terminal, json(result, seconds), () -> printLines(result, seconds));
    return ExitStatus.of(result.failure().isEmpty()).code();
  }

  private SimOptions options() {
    try {
      return new SimOptions(schedules, seed, peers);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode json(SimReport result, double seconds) {
    ObjectNode node =
        Json.object()
            .put("ok", result.failure().isEmpty())
            .put("schedules", result.schedules())
            .put("seed", seed)
            .put("peers", peers)
            .put("invariantsChecked", result.checks())
            .put("commits", result.commits())
            .put("merges", result.merges())
            .put("events", result.events())
            .put("crashes", result.crashes())
            .put("textHistories", result.histories())
            .put("doubled", result.doubled())
            .put("doubledShare", result.doubledShare())
            .put("traceHash", Long.toHexString(result.traceHash()))
            .put("seconds", Json.rounded(seconds));
    if (result.failure().isEmpty()) {
      node.putNull("firstFailingSeed");
    } else {
      SimFailure failure = result.failure().get();
      node.put("firstFailingSeed", failure.seed());
      node.put("invariant", failure.invariant());
      node.put("message", failure.message());
      node.put("repeat", repeat(failure));
      node.set("journal", Json.array(failure.journal()));
    }
    return node;
  }

  private void printLines(SimReport result, double seconds) {
    terminal.print(
        "%,d schedules from seed %d in %.1f s: %,d facts checked, %,d commits, %,d of them merges, %,d crashes",
        result.schedules(),
        seed,
        seconds,
        result.checks(),
        result.commits(),
        result.merges(),
        result.crashes());
    terminal.print(
        "texts: a token came out twice or came back in %,d of %,d histories (%.2f %%)",
        result.doubled(), result.histories(), 100 * result.doubledShare());
    if (result.failure().isEmpty()) {
      terminal.print("every invariant holds");
    } else {
      SimFailure failure = result.failure().get();
      failure.journal().forEach(line -> terminal.print("  %s", line));
      terminal.print("FAILED: %s", failure);
      terminal.print("repeat: %s", repeat(failure));
    }
  }

  private String repeat(SimFailure failure) {
    return "goatdb sim --schedules 1 --seed %d --peers %d".formatted(failure.seed(), peers);
  }
}
