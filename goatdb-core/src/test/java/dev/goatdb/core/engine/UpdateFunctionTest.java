package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The function of an edit holds no lock: what it may do, and what becomes of it when others edit
/// the same item.
@Timeout(60)
class UpdateFunctionTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Field<Document, Long> COUNT = Field.of("count", FieldType.INT64).orElse(0L);
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE, COUNT);

  private Database database;
  private Repository todo;
  private Item<Document> item;
  private Item<Document> other;

  @BeforeEach
  void open() {
    database = new RealWorld().open("here", GoatDbConfig.DEFAULT.trusted(true));
    todo = database.repository("/data/todo");
    item = todo.put(TASK, "item", Document.of(TASK).with(TITLE, "a"));
    other = todo.put(TASK, "other", Document.of(TASK).with(TITLE, "b"));
    todo.flush();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void slowFunctionHoldsNobodyUp() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(() ->
            item.update(before -> {
              started.countDown();
              await(others);
              return before.with(TITLE, before.get(TITLE) + " slow");
            }));
    await(started);
    item.set(COUNT, 5L);
    item.receipt().durable().join();
    other.set(COUNT, 7L).durable().join();
    todo.flush();
    assertEquals("a", item.get(TITLE));
    others.countDown();
    slow.join();
    assertEquals("a slow", item.get(TITLE));
    assertEquals(5L, item.get(COUNT), "it was made again on top of the other edit");
    item.receipt().durable().join();
    assertEquals(1, item.heads().size());
  }

  @Test
  void functionMayWaitForTheDisk() {
    item.set(COUNT, 1L);
    item.update(before -> {
      todo.flush();
      database.flush();
      other.receipt().durable().join();
      return before.with(TITLE, "flushed");
    });
    item.receipt().durable().join();
    assertEquals("flushed", item.get(TITLE));
  }

  @Test
  void crosswiseUpdatesOfTwoItemsAreRefusedInsteadOfWaitingForEachOther() {
    CyclicBarrier both = new CyclicBarrier(2);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (List<Item<Document>> pair : List.of(List.of(item, other), List.of(other, item))) {
      threads.add(
          CompletableFuture.runAsync(() -> {
            Item<Document> mine = pair.getFirst();
            IllegalStateException refused =
                assertThrows(
                    IllegalStateException.class,
                    () ->
                        mine.update(before -> {
                          meet(both);
                          pair.getLast().set(COUNT, 9L);
                          return before.with(COUNT, 1L);
                        }));
            String expected =
                "update of /data/todo/%s called the database from inside its function; compute first, or use transaction(…)."
                    .formatted(mine.key());
            assertEquals(expected, refused.getMessage());
          }));
    }
    threads.forEach(CompletableFuture::join);
    assertEquals(0L, item.get(COUNT));
    assertEquals(0L, other.get(COUNT));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void editsOfOtherRepositoriesAreRefusedInsideToo() {
    Repository elsewhere = database.repository("/data/elsewhere");
    assertThrows(
        IllegalStateException.class,
        () ->
            item.update(before -> {
              elsewhere.create(TASK, Document.of(TASK));
              return before;
            }));
    assertEquals(0, elsewhere.count());
    item.set(COUNT, 2L);
    assertEquals(2L, item.get(COUNT), "the thread may edit again afterwards");
  }

  @Test
  void updatesOfOneItemFromManyThreadsAllCount() {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      threads.add(
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 250; i++) {
              item.update(before -> before.with(COUNT, before.get(COUNT) + 1));
            }
          }));
    }
    threads.forEach(CompletableFuture::join);
    todo.flush();
    assertEquals(2000L, item.get(COUNT));
    assertEquals(1, item.heads().size());
  }

  @Test
  void whoIsOvertakenTimeAndAgainKeepsOthersOutInTheEnd() {
    AtomicInteger calls = new AtomicInteger();
    item.update(before -> {
      int call = calls.incrementAndGet();
      if (call <= 16) {
        CompletableFuture.runAsync(() -> item.set(COUNT, (long) call)).join();
      }
      return before.with(TITLE, "at last");
    });
    assertEquals(17, calls.get());
    assertEquals("at last", item.get(TITLE));
    assertEquals(16L, item.get(COUNT));
    item.set(COUNT, 17L);
    assertEquals(17L, item.get(COUNT));
  }

  @Test
  void functionThatThrowsChangesNothingAndLeavesNoTrace() {
    for (int i = 0; i < 20_000; i++) {
      assertThrows(
          UnsupportedOperationException.class,
          () ->
              item.update(before -> {
                throw new UnsupportedOperationException();
              }));
    }
    item.set(COUNT, 3L).durable().join(); // every place in the queue was given back
    assertEquals("a", item.get(TITLE));
    assertTrue(item.history().count() <= 3);
  }
}
