package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult.Incomplete;
import dev.goatdb.core.merge.MergeResult.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where operations were recorded, texts merge by them.
class RecordedLineTest {

  private final History history = new History(1, MergeMemo.NONE, History.NOTE);

  private Node write(List<Node> parents, String text) {
    return history.edit(parents, Map.of("body", Value.of(text)));
  }

  private Node type(Node parent, Splice... splices) {
    return history.type(List.of(parent), Map.of(), splices);
  }

  private String body(Node... heads) {
    return History.body(history.value(List.of(heads)));
  }

  @Test
  void repeatedLettersMergeWhereTheyWereTyped() {
    Node base = write(List.of(), "aaaa");
    Node first = type(base, new Splice(0, 0, "a"));
    Node last = type(base, new Splice(4, 0, "a"));
    assertEquals("aaaaaa", body(first, last), "two letters, in two places");

    Node whole = write(List.of(base), "aaaaa");
    Node again = write(List.of(base), "aaaaa");
    assertEquals("aaaaa", body(whole, again), "a comparison takes them for one");
  }

  @Test
  void deletionsOfEqualLettersInDifferentPlacesBothCount() {
    Node base = write(List.of(), "-----");
    assertEquals("---", body(type(base, new Splice(0, 1, "")), type(base, new Splice(4, 1, ""))));
  }

  @Test
  void operationsOfALineOfCommitsFollowEachOther() {
    Node base = write(List.of(), "aa");
    Node first = type(base, new Splice(1, 0, "x"));
    Node other = history.edit(List.of(first), Map.of("title", Value.of("between")));
    Node last = type(other, new Splice(2, 0, "y"), new Splice(3, 1, ""));
    assertEquals("axya", body(last, type(base, new Splice(2, 0, "a"))));
  }

  @Test
  void aTextWrittenAsAWholeIsCompared() {
    Node base = write(List.of(), "aa");
    Node whole = write(List.of(type(base, new Splice(0, 0, "a"))), "aaab");
    assertEquals("aaaab", body(whole, type(base, new Splice(0, 0, "a"))), "'ab' came at the end");
  }

  @Test
  void headsWithSeveralParentsAreCompared() {
    Node base = write(List.of(), "b");
    Node left = type(base, new Splice(0, 0, "a"));
    Node right = type(base, new Splice(1, 0, "c"));
    Node both = history.type(List.of(left, right), Map.of(), new Splice(3, 0, "d"));
    assertEquals("abcd", History.body(history.stateOf(both)));
    assertEquals("abcde", body(both, type(right, new Splice(2, 0, "e"))));
  }

  @Test
  void operationsThatDoNotLeadToTheTextAreNotUsed() {
    Node base = write(List.of(), "ab");
    Node lies =
        history.commit(
            List.of(base),
            History.timeAfter(List.of(base)),
            history
                .stateOf(base)
                .with(
                    History.NOTE.id(),
                    Map.of("body", Value.of("abX")),
                    History.timeAfter(List.of(base))));
    history.record(lies, new Splice(0, 2, "Y"));
    assertEquals("0abX", body(lies, type(base, new Splice(0, 0, "0"))));
  }

  @Test
  void missingOperationsMakeTheMergeIncompleteAndNameTheirCommits() {
    Node base = write(List.of(), "ab");
    Node left = type(base, new Splice(0, 0, "x"));
    Node right = type(base, new Splice(2, 0, "y"));
    history.loseEdits(left);
    assertEquals(
        new Incomplete(Reason.MISSING_COMMITS, List.of(left.id())),
        history.merge(List.of(left, right)));
  }

  @Test
  void operationsOfATextThatOneHeadAloneChangedAreNotNeeded() {
    Node base = write(List.of(), "ab");
    Node left = type(base, new Splice(0, 0, "x"));
    Node right = history.edit(List.of(base), Map.of("title", Value.of("t")));
    history.loseEdits(left);
    assertEquals("xab", body(left, right));
  }

  @Test
  void aLineLongerThanTheBoundIsCompared() {
    Node base = write(List.of(), "aa");
    Node end = base;
    for (int i = 0; i <= RecordedLine.MAX_COMMITS; i++) {
      end = type(end, new Splice(0, 0, "a"));
    }
    Node other = type(base, new Splice(2, 0, "a"));
    assertEquals(4_099 + 1, body(end, other).length(), "a run at the end and one more letter");
  }
}
