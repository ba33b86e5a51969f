package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Items leave memory while others are read, edited and listened to, and nobody can tell.
class LettingGoTest {

  private static final int ITEMS = 600;
  private static final Field<Document, Long> NUMBER =
      Field.of("number", FieldType.INT64).orElse(0L);
  private static final Field<Document, String> FILL = Field.of("fill", FieldType.TEXT).orElse("");
  private static final Schema<Document> NOTE = Schema.of("note", 1, NUMBER, FILL);
  private static final String PATH = "/data/notes";

  private final RealWorld world = new RealWorld();

  private Database open(long budget) {
    return world.open("letting-go", GoatDbConfig.DEFAULT.memoryBudget(budget).schemas(NOTE));
  }

  private static String key(int number) {
    return "n" + number;
  }

  private void fill() {
    try (Database database = open(64 << 20)) {
      Repository notes = database.repository(PATH);
      for (int i = 0; i < ITEMS; i++) {
        notes.put(NOTE, key(i), Document.of(NOTE).with(NUMBER, 0L).with(FILL, "x".repeat(900)));
      }
    }
  }

  @Test
  void readingEverythingKeepsNoMoreThanTheBudgetAllows() {
    fill();
    try (Database database = open(1 << 20)) {
      Repository notes = database.repository(PATH);
      for (int i = 0; i < ITEMS; i++) {
        assertEquals(0L, notes.item(NOTE, key(i)).get(NUMBER));
      }
      int inMemory = database.engine(RepositoryPath.parse(PATH)).itemsInMemory();
      assertTrue(inMemory < ITEMS / 2, inMemory + " of " + ITEMS + " items are in memory");
      assertEquals(ITEMS, notes.count());
      assertEquals(ITEMS, notes.keys().size());
    }
  }

  @Test
  void noEditIsLostAndNoListenerDeafWhileItemsComeAndGo() throws InterruptedException {
    fill();
    long[] heard = {0};
    long[] expected = {0};
    try (Database database = open(1 << 20)) {
      Repository notes = database.repository(PATH);
      AtomicReference<Throwable> failed = new AtomicReference<>();
      Item<Document> watched = notes.item(NOTE, key(7));
      watched.onChange(
          update -> update.after().ifPresent(note -> heard[0] = note.find(NUMBER).orElse(0L)));
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        Random random = new Random(90 + t);
        threads.add(Thread.ofPlatform().start(() -> work(notes, random, failed)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      notes.flush();
      assertEquals(null, failed.get());
      long sum = 0;
      for (int i = 0; i < ITEMS; i++) {
        sum += notes.item(NOTE, key(i)).get(NUMBER);
      }
      assertEquals(3 * 1_000L, sum, "each edit counts once");
      expected[0] = watched.get(NUMBER);
    }
    assertEquals(expected[0], heard[0], "the listener heard the last change");
    try (Database database = open(64 << 20)) {
      long sum = 0;
      for (int i = 0; i < ITEMS; i++) {
        sum += database.repository(PATH).item(NOTE, key(i)).get(NUMBER);
      }
      assertEquals(3 * 1_000L, sum, "after opening again");
    }
  }

  private static void work(Repository notes, Random random, AtomicReference<Throwable> failed) {
    try {
      for (int i = 0; i < 1_000; i++) {
        for (int k = 0; k < 5; k++) {
          notes.item(NOTE, key(random.nextInt(ITEMS))).get(NUMBER);
        }
        int hot = random.nextInt(3) == 0 ? 7 : random.nextInt(ITEMS);
        notes
            .item(NOTE, key(hot))
            .update(note -> note.with(NUMBER, note.find(NUMBER).orElse(0L) + 1));
      }
    } catch (RuntimeException | AssertionError e) {
      failed.set(e);
    }
  }
}
