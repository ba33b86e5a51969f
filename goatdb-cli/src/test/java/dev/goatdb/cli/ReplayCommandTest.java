package dev.goatdb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Replays small histories whose results are known by hand.
class ReplayCommandTest {

  /// Two people type into `ab` at the same time; a character outside of the basic plane makes
  /// positions matter.
  private static final String TRACE =
      """
      {"startContent":"a","endContent":"%s","txns":[
       {"parents":[],"patches":[[1,0,"\uD83D\uDC10"],[2,0,"b"]]},
       {"parents":[0],"patches":[[0,0,"x"]]},
       {"parents":[0],"patches":[[3,0,"y"]]},
       {"parents":[1,2],"patches":[[2,1,""]]}]}
      """;

  @TempDir Path directory;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void aTraceEndsAsRecorded() throws IOException {
    Run run = Run.of("replay", file("t.json", TRACE.formatted("xaby")).toString(), "--json");
    assertEquals(0, run.code(), run.out() + run.err());
    JsonNode json = run.json();
    assertTrue(json.path("equal").booleanValue());
    assertEquals(4, json.path("transactions").intValue());
    assertEquals(1, json.path("merges").intValue());
    assertEquals(1, json.path("heads").intValue());
    assertEquals(5, json.path("commits").intValue(), "the text to begin with is a commit too");
    assertEquals(0, json.path("refused").intValue());
    assertEquals(0, json.path("parked").intValue());
    assertTrue(json.path("bytesOnDisk").longValue() > 0);
    assertTrue(run.out().startsWith("{\"equal\":true,"), run.out());
  }

  @Test
  void aTraceThatEndsOtherwiseFails() throws IOException {
    Run run = Run.of("replay", file("t.json", TRACE.formatted("xayb")).toString(), "--json");
    assertEquals(1, run.code());
    assertFalse(run.json().path("equal").booleanValue());
  }

  @Test
  void aPatchOutsideOfTheTextIsNamed() throws IOException {
    Path trace = file("t.json", "{\"endContent\":\"\",\"txns\":[{\"patches\":[[1,1,\"\"]]}]}");
    Failing.assertFails(3, "transaction 0: ", Run.of("replay", trace.toString()));
  }

  @Test
  void theDatabaseIsKeptWhereItIsNamed() throws IOException {
    Path trace = file("t.json", TRACE.formatted("xaby"));
    String db = directory.resolve("db").toString();
    assertEquals(0, Run.of("replay", trace.toString(), "--db", db).code());
    assertEquals("text\t{\"text\":\"xaby\"}\n", Run.of("list", "--db", db, "/replay/trace").out());
    Failing.assertFails(
        3, "holds a replay already", Run.of("replay", trace.toString(), "--db", db));
  }

  private static String peerTrace(String end) {
    return """
    {"startContent":"a","endContent":"%s","txns":[
     {"agent":0,"parents":[],"patches":[[1,0,"\uD83D\uDC10"],[2,0,"b"]]},
     {"agent":0,"parents":[0],"patches":[[0,0,"x"]]},
     {"agent":1,"parents":[0],"patches":[[3,0,"y"]]},
     {"agent":1,"parents":[2],"patches":[[4,0,"z"]]},
     {"agent":0,"parents":[1,2],"patches":[[2,1,""]]},
     {"agent":1,"parents":[3,4],"patches":[[0,0,"<"]]}]}
    """
        .formatted(end);
  }

  @Test
  void twoPeersThatSeeExactlyWhatPeopleSawEndAsRecorded() throws IOException {
    String trace = file("p.json", peerTrace("<xabyz")).toString();
    Run run = Run.of("replay", trace, "--peers", "--json");
    assertEquals(0, run.code(), run.out() + run.err());
    JsonNode json = run.json();
    assertTrue(json.path("equal").booleanValue());
    assertEquals(7, json.path("commits").intValue(), "the text to begin with is a commit too");
    assertEquals(3, json.path("deliveries").intValue());
    assertTrue(json.path("mostHeld").intValue() >= 1);
    assertEquals(1, json.path("heads").intValue());
  }

  @Test
  void twoPeersThatEndOtherwiseFail() throws IOException {
    String trace = file("p.json", peerTrace("<xabzy")).toString();
    assertEquals(1, Run.of("replay", trace, "--peers", "--json").code());
    String three =
        peerTrace("").replace("\"agent\":1,\"parents\":[2]", "\"agent\":2,\"parents\":[2]");
    Failing.assertFails(
        3, "3 people typed", Run.of("replay", file("q.json", three).toString(), "--peers"));
  }

  private static String vector(int counter, String set) {
    return """
    {"commits":[{"parents":[],"inc":1,"add":["a"],"remove":[]},{"parents":[],"inc":2,"add":["b"],"remove":[]},\
    {"parents":[0,1],"inc":4,"add":[],"remove":["a"]},{"parents":[0,1],"inc":8,"add":["c"],"remove":[]}],\
    "checks":[{"heads":[0],"counter":1,"set":["a"]},{"heads":[2,3],"counter":%d,"set":[%s]}]}
    """
        .formatted(counter, set);
  }

  @Test
  void mergeVectorsGiveTheExactValues() throws IOException {
    Path file = file("v.jsonl", vector(15, "\"b\",\"c\""));
    Run run = Run.of("replay", "--vectors", file.toString(), "--json");
    assertEquals(0, run.code(), run.out() + run.err());
    assertEquals("{\"histories\":1,\"checks\":2,\"wrong\":0}\n", run.out());
  }

  @Test
  void mergeVectorsWithOtherValuesFail() throws IOException {
    Path file = file("v.jsonl", vector(14, "\"b\",\"c\"") + vector(15, "\"a\",\"b\",\"c\""));
    Run run = Run.of("replay", "--vectors", file.toString(), "--json");
    assertEquals(1, run.code());
    assertEquals("{\"histories\":2,\"checks\":4,\"wrong\":2}\n", run.out());
    assertTrue(run.err().contains("expected 14"), run.err());
  }
}
