package dev.goatdb.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Takes all samples, in an order that is fair: phase by phase, row by row, and within a row round
/// by round, each contender once in every round and another one first each time. Then everything
/// again with new processes, because two processes that do the same thing are never compiled the
/// same way.
final class Run {

  private final List<Contender> contenders;
  private final Plan plan;
  private final PrintStream log;
  private final Figures figures = new Figures();

  /// How much to do.
  ///
  /// @param directory for all files
  /// @param documents how many notes
  /// @param generations how often to start again with new processes
  /// @param effort by how much to multiply the rounds of each row
  /// @param patience seconds after which a row goes on with its first round that counts, or is over
  ///   when it had that
  record Plan(Path directory, int documents, int generations, int effort, double patience) {}

  /// @param contenders who takes part
  /// @param plan how much to do
  /// @param log hears what is going on
  Run(List<Contender> contenders, Plan plan, PrintStream log) {
    this.contenders = contenders;
    this.plan = plan;
    this.log = log;
  }

  /// {@return all samples, and what failed}
  ///
  /// @throws IOException if processes cannot be started, or do not end well
  Figures measure() throws IOException {
    for (int generation = 1; generation <= plan.generations(); generation++) {
      try (Workers workers = new Workers(new EnumMap<>(Contender.class))) {
        for (Contender contender : contenders) {
          workers.byContender().put(contender, worker(contender));
        }
        generation(generation, workers);
      }
    }
    return figures;
  }

  private Child worker(Contender contender) throws IOException {
    return Child.start(
        Worker.class,
        List.of("-Xmx2g"),
        List.of(
            contender.name(), folder(contender).toString(), Integer.toString(plan.documents())));
  }

  private Path folder(Contender contender) {
    return plan.directory().resolve(contender.label()).resolve("notes");
  }

  /// The processes of one generation.
  private record Workers(Map<Contender, Child> byContender) implements AutoCloseable {

    Child of(Contender contender) {
      return Objects.requireNonNull(byContender.get(contender), contender.label());
    }

    /// Closes all, also when one of them fails to.
    @Override
    public void close() throws IOException {
      IOException failure = new IOException("workers did not end well");
      for (Child worker : byContender.values()) {
        try {
          worker.close();
        } catch (IOException e) {
          failure.addSuppressed(e);
        }
      }
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    }
  }

  private void generation(int generation, Workers workers) {
    for (Row.Phase phase : Row.Phase.values()) {
      for (Row row : Row.values()) {
        if (row.phase() == phase) {
          Watch watch = new Watch();
          measure(row, generation, workers);
          log.printf(
              "%d/%d  %-20s %5.1f s%n",
              generation, plan.generations(), row.label(), watch.millis() / 1e3);
        }
      }
    }
  }

  private void measure(Row row, int generation, Workers workers) {
    int rounds = row.rounds() * (row.phase() == Row.Phase.LOADED ? 1 : plan.effort());
    List<Contender> turns = new ArrayList<>(contenders.stream().filter(row::appliesTo).toList());
    Watch watch = new Watch();
    for (int round = -row.warmups(); round < rounds; round++) {
      if (watch.millis() > plan.patience() * 1e3) {
        if (round > 0) {
          return;
        }
        round = 0;
      }
      for (Contender contender : List.copyOf(turns)) {
        // Rounds of different generations read different notes.
        int number = round < 0 ? round : generation * 1_000 + round;
        try {
          Sample sample = sample(row, contender, number, workers.of(contender));
          if (round >= 0) {
            figures.add(row, contender, sample);
          }
        } catch (IOException e) {
          figures.fail(row, contender, String.valueOf(e.getMessage()));
          turns.remove(contender);
        }
      }
      Collections.rotate(turns, 1);
    }
  }

  private Sample sample(Row row, Contender contender, int number, Child worker) throws IOException {
    if (row.isFresh()) {
      return fresh(row, contender, number, worker);
    }
    String answer = worker.ask(row.name() + " " + number);
    if (answer.startsWith(Worker.FAILED)) {
      throw new IOException(answer);
    }
    return Sample.parse(answer);
  }

  private Sample fresh(Row row, Contender contender, int number, Child worker) throws IOException {
    // The files may be open at one place only.
    worker.ask("close");
    int note = (int) Math.floorMod(number * 7_919L, (long) plan.documents());
    return FreshProcess.sample(row, contender, folder(contender), note);
  }
}
