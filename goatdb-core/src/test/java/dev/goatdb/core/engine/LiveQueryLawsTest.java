package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What a live query holds is what a fresh evaluation gives, and its changes alone, applied in
/// order, give the same.
class LiveQueryLawsTest {

  record Task(String title, long rank, boolean done) {}

  private static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);

  /// One thing that an application does.
  private record Step(int key, int what, String title, long rank, boolean done) {}

  /// How a query looks and what happens to it.
  private record Run(boolean sorted, boolean descending, int offset, int limit, List<Step> steps) {}

  private static Run run(RandomGenerator random) {
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      steps.add(
          new Step(
              random.nextInt(8),
              random.nextInt(6),
              "t" + random.nextInt(5),
              random.nextInt(4),
              random.nextInt(2) == 0));
    }
    boolean whole = random.nextInt(2) == 0;
    return new Run(
        random.nextInt(2) == 0,
        random.nextInt(2) == 0,
        whole ? 0 : random.nextInt(3),
        whole ? Integer.MAX_VALUE : random.nextInt(5),
        steps);
  }

  private static Query.Builder<Task> query(Repository tasks, Run run) {
    Query.Builder<Task> query = tasks.query(TASK).where(task -> !task.done());
    if (run.sorted()) {
      query = query.sortBy(Task::rank);
    }
    if (run.descending()) {
      query = query.descending();
    }
    return query.offset(run.offset()).limit(run.limit());
  }

  private static void apply(Repository tasks, Step step) {
    Item<Task> item = tasks.item(TASK, "k" + step.key());
    Task task = new Task(step.title(), step.rank(), step.done());
    if (step.what() == 0 && item.exists()) {
      item.delete();
    } else if (step.what() == 1 && item.exists()) {
      item.update(now -> new Task(now.title(), step.rank(), now.done()));
    } else if (step.what() == 2 && item.exists()) {
      item.update(now -> new Task(now.title(), now.rank(), !now.done()));
    } else {
      tasks.put(TASK, item.key(), task);
    }
    if (step.what() > 3) {
      item.receipt().appended().join();
    }
  }

  @Test
  void resultsAreThoseOfAFreshEvaluationAndFollowFromTheChangesAlone() {
    try (Database db = new RealWorld().open("laws", GoatDbConfig.DEFAULT)) {
      int[] number = {0};
      Property.check(
          "live query",
          150,
          LiveQueryLawsTest::run,
          run -> {
            Repository tasks = db.repository("/data/run" + number[0]++ % 20);
            List<Query.Row<Task>> replayed = new ArrayList<>();
            try (Query<Task> live = query(tasks, run).open()) {
              live.onChange(changes -> changes.forEach(change -> replay(replayed, change)));
              run.steps().forEach(step -> apply(tasks, step));
              settle(db, tasks);
              List<Query.Row<Task>> fresh = query(tasks, run).list();
              assertEquals(fresh, live.results());
              assertEquals(fresh, replayed);
            }
          });
    }
  }

  /// Everything is in the log, and the listener thread has dealt with what that set off.
  private static void settle(Database db, Repository tasks) throws Exception {
    tasks.flush();
    for (int i = 0; i < 3; i++) {
      for (Executor thread : List.of(db.queries(), db.listeners())) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        thread.execute(() -> turn.complete(null));
        turn.get(20, TimeUnit.SECONDS);
      }
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
      case Change.Updated<Task>(var row, int index, var update) -> {
        assertEquals(rows.get(index).value(), update.before().orElseThrow());
        assertEquals(row.value(), update.after().orElseThrow());
        assertEquals(row.item(), rows.set(index, row).item());
      }
    }
  }
}
