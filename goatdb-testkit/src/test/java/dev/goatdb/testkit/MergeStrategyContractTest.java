package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A contract that nothing can break is worth nothing: each law is broken here once, by a strategy
/// with just that defect.
class MergeStrategyContractTest {

  private static PlantedContract text(Function<MergeInput, Value> rule) {
    return new PlantedContract(FieldType.TEXT, false, rule);
  }

  private static PlantedContract set(boolean parts, Function<MergeInput, Value> rule) {
    return new PlantedContract(FieldType.setOf(FieldType.INT64), parts, rule);
  }

  /// The longest changed text; of equally long ones, the first in the order of the alphabet. Keeps
  /// every law.
  private static Value longest(MergeInput input) {
    return input.changed().stream()
        .map(MergeInput.Head::value)
        .max(
            Comparator.comparingInt(MergeStrategyContractTest::length)
                .thenComparing(Value::toString, Comparator.reverseOrder()))
        .orElse(input.base());
  }

  private static int length(Value value) {
    return value instanceof Value.Text(String text) ? text.length() : -1;
  }

  private static String string(Value value) {
    return value instanceof Value.Text(String text) ? text : "";
  }

  private static void assertCaught(PlantedContract planted, Consumer<MergeStrategyContract> law) {
    AssertionError error = assertThrows(AssertionError.class, () -> law.accept(planted));
    assertTrue(error.getMessage().contains("goatdb.seed"), error::getMessage);
    assertTrue(error.getMessage().contains("shrunk to"), error::getMessage);
    assertTrue(error.getMessage().contains("● 0 base"), error::getMessage);
  }

  private static List<Consumer<MergeStrategyContract>> laws() {
    return List.of(
        MergeStrategyContract::namesItselfAndSupportsItsField,
        MergeStrategyContract::keepsTheOnlyEdit,
        MergeStrategyContract::mergesEqualEditsToThatEdit,
        MergeStrategyContract::doesNotCareForTheOrderOfHeads,
        MergeStrategyContract::answersEqualQuestionsAlike,
        MergeStrategyContract::staysWithinTheTypeOfTheField,
        MergeStrategyContract::inventsNothing,
        MergeStrategyContract::keepsTheOnlyEditOfAPart,
        MergeStrategyContract::keepsTypedRunsWhole,
        MergeStrategyContract::acceptsEveryValue,
        MergeStrategyContract::doesNotCareForTheNameOfTheField);
  }

  @Test
  void acceptsAStrategyThatKeepsEveryLaw() {
    PlantedContract good = text(MergeStrategyContractTest::longest);
    laws().forEach(law -> assertDoesNotThrow(() -> law.accept(good)));
  }

  @Test
  void catchesOneThatDoesNotSupportItsField() {
    PlantedContract planted =
        new PlantedContract(FieldType.BOOL, false, MergeStrategyContractTest::longest);
    assertThrows(AssertionError.class, planted::namesItselfAndSupportsItsField);
  }

  @Test
  void catchesOneThatDropsAnEdit() {
    assertCaught(text(MergeInput::base), MergeStrategyContract::keepsTheOnlyEdit);
  }

  @Test
  void catchesOneThatCountsEqualEditsTwice() {
    assertCaught(
        text(input ->
            input.changed().stream()
                .map(head -> string(head.value()))
                .sorted()
                .reduce(String::concat)
                .<Value>map(Value::of)
                .orElse(input.base())),
        MergeStrategyContract::mergesEqualEditsToThatEdit);
  }

  @Test
  void catchesOneThatTakesTheFirstHead() {
    assertCaught(
        text(
            input -> input.changed().isEmpty() ? input.base() : input.changed().getFirst().value()),
        MergeStrategyContract::doesNotCareForTheOrderOfHeads);
  }

  @Test
  void catchesOneThatRemembersEarlierCalls() {
    AtomicInteger calls = new AtomicInteger();
    assertCaught(
        text(input -> calls.incrementAndGet() % 2 == 0 ? input.base() : longest(input)),
        MergeStrategyContract::answersEqualQuestionsAlike);
  }

  @Test
  void catchesOneThatDependsOnTheIterationOfASet() {
    assertCaught(
        set(
            false,
            input ->
                input.base() instanceof Value.SetOf(Set<Value> elements) && !elements.isEmpty()
                    ? elements.iterator().next()
                    : Value.NULL),
        MergeStrategyContract::answersEqualQuestionsAlike);
  }

  @Test
  void catchesOneThatLeavesTheType() {
    assertCaught(
        text(input -> Value.of(input.changed().size())),
        MergeStrategyContract::staysWithinTheTypeOfTheField);
  }

  @Test
  void catchesOneThatInvents() {
    assertCaught(
        text(input -> input.changed().size() < 2 ? longest(input) : Value.of("<<<<<<< conflict")),
        MergeStrategyContract::inventsNothing);
  }

  @Test
  void catchesOneThatBringsRemovedElementsBack() {
    assertCaught(
        set(
            true,
            input -> {
              Set<Value> union = new HashSet<>();
              input
                  .heads()
                  .forEach(head -> {
                    if (head.value() instanceof Value.SetOf(Set<Value> elements)) {
                      union.addAll(elements);
                    }
                  });
              return Value.of(union);
            }),
        MergeStrategyContract::keepsTheOnlyEditOfAPart);
  }

  @Test
  void catchesOneThatMixesWhatTwoPeopleType() {
    assertCaught(
        text(input ->
            Value.of(
                input.heads().stream()
                    .flatMapToInt(head -> string(head.value()).codePoints())
                    .distinct()
                    .sorted()
                    .filter(letter -> letter % 2 == 0)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString())),
        MergeStrategyContract::keepsTypedRunsWhole);
  }

  @Test
  void catchesOneThatExpectsTheFieldsType() {
    assertCaught(
        text(input -> {
          input.heads().forEach(head -> ((Value.Text) head.value()).text().length());
          return longest(input);
        }),
        MergeStrategyContract::acceptsEveryValue);
  }

  @Test
  void catchesOneThatTakesTooLong() {
    long limit = Duration.ofMillis(300).toNanos();
    AtomicBoolean slow = new AtomicBoolean(true);
    assertCaught(
        text(input -> {
          long start = System.nanoTime();
          while (slow.get() && System.nanoTime() - start <= limit) {
            Thread.onSpinWait();
          }
          // Slow once is enough to be caught; being slow all the while it is shrunk takes minutes.
          slow.set(input.heads().size() == 1 && input.base().equals(Value.NULL));
          return longest(input);
        }),
        MergeStrategyContract::acceptsEveryValue);
  }

  @Test
  void catchesOneThatLooksAtTheFieldsName() {
    assertCaught(
        text(input -> input.field().name().equals("motto") ? longest(input) : input.base()),
        MergeStrategyContract::doesNotCareForTheNameOfTheField);
  }
}
