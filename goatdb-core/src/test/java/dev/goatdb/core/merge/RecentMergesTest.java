package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentMergesTest {

  private static List<CommitId> heads(int n) {
    return List.of(new CommitId(n, 0, 0, 1), new CommitId(n, 0, 0, 2));
  }

  private static State state(int letters) {
    return State.empty(History.NOTE.id())
        .with(
            History.NOTE.id(),
            Map.of("body", Value.of("x".repeat(letters))),
            CommitTime.ofMillis(1));
  }

  @Test
  void forgetsWhatWasUsedLongestAgoWhenTheBudgetIsFull() {
    RecentMerges memo = new RecentMerges(4_000);
    memo.keep(heads(1), state(1_000));
    memo.keep(heads(2), state(1_000));
    assertTrue(memo.find(heads(1)).isPresent());
    memo.keep(heads(3), state(1_000));
    assertEquals(Optional.empty(), memo.find(heads(2)));
    assertEquals(Optional.of(state(1_000)), memo.find(heads(1)));
    assertTrue(memo.bytes() <= 4_000);
  }

  @Test
  void keepsNothingThatIsGreaterThanTheBudget() {
    RecentMerges memo = new RecentMerges(4_000);
    memo.keep(heads(1), state(5_000));
    assertEquals(Optional.empty(), memo.find(heads(1)));
    assertEquals(0, memo.bytes());
  }

  @Test
  void countsAReplacedEntryOnce() {
    RecentMerges memo = new RecentMerges(10_000);
    memo.keep(heads(1), state(1_000));
    long once = memo.bytes();
    memo.keep(heads(1), state(1_000));
    assertEquals(once, memo.bytes());
  }
}
