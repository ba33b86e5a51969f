package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.Replicas.Script;
import dev.goatdb.testkit.property.Property;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Convergence is not enough: all could agree on a wrong value. Here the value is known by definition.
class ModularityTest {

  private static final long MEMO_BYTES = 4 << 20;

  private static Replicas run(Script script, Replicas.Token token) {
    History history = new History(script.hashCode(), new RecentMerges(MEMO_BYTES), History.NOTE);
    return Replicas.run(script, history, token);
  }

  /// {@return all heads there are, and each replica's}
  private static List<List<Node>> views(Replicas replicas) {
    List<List<Node>> views = new java.util.ArrayList<>(replicas.views());
    views.add(replicas.history().graph().heads());
    return views;
  }

  @Test
  void aCounterIsTheSumOfItsIncrementsAndASetItsAddsMinusObservedRemoves() {
    Property.check(
        "modularity",
        1_500,
        random -> Script.draw(random, 3, 8, 60),
        script -> {
          Replicas replicas = run(script, n -> "[" + n + "]");
          for (List<Node> heads : views(replicas)) {
            State state = replicas.history().value(heads);
            assertEquals(replicas.expectedCount(heads), History.count(state));
            assertEquals(replicas.expectedTags(heads), History.tags(state));
          }
        });
  }

  @Test
  void noTokenThatWasTypedIsLost() {
    String[][] forms = {{"[", "]"}, {"", " "}, {"<", ">"}, {"(t", ") "}, {"", ""}};
    for (String[] form : forms) {
      AtomicInteger histories = new AtomicInteger();
      AtomicInteger lost = new AtomicInteger();
      AtomicInteger doubled = new AtomicInteger();
      Property.check(
          "tokens",
          1_500,
          random -> Script.draw(random, 3, 8, 60),
          script -> {
            Replicas.Token token =
                n -> form[0].isEmpty() && form[1].isEmpty() ? Character.toString(0x4e00 + n) : form[0] + Integer.toString(n * 7919 % 1000 + 1000) + form[1];
            Replicas replicas = run(script, token);
            histories.incrementAndGet();
            List<Node> heads = replicas.history().graph().heads();
            String body = History.body(replicas.history().value(heads));
            Set<String> expected = replicas.expectedTags(heads);
            Set<String> missing = expected.stream().filter(t -> !body.contains(t)).collect(Collectors.toCollection(TreeSet::new));
            if (!missing.isEmpty()) {
              lost.incrementAndGet();
            }
            boolean extra = false;
            for (String t : replicas.typedTokens(heads)) {
              int count = body.split(java.util.regex.Pattern.quote(t), -1).length - 1;
              extra |= count > (expected.contains(t) ? 1 : 0);
            }
            if (extra) {
              doubled.incrementAndGet();
            }
          });
      System.out.printf("tokens %s..%s: %d histories, lost in %d, doubled or back in %d%n", form[0], form[1], histories.get(), lost.get(), doubled.get());
    }
    assertTrue(true);
  }
}
