package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.delta.TextDiff;
import dev.goatdb.core.graph.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replays histories that were recorded elsewhere. Runs where the system property `goatdb.traces`
/// names the folder with them.
@EnabledIfSystemProperty(named = "goatdb.traces", matches = ".+")
class RecordedHistoriesTest {

  private static final long MEMO_BYTES = 16 << 20;

  @Test
  void mergesEveryVectorExactly() throws IOException {
    int histories = 0;
    int checks = 0;
    int wrong = 0;
    try (BufferedReader lines = open("merge-vectors.jsonl.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<String, Object> vector = Json.object(Json.parse(line));
        List<Object> expected = Json.list(vector.get("checks"));
        wrong += wrongChecks(replayVector(Json.list(vector.get("commits")), histories), expected);
        checks += expected.size();
        histories++;
      }
    }
    System.out.printf("vectors: %d histories, %d checks, %d wrong%n", histories, checks, wrong);
    assertTrue(checks > 0);
    assertEquals(0, wrong);
  }

  private record Replay(History history, List<Node> nodes) {
    List<Node> nodesAt(Object indices) {
      return Json.list(indices).stream().map(i -> nodes.get(Json.integer(i))).toList();
    }
  }

  private static Replay replayVector(List<Object> commits, long salt) {
    History history = new History(salt, new RecentMerges(MEMO_BYTES), History.NOTE);
    Replay replay = new Replay(history, new ArrayList<>());
    for (Object each : commits) {
      Map<String, Object> commit = Json.object(each);
      List<Node> parents = replay.nodesAt(commit.get("parents"));
      State before = history.before(parents, History.NOTE);
      Set<String> tags = History.tags(before);
      boolean present = before.value("tags") instanceof Value.SetOf;
      Map<String, Value> changes = new HashMap<>();
      long inc = (Long) commit.get("inc");
      if (inc != 0) {
        changes.put("count", Value.of(History.count(before) + inc));
      }
      boolean changed = tags.addAll(texts(commit.get("add")));
      changed |= tags.removeAll(texts(commit.get("remove")));
      if (changed || present) {
        changes.put("tags", History.TAGS.encode(tags).orElseThrow());
      }
      replay.nodes.add(history.edit(parents, changes));
    }
    return replay;
  }

  private static int wrongChecks(Replay replay, List<Object> checks) {
    int wrong = 0;
    for (Object each : checks) {
      Map<String, Object> check = Json.object(each);
      State state = replay.history.value(replay.nodesAt(check.get("heads")));
      boolean right =
          History.count(state) == (Long) check.get("counter")
              && History.tags(state).equals(texts(check.get("set")));
      wrong += right ? 0 : 1;
    }
    return wrong;
  }

  private static Set<String> texts(Object list) {
    Set<String> texts = new HashSet<>();
    Json.list(list).forEach(text -> texts.add((String) text));
    return texts;
  }

  /// Once with texts to compare, once with the operations that were recorded.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void replaysTwoPeopleTypingToTheTextTheyEndedWith(boolean recorded) throws IOException {
    Map<String, Object> trace;
    try (BufferedReader in = open("friendsforever.json.gz")) {
      trace = Json.object(Json.parse(in.readLine()));
    }
    long start = System.nanoTime();
    History history = new History(0, new RecentMerges(MEMO_BYTES), History.NOTE);
    Replay replay = new Replay(history, new ArrayList<>());
    for (Object each : Json.list(trace.get("txns"))) {
      Map<String, Object> transaction = Json.object(each);
      List<Node> parents = replay.nodesAt(transaction.get("parents"));
      String body = History.body(history.before(parents, History.NOTE));
      List<Splice> splices = new ArrayList<>();
      for (Object patch : Json.list(transaction.get("patches"))) {
        List<Object> parts = Json.list(patch);
        TextDiff.Edit edit =
            new TextDiff.Edit(
                Json.integer(parts.get(0)), Json.integer(parts.get(1)), (String) parts.get(2));
        body = TextDiff.apply(body, List.of(edit));
        splices.add(new Splice(edit.position(), edit.deleted(), edit.inserted()));
      }
      Node node = history.edit(parents, Map.of("body", Value.of(body)));
      replay.nodes.add(node);
      if (recorded) {
        history.record(node, splices.toArray(Splice[]::new));
      }
    }
    String end = History.body(history.value(history.graph().heads()));
    System.out.printf(
        "friendsforever, %s: %d transactions in %d ms%n",
        recorded ? "operations" : "texts",
        replay.nodes.size(),
        (System.nanoTime() - start) / 1_000_000);
    assertEquals(trace.get("endContent"), end);
  }

  private static BufferedReader open(String file) throws IOException {
    Path path = Path.of(System.getProperty("goatdb.traces"), file);
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8));
  }
}
