package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.Replicas.Script;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Same heads, same bytes: whatever was received in which order, and whatever is remembered.
class MergeLawsTest {

  private static final Replicas.Token WORD = n -> "w" + n + " ";

  private static byte[] bytes(State state) {
    CborWriter out = new CborWriter(256);
    state.write(out, new CommitTime(-1));
    return Arrays.copyOf(out.buffer(), out.size());
  }

  private static Merger merger(MergeMemo memo) {
    return new Merger(
        id -> id.equals(History.NOTE.id()) ? Optional.of(History.NOTE) : Optional.empty(),
        History.BUILT_IN,
        memo);
  }

  private static byte[] merged(Merger merger, List<Node> heads, Map<Node, State> states) {
    return switch (merger.merge(heads, node -> Optional.ofNullable(states.get(node)))) {
      case MergeResult.Merged(State state) -> bytes(state);
      case MergeResult.Incomplete incomplete -> throw new AssertionError(incomplete.toString());
    };
  }

  @Test
  void aMemoChangesNoByte() {
    Property.check(
        "memo",
        300,
        random -> Script.draw(random, 2, 6, 40),
        script -> {
          History history = new History(1, new RecentMerges(1 << 20), History.NOTE);
          Replicas replicas = Replicas.run(script, history, WORD);
          Map<Node, State> states = statesOf(history);
          for (List<Node> heads : replicas.views()) {
            byte[] remembered = bytes(history.value(heads));
            assertArrayEquals(remembered, merged(merger(MergeMemo.NONE), heads, states));
            assertArrayEquals(remembered, merged(merger(new RecentMerges(600)), heads, states));
          }
        });
  }

  /// A history and an order in which another peer hears of its commits.
  private record Delivery(Script script, long seed) {
    static Delivery draw(RandomGenerator random) {
      return new Delivery(Script.draw(random, 2, 6, 40), random.nextInt(1 << 20));
    }
  }

  @Test
  void theOrderOfArrivalChangesNoByte() {
    Property.check(
        "arrival",
        300,
        Delivery::draw,
        delivery -> {
          History history = new History(1, new RecentMerges(1 << 20), History.NOTE);
          Replicas.run(delivery.script, history, WORD);
          Map<Node, State> states = new HashMap<>();
          ItemGraph copy = delivered(history, new Random(delivery.seed), states);
          List<Node> heads = history.graph().heads();
          assertEquals(
              heads.stream().map(Node::id).toList(), copy.heads().stream().map(Node::id).toList());
          assertArrayEquals(
              bytes(history.value(heads)),
              merged(merger(new RecentMerges(1 << 20)), copy.heads(), states));
        });
  }

  private static Map<Node, State> statesOf(History history) {
    Map<Node, State> states = new HashMap<>();
    for (int i = 0; i < history.graph().size(); i++) {
      Node node = history.graph().nodeAt(i);
      states.put(node, history.stateOf(node));
    }
    return states;
  }

  /// {@return a graph with the same commits, received in an order that only respects parents}
  private static ItemGraph delivered(History history, Random random, Map<Node, State> states) {
    List<Node> waiting = new ArrayList<>(statesOf(history).keySet());
    waiting.sort(Node.BY_ID);
    ItemGraph copy = new ItemGraph();
    while (!waiting.isEmpty()) {
      Node node = waiting.remove(random.nextInt(waiting.size()));
      List<CommitId> parents = node.parents().stream().map(Node::id).toList();
      if (parents.stream().allMatch(copy::contains)) {
        states.put(copy.add(node.id(), parents, node.time(), node.author()), history.stateOf(node));
      } else {
        waiting.add(node);
      }
    }
    return copy;
  }
}
