package dev.goatdb.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All samples of a run, and what they come to.
final class Figures {

  private final Map<Row, Map<Contender, List<Sample>>> samples = new EnumMap<>(Row.class);
  private final Map<Row, Map<Contender, String>> failures = new EnumMap<>(Row.class);

  /// Adds a sample.
  ///
  /// @param row of what
  /// @param contender of whom
  /// @param sample the sample
  void add(Row row, Contender contender, Sample sample) {
    samples
        .computeIfAbsent(row, r -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, c -> new ArrayList<>())
        .add(sample);
  }

  /// Notes a failure: the row has no figure for this contender then.
  ///
  /// @param row of what
  /// @param contender of whom
  /// @param reason why
  void fail(Row row, Contender contender, String reason) {
    failures.computeIfAbsent(row, r -> new EnumMap<>(Contender.class)).put(contender, reason);
  }

  /// {@return one line for each failure}
  List<String> failures() {
    List<String> lines = new ArrayList<>();
    failures.forEach((row, of) ->
        of.forEach((contender, reason) ->
            lines.add("%s of %s: %s".formatted(row.label(), contender.label(), reason))));
    return lines;
  }

  private List<Sample> of(Row row, Contender contender) {
    return failures.getOrDefault(row, Map.of()).containsKey(contender)
        ? List.of()
        : samples.getOrDefault(row, Map.of()).getOrDefault(contender, List.of());
  }

  /// {@return the median of the samples of a row and contender, if there are any}
  ///
  /// @param row of what
  /// @param contender of whom
  Optional<Sample> median(Row row, Contender contender) {
    List<Sample> found = of(row, contender);
    return found.isEmpty() ? Optional.empty() : Optional.of(Sample.median(found));
  }

  /// {@return the rows as [Json] writes them}
  List<Map<String, @Nullable Object>> rows() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Row row : Row.values()) {
      Map<String, @Nullable Object> facts = new LinkedHashMap<>();
      facts.put("name", row.label());
      facts.put("unit", row.unit());
      facts.put("results", results(row));
      facts.put(row.beside(), besides(row));
      facts.put("range", ranges(row));
      facts.put("samples", samples(row));
      facts.put("caveats", caveats(row));
      facts.entrySet().removeIf(fact -> fact.getValue() instanceof Map<?, ?> map && map.isEmpty());
      rows.add(facts);
    }
    return rows;
  }

  private Map<String, Object> samples(Row row) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      if (!of(row, contender).isEmpty()) {
        counts.put(contender.label(), of(row, contender).size());
      }
    }
    return counts;
  }

  private Map<String, @Nullable Object> results(Row row) {
    Map<String, @Nullable Object> results = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      results.put(contender.label(), median(row, contender).map(Sample::typical).orElse(null));
    }
    return results;
  }

  private Map<String, Object> besides(Row row) {
    Map<String, Object> besides = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      median(row, contender)
          .ifPresent(sample ->
              sample.beside().ifPresent(figure -> besides.put(contender.label(), figure)));
    }
    return besides;
  }

  private Map<String, Object> ranges(Row row) {
    Map<String, Object> ranges = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      List<Double> sorted = of(row, contender).stream().map(Sample::typical).sorted().toList();
      if (sorted.size() > 1) {
        ranges.put(contender.label(), List.of(sorted.getFirst(), sorted.getLast()));
      }
    }
    return ranges;
  }

  private static Map<String, Object> caveats(Row row) {
    Map<String, Object> caveats = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      row.caveat(contender).ifPresent(caveat -> caveats.put(contender.label(), caveat));
    }
    return caveats;
  }

  /// {@return the table for people}
  String table() {
    StringBuilder table = new StringBuilder("%-20s %-6s".formatted("row", "unit"));
    for (Contender contender : Contender.values()) {
      table.append("%16s".formatted(contender.label()));
    }
    for (Row row : Row.values()) {
      table.append("%n%-20s %-6s".formatted(row.label(), row.unit()));
      for (Contender contender : Contender.values()) {
        table.append("%16s".formatted(cell(row, contender)));
      }
    }
    return table.toString();
  }

  private String cell(Row row, Contender contender) {
    String figure =
        median(row, contender).map(sample -> Json.rounded(sample.typical())).orElse("-");
    return row.caveat(contender).isPresent() ? "(" + figure + ")" : figure + " ";
  }
}
