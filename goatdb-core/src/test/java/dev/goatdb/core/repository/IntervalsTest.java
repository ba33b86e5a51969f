package dev.goatdb.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void aMillionNumbersInARowAreOneInterval() {
    Intervals marks = new Intervals(8);
    for (int i = 0; i < 1_000_000; i += 10) {
      marks.add(i, i + 10);
    }
    assertEquals(1, marks.size());
    assertTrue(marks.contains(999_999));
    assertFalse(marks.contains(1_000_000));
  }

  @Test
  void beyondTheBoundTheLowestIsForgotten() {
    Intervals marks = new Intervals(3);
    for (int i = 0; i < 10; i++) {
      marks.add(10 * i, 10 * i + 1);
    }
    assertEquals(3, marks.size());
    assertFalse(marks.contains(0));
    assertTrue(marks.contains(90));
  }

  @Test
  void holdsWhatASetOfBitsHolds() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Intervals marks = new Intervals(Integer.MAX_VALUE);
      BitSet bits = new BitSet();
      for (int i = 0; i < 60; i++) {
        int start = random.nextInt(300);
        int end = start + random.nextInt(12);
        marks.add(start, end);
        bits.set(start, end);
        for (int n = 0; n < 320; n++) {
          assertEquals(bits.get(n), marks.contains(n), "seed " + seed + ", number " + n);
        }
      }
      int runs = 0;
      for (int at = bits.nextSetBit(0); at >= 0; at = bits.nextSetBit(bits.nextClearBit(at))) {
        runs++;
      }
      assertEquals(runs, marks.size(), "seed " + seed);
    }
  }
}
