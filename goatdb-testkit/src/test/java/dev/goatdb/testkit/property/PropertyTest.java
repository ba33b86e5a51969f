package dev.goatdb.testkit.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PropertyTest {

  @Test
  void triesAsManyValuesAsAskedFor() {
    List<Integer> seen = new ArrayList<>();
    Property.check("any number", 50, random -> random.nextInt(1000), seen::add);
    assertEquals(Property.scaled(50), seen.size());
    assertTrue(seen.stream().distinct().count() > 20, seen::toString);
  }

  @Test
  void drawsTheSameValuesInEveryRun() {
    List<List<Integer>> runs = List.of(new ArrayList<>(), new ArrayList<>());
    for (List<Integer> run : runs) {
      Property.check("same values", 20, PropertyTest::numbers, numbers -> run.addAll(numbers));
    }
    assertEquals(runs.get(0), runs.get(1));
  }

  @Test
  void namesTheSeedAndShrinksToTheSmallestFailure() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                Property.check(
                    "no number over 500",
                    1000,
                    PropertyTest::numbers,
                    numbers -> assertTrue(numbers.stream().allMatch(n -> n <= 500))));
    assertTrue(error.getMessage().contains("-Dgoatdb.seed="), error::getMessage);
    assertTrue(error.getMessage().contains("shrunk to: [501]"), error::getMessage);
  }

  @Test
  void countsAnExceptionAsAFailure() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                Property.check(
                    "never negative",
                    1,
                    RandomGenerator::nextInt,
                    n -> {
                      throw new IllegalStateException("always");
                    }));
    assertTrue(error.getMessage().contains("always"), error::getMessage);
    assertTrue(error.getMessage().contains("shrunk to: 0"), error::getMessage);
  }

  private static List<Integer> numbers(RandomGenerator random) {
    List<Integer> numbers = new ArrayList<>();
    int count = random.nextInt(10);
    for (int i = 0; i < count; i++) {
      numbers.add(random.nextInt(1000));
    }
    return numbers;
  }
}
