package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.property.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The laws that every merge strategy must keep. A test extends this class and says what to test:
///
/// ```java
/// class LongestTextTest extends MergeStrategyContract {
///   @Override protected MergeStrategy strategy() { return new LongestText(); }
///   @Override protected Field<?, ?> field() {
///     return Field.of("motto", FieldType.TEXT).strategy(LongestText.ID);
///   }
///   @Override protected Value anyValue(RandomGenerator random) {
///     return Value.of("x".repeat(random.nextInt(20)));
///   }
/// }
/// ```
///
/// The laws speak about one call. That merges over a whole graph come out right is the engine's
/// business, which chooses bases; a strategy that keeps these laws fits it. A failure prints the
/// seed and a picture of the smallest case that was found; see [Property]. Each law is tried on
/// 5,000 cases, on more of them with `-Dgoatdb.cases=20`.
public abstract class MergeStrategyContract {

  private static final int CASES = 5_000;

  /// For subclasses.
  protected MergeStrategyContract() {}

  /// {@return the strategy to test; a new one each time}
  protected abstract MergeStrategy strategy();

  /// {@return a field that names the strategy}
  protected abstract Field<?, ?> field();

  /// {@return a valid value of the field}
  ///
  /// @param random the only source of chance
  protected abstract Value anyValue(RandomGenerator random);

  /// {@return a value after an edit}; by default any value. A strategy that looks inside values is
  /// tested harder if the edit is a small one.
  ///
  /// @param value a valid value
  /// @param random the only source of chance
  protected Value edited(Value value, RandomGenerator random) {
    return anyValue(random);
  }

  /// {@return what two heads with one and the same change merge to}; by default that change.
  ///
  /// @param base the value before
  /// @param changed the value on both heads
  protected Value ofTwoEqual(Value base, Value changed) {
    return changed;
  }

  /// {@return whether results are computed}, as sums are; by default they are put together from
  /// what is there.
  protected boolean computes() {
    return false;
  }

  /// {@return whether parts of a value merge on their own}: the elements of a set, the entries of a
  /// map, the passages of a text. By default, a value is one thing.
  protected boolean mergesParts() {
    return false;
  }

  /// {@return how long one merge of small values may take at most}; by default two seconds.
  protected Duration timeLimit() {
    return Duration.ofSeconds(2);
  }

  /// The strategy says who it is and fits its field.
  @Test
  protected void namesItselfAndSupportsItsField() {
    MergeStrategy strategy = strategy();
    assertEquals(strategy.id(), field().strategy(), "the field names another strategy");
    assertEquals(strategy.id().toString(), strategy.name());
    assertTrue(strategy.supports(field().type()), "does not support " + field().type());
  }

  /// Identity: M(b, [b, …, x, …, b]) = x. An edit that no other head touched survives.
  @Test
  protected void keepsTheOnlyEdit() {
    check(
        "keeps the only edit",
        random -> {
          Value base = baseOrAbsent(random);
          List<Value> values = new ArrayList<>(Collections.nCopies(random.nextInt(4), base));
          values.add(random.nextInt(values.size() + 1), changedOrAbsent(base, random));
          return MergeCase.of(field(), base, values, random);
        },
        merge -> {
          Value edit =
              merge.values().stream()
                  .filter(value -> !value.equals(merge.base()))
                  .findFirst()
                  .orElse(merge.base());
          assertEquals(edit, merged(merge));
        });
  }

  /// Idempotence: M(b, [x, x]) = x, or what [#ofTwoEqual] says.
  @Test
  protected void mergesEqualEditsToThatEdit() {
    check(
        "equal edits",
        random -> {
          Value base = baseOrAbsent(random);
          Value edit = changedOrAbsent(base, random);
          return MergeCase.of(field(), base, List.of(edit, edit), random);
        },
        merge -> {
          Value edit = merge.values().getFirst();
          Value expected = edit.equals(merge.base()) ? edit : ofTwoEqual(merge.base(), edit);
          assertEquals(expected, merged(merge));
        });
  }

  /// Commutativity: the order of heads does not matter.
  @Test
  protected void doesNotCareForTheOrderOfHeads() {
    record Shuffled(MergeCase merge, MergeCase other) {}
    Property.check(
        name("order of heads"),
        CASES,
        random -> {
          MergeCase merge = anyCase(random);
          List<MergeInput.Head> heads = new ArrayList<>(merge.heads());
          for (int i = heads.size() - 1; i > 0; i--) {
            Collections.swap(heads, i, random.nextInt(i + 1));
          }
          return new Shuffled(merge, merge.withHeads(heads));
        },
        pair -> assertEquals(merged(pair.merge), merged(pair.other)));
  }

