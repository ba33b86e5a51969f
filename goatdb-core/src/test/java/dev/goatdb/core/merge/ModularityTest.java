package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.Replicas.Script;
import dev.goatdb.core.merge.Replicas.Token;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Convergence is not enough: all could agree on a wrong value. Here the right value is known by
/// definition.
class ModularityTest {

  private static final long MEMO_BYTES = 4 << 20;

  /// Of so many histories at most one may double a token or bring a deleted one back.
  private static final int HISTORIES_PER_FLAW = 50;

  private static Replicas run(Script script, Token token) {
    return run(script, token, false);
  }

  private static Replicas run(Script script, Token token, boolean recorded) {
    History history = new History(script.hashCode(), new RecentMerges(MEMO_BYTES), History.NOTE);
    return Replicas.run(script, history, token, recorded);
  }

  /// {@return each replica's heads, and all heads there are}
  private static List<List<Node>> views(Replicas replicas) {
    List<List<Node>> views = new ArrayList<>(replicas.views());
    views.add(replicas.history().graph().heads());
    return views;
  }

  @Test
  void aCounterIsTheSumOfItsIncrementsAndASetItsAddsMinusObservedRemoves() {
    requireModularity(History.BUILT_IN);
  }

  /// A law that nothing can break is worth nothing.
  @ParameterizedTest
  @EnumSource(Planted.class)
  void aStrategyThatIsNotModularIsCaughtAndItsGraphIsDrawn(Planted planted) {
    AssertionError error =
        assertThrows(AssertionError.class, () -> requireModularity(planted.strategies()));
    assertTrue(error.getMessage().contains("goatdb.seed"), error::getMessage);
    assertTrue(error.getMessage().contains("● 0 replica"), error::getMessage);
  }

  private static void requireModularity(Strategies strategies) {
    Property.check(
        "modularity",
        1_500,
        random -> Script.draw(random, 3, 8, 60),
        script -> {
          MergeMemo memo = new RecentMerges(MEMO_BYTES);
          History history = new History(script.hashCode(), memo, strategies, History.NOTE);
          Replicas replicas = Replicas.run(script, history, Form.LETTER.token);
          for (List<Node> heads : views(replicas)) {
            State state = replicas.history().value(heads);
            assertEquals(replicas.expectedCount(heads), History.count(state));
            assertEquals(replicas.expectedTags(heads), History.tags(state));
          }
        });
  }

  /// Strategies that keep the laws of one call, or nearly, and are wrong over a graph.
  enum Planted {
    COUNTER_THAT_TAKES_THE_GREATEST(StrategyId.COUNTER, Extremes::greatest),
    COUNTER_WITHOUT_A_BASE(
        StrategyId.COUNTER,
        input ->
            Value.of(
                input.heads().stream()
                    .mapToLong(head -> head.value() instanceof Value.Int64(long n) ? n : 0)
                    .sum())),
    SET_THAT_ONLY_GROWS(
        StrategyId.SET,
        input -> {
          Set<Value> union = new HashSet<>();
          for (MergeInput.Head head : input.heads()) {
            if (head.value() instanceof Value.SetOf(Set<Value> elements)) {
              union.addAll(elements);
            }
          }
          return Value.of(union);
        });

    private final StrategyId id;
    private final Function<MergeInput, Value> rule;

    Planted(StrategyId id, Function<MergeInput, Value> rule) {
      this.id = id;
      this.rule = rule;
    }

    Strategies strategies() {
      return History.builtInBut(
          new MergeStrategy() {
            @Override
            public StrategyId id() {
              return id;
            }

            @Override
            public boolean supports(FieldType<?> type) {
              return true;
            }

            @Override
            public Value merge(MergeInput input) {
              return rule.apply(input);
            }
          });
    }
  }

  @Test
  void aRegisterKeepsWhatNobodyOverwroteAndAMarkThatIsOnlyRaisedTheHighest() {
    Property.check(
        "registers and marks",
        500,
        random -> Script.draw(random, 3, 8, 60),
        script -> {
          Replicas replicas = run(script, Form.LETTER.token);
          for (List<Node> heads : views(replicas)) {
            State state = replicas.history().value(heads);
            List<String> owners = replicas.expectedOwners(heads).stream().sorted().toList();
            assertEquals(owners, History.owner(state), "all of one length, so sorted by bytes");
            assertEquals(replicas.expectedPeak(heads), History.peak(state));
          }
        });
  }

  /// How people write: letters, words, lines, numbers that begin alike.
  enum Form {
    LETTER(n -> Character.toString(0x4E00 + n)),
    WORD(n -> "w" + (1000 + n * 7919 % 1000) + " "),
    BRACKETED(n -> "[" + (1000 + n * 7919 % 1000) + "]"),
    COUNTED(n -> "<t" + n + ">");

    private final Token token;

    Form(Token token) {
      this.token = token;
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void noTokenThatWasWrittenIsLostAndFewComeTwiceOrBack(Form form) {
    requireTokens(form, false);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void noTokenThatWasTypedIsLostAndFewComeTwiceOrBack(Form form) {
    requireTokens(form, true);
  }

  private static void requireTokens(Form form, boolean recorded) {
    AtomicInteger histories = new AtomicInteger();
    AtomicInteger flawed = new AtomicInteger();
    Property.check(
        "tokens",
        1_000,
        random -> Script.draw(random, 3, 8, 24),
        script -> {
          Replicas replicas = run(script, form.token, recorded);
          List<Node> heads = replicas.history().graph().heads();
          String body = History.body(replicas.history().value(heads));
          Set<String> alive = replicas.expectedTags(heads);
          for (String token : alive) {
            assertTrue(body.contains(token), () -> "lost " + token + " from " + body);
          }
          histories.incrementAndGet();
          flawed.addAndGet(hasFlaw(body, alive, replicas.typedTokens(heads)) ? 1 : 0);
        });
    System.out.printf(
        "text@1, %s, %s: %d of %d histories doubled a token or brought one back%n",
        form, recorded ? "operations" : "texts", flawed.get(), histories.get());
    assertTrue(flawed.get() * HISTORIES_PER_FLAW <= histories.get());
  }

  @Test
  void noElementThatWasInsertedIsLostAndFewComeTwiceOrBack() {
    AtomicInteger histories = new AtomicInteger();
    AtomicInteger flawed = new AtomicInteger();
    Property.check(
        "elements",
        1_000,
        random -> Script.draw(random, 3, 8, 24),
        script -> {
          Replicas replicas = run(script, Form.LETTER.token);
          List<Node> heads = replicas.history().graph().heads();
          List<String> steps = History.steps(replicas.history().value(heads));
          Set<String> alive = replicas.expectedTags(heads);
          assertTrue(steps.containsAll(alive), () -> "lost some of " + alive + " from " + steps);
          histories.incrementAndGet();
          flawed.addAndGet(steps.size() > alive.size() ? 1 : 0);
        });
    System.out.printf(
        "list@1: %d of %d histories doubled an element or brought one back%n",
        flawed.get(), histories.get());
    assertTrue(flawed.get() * HISTORIES_PER_FLAW <= histories.get());
  }

  private static boolean hasFlaw(String body, Set<String> alive, Set<String> typed) {
    for (String token : typed) {
      int first = body.indexOf(token);
      boolean twice = first >= 0 && body.indexOf(token, first + 1) >= 0;
      if (twice || (first >= 0 && !alive.contains(token))) {
        return true;
      }
    }
    return false;
  }
}
