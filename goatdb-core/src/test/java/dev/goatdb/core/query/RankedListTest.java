package dev.goatdb.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A ranked list says what a sorted array says, and its snapshots never change.
class RankedListTest {

  private record Run(int filled, List<Integer> steps) {}

  @Test
  void agreesWithASortedArrayAfterEveryStep() {
    Property.check(
        "ranked list",
        60,
        random -> {
          int range = 1 + random.nextInt(2_000);
          List<Integer> steps = new ArrayList<>();
          int count = random.nextInt(1_500);
          for (int i = 0; i < count; i++) {
            steps.add(random.nextInt(range));
          }
          return new Run(random.nextInt(1_000), steps);
        },
        run -> {
          List<Integer> model = new ArrayList<>(IntStream.range(0, run.filled()).boxed().toList());
          RankedList<Integer> list =
              RankedList.ofSorted(Comparator.<Integer>naturalOrder(), List.copyOf(model));
          List<List<Integer>> snapshots = new ArrayList<>();
          List<List<Integer>> copies = new ArrayList<>();
          for (int step : run.steps()) {
            int at = Collections.binarySearch(model, step);
            assertEquals(at, list.rank(step));
            if (at < 0) {
              assertEquals(-at - 1, list.insert(step));
              model.add(-at - 1, step);
            } else {
              assertEquals(at, list.remove(step));
              model.remove(at);
            }
            if (step % 37 == 0) {
              snapshots.add(list.snapshot(step % 5, Integer.MAX_VALUE));
              copies.add(
                  List.copyOf(model.subList(Math.min(step % 5, model.size()), model.size())));
            }
          }
          assertEquals(model, new ArrayList<>(list.snapshot(0, Integer.MAX_VALUE)));
          assertEquals(copies, snapshots);
          for (int i = 0; i < model.size(); i++) {
            assertEquals(model.get(i), list.at(i));
          }
        });
  }

  @Test
  void shrinksToNothingAndGrowsAgain() {
    List<Integer> all = IntStream.range(0, 10_000).boxed().toList();
    RankedList<Integer> list = RankedList.ofSorted(Comparator.<Integer>naturalOrder(), all);
    all.forEach(list::remove);
    assertEquals(0, list.size());
    assertEquals(List.of(), list.snapshot(0, 10));
    all.reversed().forEach(list::insert);
    assertEquals(all, list.snapshot(0, Integer.MAX_VALUE));
    assertEquals(all.subList(17, 27), list.snapshot(17, 10));
  }

  @Test
  void replacesInPlaceWithoutTouchingSnapshots() {
    Comparator<String> byLength = Comparator.comparingInt(String::length);
    RankedList<String> list = RankedList.ofSorted(byLength, List.of("a", "bb", "ccc"));
    List<String> before = list.snapshot(0, 3);
    list.replace(1, "xx");
    assertEquals(List.of("a", "bb", "ccc"), before);
    assertEquals(List.of("a", "xx", "ccc"), list.snapshot(0, 3));
  }

  @Test
  void refusesAnElementThatIsThereTwiceOrNotAtAll() {
    RankedList<Integer> list = new RankedList<>(Comparator.<Integer>naturalOrder());
    list.insert(1);
    assertThrows(IllegalStateException.class, () -> list.insert(1));
    assertThrows(IllegalStateException.class, () -> list.remove(2));
  }
}
