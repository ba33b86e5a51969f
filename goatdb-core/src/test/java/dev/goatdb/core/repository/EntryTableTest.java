package dev.goatdb.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EntryTableTest {

  @Test
  void holdsWhatAMapHolds() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EntryTable table = new EntryTable();
      Map<String, ItemEntry> model = new HashMap<>();
      for (int i = 0; i < 5_000; i++) {
        String key = "k" + random.nextInt(2_000);
        ItemEntry known = model.get(key);
        if (random.nextInt(3) > 0) {
          ItemEntry made = new ItemEntry(key);
          ItemEntry added = table.add(made);
          assertSame(known == null ? made : known, added, "seed " + seed);
          model.put(key, added);
        } else if (known != null) {
          assertTrue(table.remove(known), "seed " + seed);
          model.remove(key);
        }
        assertSame(model.get(key), table.find(key), "seed " + seed);
      }
      assertEquals(model.size(), table.size(), "seed " + seed);
      assertEquals(
          new HashSet<>(model.values()), new HashSet<>(table.all(e -> true)), "seed " + seed);
      model.forEach((key, entry) -> assertSame(entry, table.find(key)));
    }
  }

  @Test
  void findsKeysThatCountUp() {
    EntryTable table = new EntryTable();
    for (int i = 0; i < 100_000; i++) {
      table.add(new ItemEntry("n" + "0".repeat(7 - ("" + i).length()) + i));
    }
    for (int i = 0; i < 100_000; i++) {
      String key = "n" + "0".repeat(7 - ("" + i).length()) + i;
      ItemEntry found = table.find(key);
      assertEquals(key, found == null ? "nothing" : found.key);
    }
  }

  /// "Aa" and "BB" have one hash, and so has every mixture of as many of them.
  @Test
  void findsKeysOfOneHash() {
    EntryTable table = new EntryTable();
    List<String> keys = new ArrayList<>(List.of(""));
    for (int length = 0; length < 9; length++) {
      List<String> longer = new ArrayList<>();
      keys.forEach(key -> {
        longer.add(key + "Aa");
        longer.add(key + "BB");
      });
      keys = longer;
    }
    Map<String, ItemEntry> added = new HashMap<>();
    keys.forEach(key -> added.put(key, table.add(new ItemEntry(key))));
    added.forEach((key, entry) -> assertSame(entry, table.find(key)));
    assertEquals(512, table.all(e -> true).size());
    added.values().forEach(entry -> assertTrue(table.remove(entry)));
    added.keySet().forEach(key -> assertNull(table.find(key)));
    assertEquals(0, table.size());
  }

  @Test
  void readersSeeWhatWasThereBeforeTheyCame() throws InterruptedException {
    EntryTable table = new EntryTable();
    List<ItemEntry> steady = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      steady.add(table.add(new ItemEntry("s" + i)));
    }
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean missed = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              begun.countDown();
              while (!stop.get()) {
                steady.forEach(entry -> {
                  if (table.find(entry.key) != entry) {
                    missed.set(true);
                  }
                });
              }
            });
    begun.await();
    for (int i = 0; i < 40_000; i++) {
      ItemEntry added = table.add(new ItemEntry("c" + i));
      if (i % 3 > 0) {
        table.remove(added);
      }
    }
    stop.set(true);
    reader.join();
    assertEquals(false, missed.get());
  }
}
