package dev.goatdb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemGraphTest {

  private static final SessionId AUTHOR = new SessionId(1, 2);
  private static final CommitTime TIME = CommitTime.ofMillis(1);

  private final ItemGraph graph = new ItemGraph();

  private Node add(int n, int... parents) {
    List<CommitId> ids = Arrays.stream(parents).mapToObj(RandomGraph::id).toList();
    return graph.add(RandomGraph.id(n), ids, TIME, AUTHOR);
  }

  @Test
  void isEmptyAtFirst() {
    assertEquals(List.of(), graph.heads());
    assertEquals(0, graph.size());
    assertFalse(graph.contains(RandomGraph.id(0)));
    assertThrows(IndexOutOfBoundsException.class, () -> graph.nodeAt(0));
  }

  @Test
  void refusesACommitWhoseParentIsMissingAndNamesIt() {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> add(1, 0));
    assertTrue(error.getMessage().contains(RandomGraph.id(0).toString()), error::getMessage);
    assertEquals(0, graph.size());
  }

  @Test
  void refusesACommitThatIsThereAlready() {
    add(0);
    assertThrows(IllegalArgumentException.class, () -> add(0));
  }

  @Test
  void keepsAPreparedCommitToItselfUntilItIsAttached() {
    Node node = graph.prepare(RandomGraph.id(0), List.of(), TIME, AUTHOR);
    assertEquals(List.of(), graph.heads());
    graph.attach(node);
    assertEquals(List.of(node), graph.heads());
    assertThrows(IllegalArgumentException.class, () -> graph.attach(node));
  }

  @Test
  void leavesAnEarlierSnapshotOfTheHeadsAsItWas() {
    Node first = add(0);
    List<Node> before = graph.heads();
    Node second = add(1, 0);
    assertEquals(List.of(first), before);
    assertEquals(List.of(second), graph.heads());
  }

  /// Two lines of commits that were never apart for long: bases are found near the tips, whatever
  /// lies below.
  @Test
  void findsBasesNearTheTipsOfALongHistoryWithoutWalkingIt() {
    add(0);
    int last = 100_000;
    for (int i = 1; i < last; i++) {
      add(i, i - 1);
    }
    Node left = add(last, last - 1);
    Node right = add(last + 1, last - 1);
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 100_000; i++) {
            List<Node> bases = Ancestry.maximalCommon(List.of(left), List.of(right));
            assertEquals(last - 1, bases.getFirst().ordinal());
          }
        });
  }
}
