package dev.goatdb.core.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.AnyValues;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.State;
import dev.goatdb.testkit.property.Property;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A delta gives exactly the state that was committed, or it is worth nothing.
class DeltaLawsTest {

  private static final CommitTime THEN = CommitTime.ofMillis(1_000);
  private static final CommitTime NOW = CommitTime.ofMillis(2_000);

  private record Step(State base, State target) {}

  private static void holds(String name, BiFunction<RandomGenerator, State, State> edit) {
    Property.check(
        name,
        3_000,
        random -> {
          State base = AnyValues.state(random, THEN);
          return new Step(base, edit.apply(random, base));
        },
        step -> assertEquals(step.target(), applied(step.base(), step.target())));
  }

  private static State applied(State base, State target) throws CodecException {
    byte[] bytes = Diff.between(base, target, NOW).encode(NOW);
    State result = Patch.decode(bytes, NOW).applyTo(base, target.schema(), NOW);
    assertEquals(target.contentHash(NOW), result.contentHash(NOW), "content hash");
    return result;
  }

  @Test
  void editOfSomeFieldsComesBack() {
    holds("delta of an edit", (random, base) -> AnyValues.edited(random, base, NOW));
  }

  @Test
  void anyStateComesBackFromAnyOther() {
    holds("delta between strangers", (random, base) -> AnyValues.state(random, NOW));
  }

  @Test
  void manyEditsInARowComeBackAsOneDelta() {
    holds(
        "delta over several commits",
        (random, base) -> {
          State state = base;
          for (int i = 0; i < 5; i++) {
            state = AnyValues.edited(random, state, CommitTime.ofMillis(1_100 + i));
          }
          return AnyValues.edited(random, state, NOW);
        });
  }

  @Test
  void changeOfSchemaThatRenamesAFieldComesBack() {
    holds(
        "delta over an upgrade",
        (random, base) -> {
          Map<String, Value> values = new java.util.HashMap<>(base.values());
          Map<String, CommitTime> stamps = new java.util.HashMap<>(base.stamps());
          Value renamed = values.remove("a");
          CommitTime stamp = stamps.remove("a");
          if (renamed != null && stamp != null) {
            values.put("renamed", renamed);
            stamps.put("renamed", random.nextInt(2) == 0 ? stamp : CommitTime.MIN);
          }
          return State.of(new SchemaId("task", 9), values, stamps);
        });
  }

  @Test
  void nothingChangedIsAlmostNothing() throws CodecException {
    State state =
        State.empty(new SchemaId("task", 1))
            .with(new SchemaId("task", 1), Map.of("title", Value.of("Milk")), THEN);
    byte[] bytes = Diff.between(state, state, NOW).encode(NOW);
    assertEquals(2, bytes.length);
    assertEquals(state, applied(state, state));
  }

  @Test
  void oneWordInALongTextCostsAboutThatWord() throws CodecException {
    SchemaId schema = new SchemaId("note", 1);
    String text = "Lorem ipsum dolor sit amet. ".repeat(400);
    State base = State.empty(schema).with(schema, Map.of("body", Value.of(text)), THEN);
    String edited = text.substring(0, 5_000) + "goats " + text.substring(5_000);
    State target = base.with(schema, Map.of("body", Value.of(edited)), NOW);
    byte[] bytes = Diff.between(base, target, NOW).encode(NOW);
    assertTrue(bytes.length < 64, () -> bytes.length + " bytes");
    assertEquals(target, applied(base, target));
  }
}
