package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.Blame;
import dev.goatdb.api.CommitGraph;
import dev.goatdb.api.Conflict;
import dev.goatdb.api.Conflict.Outcome;
import dev.goatdb.api.Difference;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.Explainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What history tells people.
@Timeout(120)
class HistoryTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT).orElse("");
  private static final Field<Document, Long> VOTES =
      Field.of("votes", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE, BODY, VOTES);

  private final Database db = new RealWorld().open("history", GoatDbConfig.DEFAULT);
  private final Repository notes = db.repository("/data/notes");
  private final Item<Document> item = notes.item(NOTE, "k");

  @AfterEach
  void close() {
    db.close();
  }

  private static Document note(String title, String body) {
    return Document.of(NOTE).with(TITLE, title).with(BODY, body);
  }

  private CommitId on(List<CommitId> parents, UnaryOperator<Document> change) {
    return item.commitOn(
            parents, before -> Optional.of(change.apply(before.orElse(Document.of(NOTE)))))
        .appended()
        .join();
  }

  private CommitId root(String title, String body) {
    return on(List.of(), nothing -> note(title, body));
  }

  private String blamed() {
    String text = item.get(BODY);
    StringBuilder parts = new StringBuilder();
    int end = 0;
    for (Blame part : item.blame(BODY)) {
      assertEquals(end, part.start(), "parts have no gaps");
      end = part.end();
      parts.append(parts.isEmpty() ? "" : "|").append(part.of(text));
    }
    assertEquals(text.length(), end);
    return parts.toString();
  }

  private List<CommitId> writers() {
    return item.blame(BODY).stream().map(part -> part.commit().id()).toList();
  }

  @Test
  void eachPartOfATextIsOfTheCommitThatTypedIt() {
    CommitId first = root("t", "one two three");
    CommitId second = on(List.of(first), n -> n.with(BODY, "one 2 three"));
    CommitId third = on(List.of(second), n -> n.with(BODY, "one 2 three \uD83D\uDC10 four"));
    assertEquals("one |2| three| \uD83D\uDC10 four", blamed());
    assertEquals(List.of(first, second, first, third), writers());
    assertEquals(db.session().id(), item.blame(BODY).getFirst().commit().author());
  }

  @Test
  void recordedOperationsSayWhichOfTwoEqualCharactersWasTyped() {
    CommitId first = root("t", "aa");
    item.replace(BODY, 0, 0, "a").appended().join();
    CommitId second = item.heads().getFirst();
    assertEquals(List.of(second, first), writers());
    item.replace(BODY, 2, 2, "a").appended().join();
    assertEquals(List.of(second, first, item.heads().getFirst(), first), writers());
  }

  @Test
  void partsOfAMergedTextAreOfTheSidesThatTypedThem() {
    CommitId base = root("t", "Pack bags.");
    CommitId left = on(List.of(base), n -> n.with(BODY, "Book train. Pack bags."));
    CommitId right = on(List.of(base), n -> n.with(BODY, "Pack bags. Passport!"));
    assertEquals("Book train. |Pack bags.| Passport!", blamed());
    assertEquals(List.of(left, base, right), writers());
    item.settle().appended().join();
    assertEquals(List.of(left, base, right), writers(), "closing a fork writes nothing");
    CommitId last = on(item.heads(), n -> n.with(BODY, n.get(BODY) + " Go."));
    assertEquals(List.of(left, base, right, last), writers());
  }

  @Test
  void valuesThatAreNoTextAreOfTheirLastWriter() {
    CommitId first = root("t", "b");
    CommitId second = on(List.of(first), n -> n.with(VOTES, 3L));
    on(List.of(second), n -> n.with(TITLE, "other"));
    List<Blame> blame = item.blame(VOTES);
    assertEquals(1, blame.size());
    assertEquals(second, blame.getFirst().commit().id());
    item.delete().appended().join();
    assertEquals(List.of(), item.blame(VOTES));
    assertEquals(List.of(), notes.item(NOTE, "never").blame(BODY));
  }

  /// No character is typed twice, so the commit that first had one is the one that typed it.
  @Test
  void blameFindsTheTypistOfEveryCharacterInRandomHistories() {
    for (int round = 0; round < 25; round++) {
      long seed = 20261123L + round;
      Random random = new Random(seed);
      Item<Document> some = notes.item(NOTE, "random" + round);
      List<CommitId> all = new ArrayList<>();
      Map<String, CommitId> typist = new HashMap<>();
      for (int step = 0; step < 40; step++) {
        List<CommitId> parents = new ArrayList<>();
        if (!all.isEmpty()) {
          parents.addAll(
              random.nextInt(3) == 0
                  ? some.heads()
                  : List.of(all.get(all.size() - 1 - random.nextInt(Math.min(4, all.size())))));
        }
        String token = Character.toString(0x1F400 + step);
        int where = random.nextInt(1000);
        CommitId id =
            some.commitOn(
                    parents,
                    before -> {
                      Document now = before.orElse(note("t", ""));
                      List<String> list = new ArrayList<>(characters(now.get(BODY)));
                      if (list.size() > 6) {
                        list.remove(where % list.size());
                      }
                      list.add(where % (list.size() + 1), token);
                      return Optional.of(now.with(BODY, String.join("", list)));
                    })
                .appended()
                .join();
        all.add(id);
        typist.put(token, id);
      }
      String text = some.get(BODY);
      for (Blame part : some.blame(BODY)) {
        for (String token : characters(part.of(text))) {
          assertEquals(typist.get(token), part.commit().id(), token + ", seed " + seed);
        }
      }
    }
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  @Test
  void explainSaysWhyAnEditLost() {
    CommitId base = root("Trip", "x");
    CommitId mine = on(List.of(base), n -> n.with(TITLE, "Trip to Rome"));
    CommitId theirs = on(List.of(base), n -> n.with(TITLE, "Rome, May"));
    Conflict conflict = item.explain(TITLE).getFirst();
    assertEquals(1, item.explain(TITLE).size());
    assertEquals(StrategyId.LWW, conflict.strategy());
    assertEquals(Value.of("Trip"), conflict.base());
    assertEquals(Value.of("Rome, May"), conflict.result());
    assertEquals(Value.of(item.get(TITLE)), conflict.result());
    assertTrue(conflict.dropped());
    for (Conflict.Side side : conflict.sides()) {
      boolean won = side.commit().equals(theirs);
      assertEquals(won ? Outcome.WON : Outcome.NO_EFFECT, side.outcome());
      assertEquals(Value.of(won ? "Rome, May" : "Trip to Rome"), side.value());
    }
    assertEquals(
        "lww@1 took the value of %s; without effect: %s".formatted(theirs.brief(), mine.brief()),
        conflict.verdict());
    assertEquals(List.of(), item.explain(BODY), "nobody changed it");
    assertEquals(List.of(conflict), notes.conflicts());
  }

  @Test
  void explainStillKnowsWhenTheForkIsClosed() {
    CommitId base = root("Trip", "x");
    on(List.of(base), n -> n.with(TITLE, "Trip to Rome"));
    on(List.of(base), n -> n.with(TITLE, "Rome, May"));
    List<Conflict> open = item.explain(TITLE);
    item.settle().appended().join();
    assertEquals(1, item.heads().size());
    assertEquals(open, item.explain(TITLE));
    assertEquals(List.of(), notes.conflicts(), "nothing is open");
  }

  @Test
  void whatIsCombinedIsNotDropped() {
    CommitId base = root("t", "x");
    on(List.of(base), n -> n.with(VOTES, 2L).with(BODY, "ax"));
    on(List.of(base), n -> n.with(VOTES, 5L).with(BODY, "xb"));
    on(List.of(base), n -> n.with(TITLE, "only one"));
    Conflict votes = item.explain(VOTES).getFirst();
    assertEquals(Value.of(7L), votes.result());
    assertFalse(votes.dropped());
    assertEquals(3, votes.sides().size());
    assertEquals(2, votes.sides().stream().filter(s -> s.outcome() == Outcome.MERGED).count());
    assertEquals(1, votes.sides().stream().filter(s -> s.outcome() == Outcome.UNCHANGED).count());
    assertEquals(Value.of("axb"), item.explain(BODY).getFirst().result());
    assertEquals(List.of(), item.explain(TITLE), "one side changed it");
    assertEquals(
        List.of("body", "votes"),
        notes.conflicts().stream().map(Conflict::field).sorted().toList());
  }

  /// Operations say where a repeated character was typed; what is told must be what was merged.
  @Test
  void whatIsExplainedIsWhatIsMergedAlsoByOperations() {
    CommitId base = root("t", "aaaa");
    item.replace(BODY, 1, 1, "a").appended().join();
    item.replace(BODY, 4, 5, "x").appended().join();
    on(List.of(base), n -> n.with(BODY, "aaa"));
    Conflict body = item.explain(BODY).getFirst();
    assertEquals(Value.of(item.get(BODY)), body.result());
    for (Explainer.Decision decision : decisions()) {
      assertEquals(2, decision.input().heads().size());
      assertTrue(decision.strategy().readsEdits());
      assertTrue(decision.input().heads().stream().anyMatch(head -> !head.edits().isEmpty()));
    }
  }

  private List<Explainer.Decision> decisions() {
    var engine = db.engine(notes.path());
    var entry = engine.find("k");
    return db.explainer().explain(engine.heads(entry), engine.materializer());
  }

  @Test
  void crissCrossIsExplainedByTheStepsOfTheMergeOfTheHeadsAlone() {
    CommitId base = root("0", "x");
    CommitId a = on(List.of(base), n -> n.with(TITLE, "a"));
    CommitId b = on(List.of(base), n -> n.with(TITLE, "b"));
    on(List.of(a, b), n -> n.with(TITLE, "c"));
    on(List.of(a, b), n -> n.with(TITLE, "d"));
    List<Conflict> all = item.explain(TITLE);
    assertEquals(Value.of("d"), all.getFirst().result());
    assertEquals(Value.of("b"), all.getFirst().base(), "the merge of a and b");
    assertEquals(3, all.size(), "and each of the two merges of a and b");
    assertEquals(1, notes.conflicts().size());
  }

  @Test
  void asOfIsTheMergeOfWhatWasOnTopThen() {
    assertEquals(Optional.empty(), item.asOf(Instant.now()));
    CommitId base = root("0", "x");
    Instant afterBase = later();
    CommitId a = on(List.of(base), n -> n.with(BODY, "ax"));
    on(List.of(base), n -> n.with(BODY, "xb"));
    Instant afterFork = later();
    on(List.of(a), n -> n.with(BODY, "aax"));
    item.delete().appended().join();
    assertEquals("x", item.asOf(afterBase).orElseThrow().get(BODY));
    assertEquals("axb", item.asOf(afterFork).orElseThrow().get(BODY));
    assertEquals(Optional.empty(), item.asOf(Instant.MAX), "deleted");
    assertEquals(Optional.empty(), item.asOf(Instant.EPOCH));
    assertEquals(Optional.empty(), item.asOf(Instant.MIN));
  }

  /// A moment that lies after everything so far and before everything to come.
  private static Instant later() {
    Instant now = Instant.ofEpochMilli(Instant.now().toEpochMilli() + 1);
    while (!Instant.now().isAfter(now.plusMillis(1))) {
      Thread.onSpinWait();
    }
    return now;
  }

  @Test
  void diffNamesTheFieldsThatDiffer() {
    CommitId first = root("one", "x");
    CommitId second = on(List.of(first), n -> n.with(TITLE, "two").with(VOTES, 1L));
    item.delete().appended().join();
    CommitId deleted = item.heads().getFirst();
    assertEquals(
        List.of(
            new Difference("title", Value.of("one"), Value.of("two")),
            new Difference("votes", Value.NULL, Value.of(1L))),
        item.diff(first, second));
    assertEquals(List.of(), item.diff(first, first));
    assertEquals(
        List.of(
            new Difference("body", Value.of("x"), Value.NULL),
            new Difference("title", Value.of("one"), Value.NULL)),
        item.diff(first, deleted));
    assertThrows(NoSuchElementException.class, () -> item.diff(first, new CommitId(1, 2, 3, 4)));
  }

  @Test
  void revertIsANewCommitAndErasesNothing() {
    CommitId first = root("one", "x");
    on(List.of(first), n -> n.with(TITLE, "two").with(VOTES, 1L));
    item.revertTo(first).appended().join();
    assertEquals(note("one", "x"), item.get());
    assertEquals(3, item.history().count());
    item.delete().appended().join();
    CommitId deleted = item.heads().getFirst();
    item.revertTo(first).appended().join();
    assertEquals(note("one", "x"), item.get());
    item.revertTo(deleted).appended().join();
    assertFalse(item.exists());
    assertThrows(NoSuchElementException.class, () -> item.revertTo(new CommitId(1, 2, 3, 4)));
  }

  @Test
  void revertNeedsNoSchemaWhereNoVersionLiesBetween() {
    CommitId first = root("one", "x");
    on(List.of(first), n -> n.with(TITLE, "two"));
    notes.item(Schema.UNTYPED, "k").revertTo(first).appended().join();
    assertEquals(note("one", "x"), item.get());
    Schema<Document> second =
        Schema.builder("note", 2, TITLE, BODY, VOTES).upgrade(NOTE, old -> old).build();
    notes.item(second, "k").set(TITLE, "newer").appended().join();
    assertThrows(
        GoatDbException.Refused.class, () -> notes.item(Schema.UNTYPED, "k").revertTo(first));
    notes.item(second, "k").revertTo(first).appended().join();
    assertEquals("one", notes.item(second, "k").get(TITLE));
    assertEquals(2, notes.item(Schema.UNTYPED, "k").get().schema().version());
  }

  @Test
  void theGraphCanBeDrawn() {
    CommitId base = root("t", "x");
    CommitId a = on(List.of(base), n -> n.with(TITLE, "a"));
    CommitId b = on(List.of(base), n -> n.with(TITLE, "b"));
    CommitGraph graph = item.graph();
    assertEquals(3, graph.commits().size());
    assertEquals(List.of(a, b).stream().sorted().toList(), graph.heads());
    String dot = graph.toDot();
    assertTrue(dot.startsWith("digraph history {"), dot);
    assertTrue(dot.contains("\"%s\" -> \"%s\";".formatted(a, base)), dot);
    assertEquals(2, dot.split("style=bold", -1).length - 1);
    String cytoscape = graph.toCytoscape();
    assertTrue(
        cytoscape.contains("\"source\":\"%s\",\"target\":\"%s\"".formatted(b, base)), cytoscape);
    assertEquals(List.of(), notes.item(NOTE, "never").graph().commits());
  }
}
