package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.Replicas.Script;
import dev.goatdb.testkit.property.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Merging commutes with upgrading a schema: it does not matter which commits of a history were
/// made by programs that were upgraded already.
class UpgradeLawTest {

  private static final Field<Document, Long> VISITS =
      Field.of("visits", FieldType.INT64).strategy(StrategyId.COUNTER);
  private static final Field<Document, String> NAME = Field.of("name", FieldType.TEXT);
  private static final Schema<Document> LATER =
      Schema.builder(
              "note",
              2,
              VISITS,
              NAME,
              History.TAGS,
              History.BODY,
              History.OWNER,
              History.PEAK,
              History.STEPS)
          .upgrade(
              History.NOTE,
              old -> {
                Document renamed = old.with(VISITS, old.find(History.COUNT).orElse(0L));
                return old.find(History.TITLE).map(t -> renamed.with(NAME, t)).orElse(renamed);
              })
          .build();

  /// A history, and which of its commits are of the later version: those above chosen ones.
  private record Mixed(Script script, long chosen) {
    static Mixed draw(RandomGenerator random) {
      return new Mixed(Script.draw(random, 2, 6, 30), random.nextLong());
    }

    boolean isChosen(Node node) {
      return (chosen >>> (node.ordinal() % 61) & 7) == 0;
    }

    @Override
    public String toString() {
      return script + System.lineSeparator() + "chosen " + Long.toHexString(chosen);
    }
  }

  private static State later(State state) {
    return Upgrades.upgrade(state, LATER).orElseThrow();
  }

  @Test
  void anyMixtureOfVersionsMergesToTheUpgradedMerge() {
    Property.check("upgrade", 1_000, Mixed::draw, UpgradeLawTest::require);
  }

  private static void require(Mixed mixed) {
    History old = new History(3, new RecentMerges(1 << 20), History.NOTE, LATER);
    Replicas.run(mixed.script, old, n -> Character.toString(0x4E00 + n));
    Map<Node, State> states = new HashMap<>();
    for (int i = 0; i < old.graph().size(); i++) {
      Node node = old.graph().nodeAt(i);
      boolean upgraded =
          mixed.isChosen(node)
              || node.parents().stream().anyMatch(p -> states.get(p).schema().equals(LATER.id()));
      states.put(node, upgraded ? later(old.stateOf(node)) : old.stateOf(node));
    }
    Merger merger =
        new Merger(
            id -> Optional.of(id.equals(LATER.id()) ? LATER : History.NOTE),
            History.BUILT_IN,
            MergeMemo.NONE);
    List<Node> heads = old.graph().heads();
    MergeResult result = merger.merge(heads, node -> Optional.of(states.get(node)));
    State merged = ((MergeResult.Merged) result).state();
    assertEquals(later(old.value(heads)), later(merged));
    assertEquals(later(old.value(heads)).stamps(), later(merged).stamps());
  }
}
