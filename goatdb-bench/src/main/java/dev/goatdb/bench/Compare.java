package dev.goatdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sets GoatDB beside SQLite and MVStore: prints one table and writes `compare.json`.
///
/// Options: `--quick` (under a minute), `--save` (also keeps the results under `results/`),
/// `--documents N` (100,000). The script beside this module's `pom.xml` starts it with the folder
/// of the module as `goatdb.bench`.
final class Compare {

  private static final int DOCUMENTS = 100_000;
  // Thirteen rows in less than a minute, on a machine that is busy or with a contender that is slow
  // as well.
  private static final double QUICK_PATIENCE = 3;

  private final Path module;
  private final boolean isQuick;
  private final boolean saves;
  private final int documents;

  private Compare(List<String> options) {
    List<String> known = List.of("--quick", "--save", "--documents");
    for (int i = 0; i < options.size(); i++) {
      if (!known.contains(options.get(i))) {
        throw new IllegalArgumentException(
            "unknown option " + options.get(i) + "; there are " + String.join(", ", known));
      }
      i += options.get(i).equals("--documents") ? 1 : 0;
    }
    module = Path.of(System.getProperty("goatdb.bench", "goatdb-bench"));
    isQuick = options.contains("--quick");
    saves = options.contains("--save");
    int at = options.indexOf("--documents");
    documents = at < 0 ? DOCUMENTS : Integer.parseInt(options.get(at + 1));
  }

  /// Measures, prints and writes.
  ///
  /// @param arguments options
  /// @throws IOException if a process fails, finds something else than it should, or results cannot
  ///   be written
  static void main(String[] arguments) throws IOException {
    Figures figures = new Compare(List.of(arguments)).run();
    figures.failures().forEach(failure -> System.err.println("compare: " + failure));
    if (!figures.failures().isEmpty()) {
      System.exit(1);
    }
  }

  private Figures run() throws IOException {
    Path directory =
        Files.createTempDirectory(Files.createDirectories(module.resolve("target")), "compare");
    try {
      Watch watch = new Watch();
      Map<String, Object> machine = Machine.facts(directory);
      Run.Plan plan =
          isQuick
              ? new Run.Plan(directory, documents, 1, 1, QUICK_PATIENCE)
              : new Run.Plan(directory, documents, 3, 2, Double.MAX_VALUE);
      Figures figures = new Run(List.of(Contender.values()), plan, System.err).measure();
      System.out.println(figures.table());
      System.out.println(
          "Medians, lower is better. (in brackets) is not what the row promises: see README.md.");
      write(figures, machine, watch.millis() / 1e3);
      return figures;
    } finally {
      Folder.remove(directory);
    }
  }

  private void write(Figures figures, Map<String, Object> machine, double seconds)
      throws IOException {
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    String commit = System.getProperty("goatdb.commit", "unknown");
    Map<String, @Nullable Object> results = new LinkedHashMap<>();
    results.put("rows", figures.rows());
    results.put("date", date);
    results.put("commit", commit);
    results.put("mode", isQuick ? "quick" : "full");
    results.put("documents", documents);
    results.put("seconds", Math.round(seconds));
    results.put("machine", machine);
    results.put("failures", figures.failures());
    String json = Json.of(results);
    Path file = module.resolve("target/compare.json");
    Files.writeString(file, json);
    System.out.println("Written: " + file);
    Optional<Path> kept =
        saves
            ? Optional.of(module.resolve("results/" + date + "-" + commit + ".json"))
            : Optional.empty();
    if (kept.isPresent()) {
      Files.writeString(kept.get(), json);
      System.out.println("Kept: " + kept.get());
    }
  }
}
