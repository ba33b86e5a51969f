package dev.goatdb.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  @Test
  void rowsAndColumnsAreTheAgreedOnesInOrder() {
    List<Map<String, Object>> rows = new Figures().rows();
    assertEquals(
        List.of(
            "open-100k-fresh",
            "open-100k-warm",
            "bulk-load-100k",
            "write-forced",
            "write-unforced",
            "write-100-forced",
            "point-read",
            "scan-100k",
            "filter-query",
            "sort-query",
            "file-bytes-per-doc",
            "heap-open-mib",
            "sync-one-edit"),
        rows.stream().map(row -> row.get("name")).toList());
    for (Map<String, Object> row : rows) {
      assertEquals(
          "[goatdb-signed, goatdb-trusted, sqlite-full, sqlite-off, mvstore]",
          ((Map<?, ?>) row.get("results")).keySet().toString());
    }
  }

  @Test
  void writesMediansAndNullWhereThereIsNone() {
    Figures figures = new Figures();
    for (double figure : new double[] {9, 1.25, 2}) {
      figures.add(Row.POINT_READ, Contender.MVSTORE, Sample.of(figure));
    }
    Map<String, Object> row = figures.rows().get(Row.POINT_READ.ordinal());
    assertEquals(
        """
        {
          "goatdb-signed": null,
          "goatdb-trusted": null,
          "sqlite-full": null,
          "sqlite-off": null,
          "mvstore": 2.000
        }
        """,
        Json.of(row.get("results")));
    assertEquals("{mvstore=[1.25, 9.0]}", row.get("range").toString());
  }

  @Test
  void bracketsFiguresThatDoNotKeepTheRowsPromise() {
    Figures figures = new Figures();
    figures.add(Row.WRITE_FORCED, Contender.SQLITE_OFF, Sample.of(7.5));
    figures.add(Row.WRITE_FORCED, Contender.SQLITE_FULL, Sample.of(117));
    String line =
        figures.table().lines().filter(l -> l.startsWith("write-forced")).findFirst().orElse("");
    assertTrue(line.contains("(7.500)") && line.contains(" 117.0 "), line);
  }

  @Test
  void theTailIsTheNinetyNinthPercentile() {
    double[] times = IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();
    assertEquals(new Sample(100.5, OptionalDouble.of(198)), Sample.ofEach(times));
    assertEquals(OptionalDouble.empty(), Sample.ofEach(new double[] {3, 1, 2}).beside());
  }

  @Test
  void aSampleSurvivesItsWayThroughALine() {
    for (Sample sample : List.of(Sample.of(0.1), new Sample(3e-7, OptionalDouble.of(1e12)))) {
      assertEquals(sample, Sample.parse(sample.line()));
    }
  }

  @Test
  void jsonEscapesAndRounds() {
    assertEquals("\"a\\\"\\\\\\u000a\"\n", Json.of("a\"\\\n"));
    assertEquals(
        List.of("0.000", "0.01235", "1.235", "123457"),
        Arrays.stream(new double[] {0, 0.0123456, 1.23456, 123456.7})
            .mapToObj(Json::rounded)
            .toList());
  }
}
