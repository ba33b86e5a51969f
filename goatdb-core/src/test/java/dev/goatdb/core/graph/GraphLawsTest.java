package dev.goatdb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the graph answers, compared with the definitions on random graphs.
class GraphLawsTest {

  private static final int CASES = 2_000;

  /// A graph and sets of its commits.
  private record Question(RandomGraph graph, List<Set<Integer>> sides) {

    static Question draw(RandomGenerator random, int sides) {
      RandomGraph graph = RandomGraph.draw(random);
      List<Set<Integer>> tips = new ArrayList<>();
      for (int i = 0; i < sides; i++) {
        Set<Integer> side = new TreeSet<>();
        side.add(random.nextInt(graph.size()));
        if (random.nextInt(3) == 2) {
          side.add(random.nextInt(graph.size()));
        }
        tips.add(side);
      }
      return new Question(graph, tips);
    }

    NaiveGraph naive() {
      return new NaiveGraph(graph);
    }

    List<List<Node>> nodes() {
      List<Node> all = graph.addTo(new ItemGraph());
      return sides.stream().map(side -> side.stream().map(all::get).toList()).toList();
    }
  }

  private static Set<Integer> ordinals(Collection<Node> nodes) {
    return nodes.stream().map(Node::ordinal).collect(Collectors.toSet());
  }

  @Test
  void headsAreTheCommitsWithoutChildrenSortedById() {
    Property.check(
        "heads",
        CASES,
        RandomGraph::draw,
        graph -> {
          ItemGraph item = new ItemGraph();
          graph.addTo(item);
          List<Node> heads = item.heads();
          assertEquals(new NaiveGraph(graph).heads(), ordinals(heads));
          assertEquals(heads.stream().sorted(Node.BY_ID).toList(), heads);
        });
  }

  @Test
  void generationsAreOneMoreThanTheHighestParents() {
    Property.check(
        "generations",
        CASES,
        RandomGraph::draw,
        graph -> {
          for (Node node : graph.addTo(new ItemGraph())) {
            int highest = node.parents().stream().mapToInt(Node::generation).max().orElse(0);
            assertEquals(highest + 1, node.generation());
          }
        });
  }

  @Test
  void findsEveryCommitAndNoOther() {
    Property.check(
        "find",
        CASES,
        RandomGraph::draw,
        graph -> {
          ItemGraph item = new ItemGraph();
          List<Node> nodes = graph.addTo(item);
          assertEquals(graph.size(), item.size());
          for (int i = 0; i < graph.size(); i++) {
            assertEquals(nodes.get(i), item.node(RandomGraph.id(i)).orElseThrow());
            assertEquals(nodes.get(i), item.nodeAt(i));
          }
          assertTrue(item.node(RandomGraph.id(graph.size())).isEmpty());
        });
  }

  @Test
  void ancestryAndItsCountAreThoseOfTheDefinition() {
    Property.check(
        "ancestry",
        CASES,
        random -> Question.draw(random, 2),
        question -> {
          NaiveGraph naive = question.naive();
          List<List<Node>> sides = question.nodes();
          Set<Integer> left = question.sides.get(0);
          Set<Integer> right = question.sides.get(1);
          BitSet ancestors = Ancestry.of(sides.get(0));
          assertEquals(
              naive.ancestors(left), ancestors.stream().boxed().collect(Collectors.toSet()));
          assertEquals(
              naive.common(left, right).size(), Ancestry.commonCount(sides.get(0), sides.get(1)));
        });
  }

  @Test
  void maximalCommonAncestorsAreAllThoseOfTheDefinition() {
    Property.check(
        "maximal common ancestors",
        CASES,
        random -> Question.draw(random, 2),
        question -> {
          NaiveGraph naive = question.naive();
          List<List<Node>> sides = question.nodes();
          Set<Integer> common = naive.common(question.sides.get(0), question.sides.get(1));
          List<Node> bases = Ancestry.maximalCommon(sides.get(0), sides.get(1));
          assertEquals(naive.maximal(common), ordinals(bases));
          assertEquals(bases.stream().sorted(Node.BY_ID).toList(), bases);
        });
  }

  @Test
  void sidesAreSymmetricExactlyWhenAllPairsHaveTheSameBases() {
    Property.check(
        "symmetric",
        CASES,
        random -> Question.draw(random, 3 + random.nextInt(2)),
        question -> {
          Set<Set<Integer>> bases = new HashSet<>();
          forAllPairs(
              question.sides.size(),
              (i, j) -> {
                Set<Integer> common =
                    question.naive().common(question.sides.get(i), question.sides.get(j));
                bases.add(question.naive().maximal(common));
              });
          assertEquals(bases.size() == 1, Sides.of(question.nodes()).isSymmetric());
        });
  }

  @Test
  void sidesCompareAndJoinAsTheirAncestriesDo() {
    Property.check(
        "sides",
        CASES,
        random -> Question.draw(random, 3 + random.nextInt(3)),
        question -> {
          Sides sides = Sides.of(question.nodes());
          List<Set<Integer>> tips = new ArrayList<>(question.sides);
          while (tips.size() > 1) {
            assertPairsAgree(question.naive(), tips, sides);
            tips.set(0, new TreeSet<>(tips.get(0)));
            tips.get(0).addAll(tips.removeLast());
            sides.join(0, tips.size());
          }
        });
  }

  private static void assertPairsAgree(NaiveGraph naive, List<Set<Integer>> tips, Sides sides) {
    Set<Integer> differences = new HashSet<>();
    forAllPairs(
        tips.size(),
        (i, j) -> {
          Set<Integer> common = naive.common(tips.get(i), tips.get(j));
          assertEquals(naive.maximal(common), ordinals(sides.bases(i, j)));
          differences.add(common.size() - sides.sharedAboveFloor(i, j));
        });
    assertEquals(1, differences.size(), "counts are short by the same number for every pair");
  }

  private interface PairTest {
    void test(int left, int right);
  }

  private static void forAllPairs(int count, PairTest test) {
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        test.test(i, j);
      }
    }
  }
}
