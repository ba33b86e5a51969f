package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each defect of queries that must not come back, by its name; and what closing and failing mean.
class QueryRegressionTest {

  record Task(String title, long rank) {}

  private static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);
  private static final Field<Task, Long> RANK = TASK.field(Task::rank);

  private final Database db = new RealWorld().open("queries", GoatDbConfig.DEFAULT);
  private final Repository tasks = db.repository("/data/tasks");

  @AfterEach
  void close() {
    db.close();
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      tasks.put(TASK, "k" + (100 + i), new Task("t" + i, (i * 7L) % count));
    }
    settle();
  }

  /// Everything is in the log, and the queries' and the listeners' threads have dealt with it.
  private void settle() {
    tasks.flush();
    for (int i = 0; i < 3; i++) {
      for (Executor thread : List.of(db.queries(), db.listeners())) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        thread.execute(() -> turn.complete(null));
        turn.orTimeout(20, TimeUnit.SECONDS).join();
      }
    }
  }

  private static List<Long> ranks(List<Query.Row<Task>> rows) {
    return rows.stream().map(row -> row.value().rank()).toList();
  }

  @Test
  void limitGivesTheFirstItemsOfTheOrderAndNotTheFirstThatWereRead() {
    fill(50);
    assertEquals(List.of(0L, 1L, 2L), ranks(tasks.query(TASK).sortBy(RANK).limit(3).list()));
    try (Query<Task> live = tasks.query(TASK).sortBy(RANK).limit(3).open()) {
      live.results().getFirst().item().delete();
      tasks.put(TASK, "new", new Task("n", -1));
      settle();
      assertEquals(List.of(-1L, 1L, 2L), ranks(live.results()));
    }
  }

  @Test
  void comparatorWithDescendingEnds() {
    fill(20);
    Query.Builder<Task> query =
        tasks.query(TASK).sortBy(Comparator.comparing(Task::rank)).descending().descending();
    assertEquals(List.of(19L, 18L), ranks(query.limit(2).list()));
    try (Query<Task> live = query.limit(2).open()) {
      tasks.put(TASK, "new", new Task("n", 100));
      settle();
      assertEquals(List.of(100L, 19L), ranks(live.results()));
    }
  }

  @Test
  void chainedQueriesFollowUpdates() {
    fill(30);
    try (Query<Task> few = tasks.query(TASK).sortBy(RANK).limit(10).open();
        Query<Task> even = few.chain().where(task -> task.rank() % 2 == 0).open();
        Query<Task> last = even.chain().descending().limit(2).open()) {
      assertEquals(List.of(8L, 6L), ranks(last.chain().sortBy(RANK).descending().list()));
      Item<Task> first = few.results().getFirst().item();
      first.set(RANK, 50L);
      settle();
      assertEquals(List.of(2L, 4L, 6L, 8L, 10L), ranks(even.results()));
      first.delete();
      settle();
      assertEquals(List.of(2L, 4L, 6L, 8L, 10L), ranks(even.results()));
    }
  }

  @Test
  void reopenedQueryShowsChangesThatCameWhileNobodyWatched() {
    fill(5);
    tasks.query(TASK).where(task -> task.rank() > 1).open().close();
    tasks.item(TASK, "k100").set(RANK, 9L);
    tasks.flush();
    try (Query<Task> again = tasks.query(TASK).where(task -> task.rank() > 1).open()) {
      assertEquals(4, again.count());
    }
  }

  @Test
  void queriesThatDifferOnlyInWhatTheirPredicateCapturesAreDifferentQueries() {
    fill(10);
    List<Query<Task>> open = new ArrayList<>();
    for (long bound = 0; bound < 3; bound++) {
      long at = bound;
      open.add(tasks.query(TASK).where(task -> task.rank() == at).open());
    }
    assertEquals(
        List.of(List.of(0L), List.of(1L), List.of(2L)),
        open.stream().map(query -> ranks(query.results())).toList());
    open.forEach(Query::close);
  }

  @Test
  void changeSortsNothingAnew() {
    fill(2_000);
    AtomicInteger compared = new AtomicInteger();
    Comparator<Task> counting =
        (left, right) -> {
          compared.incrementAndGet();
          return Long.compare(left.rank(), right.rank());
        };
    try (Query<Task> live = tasks.query(TASK).sortBy(counting).open()) {
      compared.set(0);
      tasks.item(TASK, "k100").set(RANK, 1_000L);
      settle();
      assertEquals(2_000, live.count());
      assertTrue(compared.get() > 0 && compared.get() < 100, compared::toString);
    }
  }

  @Test
  void closedQueryAndItsListenersAreUnreachable() throws InterruptedException {
    fill(10);
    List<WeakReference<Object>> gone = new ArrayList<>();
    openAndClose(gone);
    assertEquals(0, db.queries().size());
    assertTrue(db.queries().feeds().isIdle());
    settle();
    for (WeakReference<Object> reference : gone) {
      for (int i = 0; i < 50 && reference.get() != null; i++) {
        System.gc();
        settle();
      }
      assertEquals(null, reference.get());
    }
  }

  private void openAndClose(List<WeakReference<Object>> gone) {
    List<Object> heard = new ArrayList<>();
    Query<Task> query = tasks.query(TASK).sortBy(RANK).open();
    Query<Task> chained = query.chain().where(task -> task.rank() > 3).open();
    Query<Task> wide = db.query(TASK, "/data/*").open();
    Query.Groups<Boolean> groups = chained.groupBy(task -> task.rank() > 5);
    chained.onChange(heard::addAll);
    groups.onChange(heard::add);
    settle();
    assertFalse(heard.isEmpty());
    List.of(query, chained, wide, groups, heard).forEach(o -> gone.add(new WeakReference<>(o)));
    query.close(); // ends the chained one and its groups too
    wide.close();
    assertTrue(chained.completion().isDone());
    assertTrue(groups.completion().isDone());
    assertThrows(IllegalStateException.class, chained::results);
  }

  @Test
  void closedSubscriptionHearsNothingAndIsForgotten() {
    fill(1);
    try (Query<Task> live = tasks.query(TASK).open()) {
      List<Object> heard = new ArrayList<>();
      var subscription = live.onChange(heard::addAll);
      settle();
      assertEquals(1, heard.size());
      subscription.close();
      tasks.put(TASK, "new", new Task("n", 1));
      settle();
      assertEquals(1, heard.size());
      assertEquals(2, live.count());
    }
  }

  @Test
  void failingPredicateEndsItsQueryOnceAndSaysWhere() {
    fill(3);
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    try (Query<Task> bad = tasks.query(TASK).where(QueryRegressionTest::positive).open();
        Query<Task> good = tasks.query(TASK).open()) {
      Query<Task> child = bad.chain().open();
      bad.completion().whenComplete((nothing, failure) -> failures.add(failure));
      tasks.item(TASK, "k101").set(RANK, -5L);
      tasks.item(TASK, "k102").set(RANK, -6L);
      settle();
      assertEquals(1, failures.size());
      String message = String.valueOf(failures.remove().getMessage());
      assertTrue(
          message.matches(
              "(.*: )?query on /data/tasks failed at item k101: ArithmeticException \\(below zero\\) at QueryRegressionTest.java:\\d+. Other queries go on; this one is closed."),
          message);
      assertEquals(List.of(-5L, -6L), ranks(good.results()).stream().filter(r -> r < 0).toList());
      assertThrows(CompletionException.class, () -> child.completion().join());
      assertThrows(IllegalStateException.class, bad::results);
    }
  }

  private static boolean positive(Task task) {
    if (task.rank() < 0) {
      throw new ArithmeticException("below zero");
    }
    return true;
  }

  @Test
  void failingTestOfAFieldNamesTheItem() {
    fill(3);
    Query.Builder<Task> bad = tasks.query(TASK).where(RANK, rank -> 1 / (rank - 1) > -5);
    for (Runnable use : List.<Runnable>of(bad::list, bad::count, bad::open)) {
      String message =
          String.valueOf(assertThrows(IllegalStateException.class, use::run).getMessage());
      assertTrue(message.startsWith("query on /data/tasks failed at item k101: "), message);
    }
  }

  @Test
  void failingComparatorIsNamedWhenAQueryIsEvaluatedOnce() {
    fill(200);
    Comparator<Task> bad =
        (left, right) -> {
          if (left.title().equals("t77")) {
            throw new ArithmeticException("no order");
          }
          return 0;
        };
    for (int limit : new int[] {5, Integer.MAX_VALUE}) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class, () -> tasks.query(TASK).sortBy(bad).limit(limit).list());
      assertInstanceOf(ArithmeticException.class, failure.getCause());
      assertTrue(failure.getMessage().startsWith("query on /data/tasks failed at item "));
    }
    assertThrows(IllegalStateException.class, () -> tasks.query(TASK).sortBy(bad).open());
    assertEquals(0, db.queries().size());
  }

  @Test
  void failingListenerStaysAndOthersGoOn() {
    fill(1);
    try (Query<Task> live = tasks.query(TASK).open()) {
      List<Object> heard = new ArrayList<>();
      AtomicInteger calls = new AtomicInteger();
      live.onChange(changes -> {
        calls.incrementAndGet();
        throw new IllegalArgumentException("on purpose");
      });
      live.onChange(heard::addAll);
      settle();
      tasks.put(TASK, "new", new Task("n", 1));
      settle();
      assertEquals(2, calls.get());
      assertEquals(2, heard.size());
      assertEquals(2, db.status().listenerFailures());
    }
  }

  @Test
  void executorThatRefusesOnceIsAskedAgain() {
    fill(1);
    AtomicInteger refusals = new AtomicInteger();
    Executor fickle =
        task -> {
          if (refusals.getAndIncrement() == 1) {
            throw new java.util.concurrent.RejectedExecutionException("full");
          }
          db.listeners().execute(task);
        };
    try (Query<Task> live = tasks.query(TASK).open()) {
      List<Change<Task>> heard = new ArrayList<>();
      live.onChange(heard::addAll, fickle);
      settle();
      tasks.put(TASK, "a", new Task("n", 1)); // refused
      settle();
      tasks.put(TASK, "b", new Task("n", 2));
      settle();
      assertEquals(3, heard.size());
      assertFalse(live.completion().isDone());
    }
  }

  @Test
  void slowListenerCostsABoundedAmountAndStillAddsUp() {
    fill(500);
    CountDownLatch go = new CountDownLatch(1);
    List<Query.Row<Task>> replayed = new ArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    try (Query<Task> live = tasks.query(TASK).sortBy(RANK).open()) {
      live.onChange(changes -> {
        await(go);
        calls.incrementAndGet();
        changes.forEach(change -> replay(replayed, change));
      });
      for (int round = 1; round <= 30; round++) { // 15,000 changes: more than may wait
        for (int i = 0; i < 500; i++) {
          tasks.item(TASK, "k" + (100 + i)).set(RANK, (round * 7_919L + i * 31L) % 1_000);
        }
        settleQueries();
      }
      go.countDown();
      settle();
      assertEquals(live.results(), replayed);
      assertEquals(2, calls.get());
    }
  }

  @Test
  void transactionIsSeenAsAWholeByQueriesThatOpenMeanwhileToo() {
    Item<Task> a = tasks.put(TASK, "a", new Task("a", 0));
    Item<Task> b = tasks.put(TASK, "b", new Task("b", 0));
    tasks.flush();
    BlockingQueue<String> torn = new LinkedBlockingQueue<>();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (long i = 1; i <= 300; i++) {
                long rank = i;
                tasks.transaction(tx -> {
                  tx.set(a, RANK, rank);
                  tx.set(b, RANK, rank);
                });
              }
            });
    while (writer.isAlive()) {
      try (Query<Task> live = tasks.query(TASK).open()) {
        for (int i = 0; i < 3; i++) {
          List<Long> seen = ranks(live.results());
          if (!seen.get(0).equals(seen.get(1))) {
            torn.add(seen.toString());
          }
        }
      }
    }
    assertEquals(List.of(), List.copyOf(torn));
  }

  private void settleQueries() {
    tasks.flush();
    CompletableFuture<Void> turn = new CompletableFuture<>();
    db.queries().execute(() -> turn.complete(null));
    turn.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it go");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void replay(List<Query.Row<Task>> rows, Change<Task> change) {
    switch (change) {
      case Change.Added<Task>(var row, int index) -> rows.add(index, row);
      case Change.Removed<Task>(var row, int index) ->
          assertEquals(row.item(), rows.remove(index).item());
      case Change.Moved<Task>(var row, int from, int to) -> {
        assertEquals(row.item(), rows.remove(from).item());
        rows.add(to, row);
      }
      case Change.Updated<Task>(var row, int index, var update) -> rows.set(index, row);
    }
  }

  @Test
  void scanTellsHowFarItIs() {
    fill(3_000);
    List<Long> done = new ArrayList<>();
    tasks
        .query(TASK)
        .progress(progress -> {
          assertEquals("query /data/tasks", progress.task());
          assertEquals(3_000, progress.total());
          done.add(progress.done());
        })
        .list();
    assertEquals(List.of(1024L, 2048L, 3000L), done);
  }

  @Test
  void repositoriesThatComeLaterJoin() {
    fill(2);
    try (Query<Task> all = db.query(TASK, "/data/*").sortBy(RANK).open()) {
      db.repository("/data/more").put(TASK, "k", new Task("m", -1));
      db.repository("/other/one").put(TASK, "k", new Task("o", -2));
      db.flush();
      settle();
      assertEquals(List.of(-1L, 0L, 1L), ranks(all.results()));
      assertEquals(3, db.query(TASK, "/data/*").count());
      assertEquals(
          -1, db.query(TASK, "/data/*").sortBy(RANK).limit(1).list().getFirst().value().rank());
    }
    assertThrows(IllegalArgumentException.class, () -> db.query(TASK, "data"));
  }

  @Test
  void pastIsAnsweredFromTheCommitsOfThatTime() {
    Item<Task> item = tasks.put(TASK, "a", new Task("a", 1));
    item.receipt().appended().join();
    var before = tasks.commit(item.heads().getFirst()).orElseThrow().time().instant();
    CompletableFuture<Void> later = new CompletableFuture<>();
    db.env().after(java.time.Duration.ofMillis(5), () -> later.complete(null));
    later.orTimeout(20, TimeUnit.SECONDS).join();
    item.set(RANK, 2L);
    tasks.put(TASK, "b", new Task("b", 3));
    tasks.flush();
    assertEquals(List.of(1L), ranks(tasks.query(TASK).asOf(before).list()));
    assertEquals(List.of(2L, 3L), ranks(tasks.query(TASK).sortBy(RANK).list()));
    assertEquals(0, tasks.query(TASK).asOf(before.minusSeconds(5)).count());
  }

  @Test
  void findHalvesWhatIsSortedByTheFieldAndSearchesWhatIsNot() {
    for (int i = 0; i < 60; i++) {
      tasks.put(TASK, "k" + (100 + i), new Task("t", i % 7));
    }
    settle();
    for (boolean descending : new boolean[] {false, true}) {
      Query.Builder<Task> builder = tasks.query(TASK).sortBy(RANK);
      try (Query<Task> sorted = (descending ? builder.descending() : builder).open();
          Query<Task> other = tasks.query(TASK).sortBy(Task::title).open()) {
        for (long rank = -1; rank < 8; rank++) {
          List<Query.Row<Task>> found = sorted.find(RANK, rank);
          assertEquals(found, other.find(RANK, rank));
          assertEquals(rank < 0 || rank > 6 ? 0 : rank < 4 ? 9 : 8, found.size());
        }
      }
    }
  }

  @Test
  void liveQueryOutlivesTheClosingOfItsRepository() {
    fill(10);
    try (Query<Task> live = tasks.query(TASK).sortBy(RANK).open()) {
      for (long round = 1; round <= 20; round++) {
        tasks.item(TASK, "k100").set(RANK, -round); // is on its way when the repository is closed
        tasks.close();
        settle();
        assertEquals(-round, ranks(live.results()).getFirst());
        assertEquals(ranks(tasks.query(TASK).sortBy(RANK).list()), ranks(live.results()));
      }
    }
  }

  @Test
  void snapshotNeverChanges() {
    fill(100);
    try (Query<Task> live = tasks.query(TASK).sortBy(RANK).open()) {
      List<Query.Row<Task>> before = live.results();
      List<Query.Row<Task>> copy = List.copyOf(before);
      IntStream.range(0, 100).forEach(i -> tasks.item(TASK, "k" + (100 + i)).set(RANK, 500L - i));
      settle();
      assertEquals(copy, before);
      assertNotEquals(copy, live.results());
      assertThrows(UnsupportedOperationException.class, () -> before.remove(0));
    }
  }
}