  /// Determinism: the same again, from another instance, and for equal values that are iterated in
  /// another order.
  @Test
  protected void answersEqualQuestionsAlike() {
    check(
        "equal questions",
        this::anyCase,
        merge -> {
          MergeStrategy strategy = strategy();
          Value first = strategy.merge(merge.input());
          assertEquals(first, strategy.merge(merge.input()), "asked twice");
          assertEquals(first, merged(merge), "another instance");
          assertEquals(first, merged(merge.map(AnyValue::reversed)), "equal values in other order");
        });
  }

  /// Closure: values of the field's type merge to a value of that type, or to none.
  @Test
  protected void staysWithinTheTypeOfTheField() {
    check(
        "type of the field",
        this::anyCase,
        merge -> {
          Value result = merged(merge);
          assertTrue(
              result.equals(Value.NULL) || merge.field().type().accepts(result),
              () -> result + " is no " + merge.field().type());
        });
  }

  /// No invention: what comes out was there before, on a head or in the base.
  @Test
  protected void inventsNothing() {
    check(
        "invents nothing",
        this::anyCase,
        merge -> {
          List<Value> sources =
              Stream.concat(Stream.of(merge.base()), merge.values().stream()).toList();
          Value result = merged(merge);
          assertTrue(
              computes() || result.equals(Value.NULL) || AnyValue.isMadeOf(result, sources),
              () -> result + " came from nowhere");
        });
  }

  /// Intention: what one head did to a part of a value that no other head touched survives.
  @Test
  protected void keepsTheOnlyEditOfAPart() {
    check(
        "keeps the only edit of a part",
        this::anyCase,
        merge -> {
          if (mergesParts()) {
            Parts.requireUntouchedEdits(merge, merged(merge));
          }
        });
  }

  /// No interleaving: runs of text that two heads typed in one place follow each other whole, or
  /// are not there at all.
  @Test
  protected void keepsTypedRunsWhole() {
    Property.check(
        name("typed runs"),
        CASES,
        random -> TypedRuns.draw(field(), anyValue(random), random),
        runs -> runs.requireWhole(merged(runs.merge()), mergesParts()));
  }

  /// Totality: every value that a peer can send is accepted, also one that does not fit the field,
  /// in bounded time.
  @Test
  protected void acceptsEveryValue() {
    check(
        "accepts every value",
        random -> {
          Value base = random.nextBoolean() ? AnyValue.of(random, 2) : baseOrAbsent(random);
          List<Value> values = new ArrayList<>();
          int count = 1 + random.nextInt(4);
          for (int i = 0; i < count; i++) {
            values.add(
                random.nextBoolean() ? AnyValue.of(random, 2) : changedOrAbsent(base, random));
          }
          return MergeCase.of(field(), base, values, random);
        },
        merge -> assertTimeout(timeLimit(), () -> merged(merge)));
  }

  /// Upgrades: a schema that only renames the field merges alike.
  @Test
  protected void doesNotCareForTheNameOfTheField() {
    check(
        "name of the field",
        this::anyCase,
        merge -> assertEquals(merged(merge), merged(merge.withField(renamed(field().type())))));
  }

  private <V> Field<?, ?> renamed(FieldType<V> type) {
    return Field.of(field().name() + "Renamed", type)
        .strategy(strategy().id(), field().parameters());
  }

  private void check(
      String law, Function<RandomGenerator, MergeCase> generator, Property.Law<MergeCase> test) {
    Property.check(name(law), CASES, generator, test);
  }

  private String name(String law) {
    return strategy().name() + ": " + law;
  }

  private Value merged(MergeCase merge) {
    return strategy().merge(merge.input());
  }

  private MergeCase anyCase(RandomGenerator random) {
    Value base = baseOrAbsent(random);
    List<Value> values = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      values.add(random.nextInt(4) == 0 ? base : changedOrAbsent(base, random));
    }
    return MergeCase.of(field(), base, values, random);
  }

  private Value baseOrAbsent(RandomGenerator random) {
    return random.nextInt(8) == 7 ? Value.NULL : anyValue(random);
  }

  private Value changedOrAbsent(Value base, RandomGenerator random) {
    if (random.nextInt(8) == 7) {
      return Value.NULL;
    }
    return base.equals(Value.NULL) ? anyValue(random) : edited(base, random);
  }
}
