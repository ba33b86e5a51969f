package dev.goatdb.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import dev.goatdb.testkit.property.Property;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.transport.FakeNetwork;
import dev.goatdb.testkit.transport.NetworkFaults;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Random histories of two connected databases (edits, deletes, restores, merges, remote batches,
/// edits by an older version of the schema, repositories that come later) under random live queries
/// (filters, sorts, windows, chains, several repositories): after every step the results are those
/// of an evaluation in plain Java, a query evaluated once finds the same, and the changes alone
/// give the same. `-Dgoatdb.queries=10000` takes that many histories.
class QueryHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("goatdb.queries", 1_000);
  private static final URI SERVER = URI.create("sim://server");
  private static final int REPOSITORIES = 3;

  /// One thing that somebody does.
  private record Step(
      boolean atServer, int repository, int key, int what, int title, long rank, boolean apart) {}

  private record Run(List<QuerySpec> queries, List<Step> steps) {}

  private static Run run(RandomGenerator random) {
    List<QuerySpec> queries = new ArrayList<>();
    int watched = 1 + random.nextInt(3);
    for (int i = 0; i < watched; i++) {
      queries.add(QuerySpec.random(random));
    }
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      steps.add(
          new Step(
              random.nextInt(2) == 0,
              random.nextInt(REPOSITORIES),
              random.nextInt(6),
              random.nextInt(8),
              random.nextInt(5),
              random.nextInt(4),
              random.nextInt(3) == 0));
    }
    return new Run(queries, steps);
  }

  @Test
  void liveResultsAreThoseOfAFreshEvaluationAfterEveryStep() {
    Property.check(
        "query histories", HISTORIES, QueryHistoriesTest::run, run -> new World().live(run));
  }

  /// Two databases in one thread.
  private static final class World {
    private final Simulation simulation = new Simulation(7);
    private final FakeNetwork network = new FakeNetwork(simulation, NetworkFaults.NONE);
    private final MemoryStorageProvider storage = new MemoryStorageProvider();

    private GoatDb open(String name) {
      SimEnv env = simulation.node(name);
      GoatDb database =
          GoatDb.open(
              URI.create("mem:" + name),
              GoatDbConfig.DEFAULT
                  .env(env)
                  .plugin(storage)
                  .plugin(network.transport(env))
                  .schemas(QuerySpec.TASK)
                  .defaultVerdict(Verdict.ALLOW));
      database.repository(path(0));
      return database;
    }

    void live(Run run) {
      GoatDb server = open("server");
      GoatDb client = open("client");
      URI address = server.listen(SERVER).address();
      client.connect(address);
      settle();
      List<QueryWatch> watches = new ArrayList<>();
      for (GoatDb database : List.of(server, client)) {
        run.queries().forEach(spec -> watches.add(new QueryWatch(database, spec)));
      }
      settle();
      watches.forEach(QueryWatch::check);
      for (Step step : run.steps()) {
        apply(step.atServer() ? server : client, step);
        if (!step.apart()) { // else the next edit comes before the other side has heard of this one
          settle();
          watches.forEach(QueryWatch::check);
        }
      }
      settle();
      watches.forEach(QueryWatch::check);
      watches.forEach(QueryWatch::checkSnapshots);
    }

    private void settle() {
      simulation.run(Duration.ofSeconds(2));
    }
  }

  private static String path(int repository) {
    return (repository == 2 ? "/other/r" : "/data/r") + repository;
  }

  private static void apply(GoatDb database, Step step) {
    Repository tasks = database.repository(path(step.repository()));
    Item<Document> item = tasks.item(QuerySpec.TASK, "k" + step.key());
    try {
      switch (step.what()) {
        case 0 -> onExisting(item, Item::delete);
        case 1 -> onDeleted(item);
        case 2 -> onExisting(item, there -> there.set(QuerySpec.RANK, step.rank()));
        case 3 -> onExisting(item, there -> there.set(QuerySpec.DONE, step.rank() % 2 == 0));
        case 4 -> tasks.put(QuerySpec.OLD_TASK, item.key(), QuerySpec.oldTask("o" + step.title()));
        default ->
            tasks.put(
                QuerySpec.TASK,
                item.key(),
                QuerySpec.task("t" + step.title(), step.rank(), step.what() == 7));
      }
    } catch (GoatDbException.Refused e) {
      // An older program may not write everything; what matters is what queries make of the rest.
      assertEquals(4, step.what(), e::getMessage);
    }
  }

  private static void onExisting(
      Item<Document> item, java.util.function.Consumer<Item<Document>> deed) {
    if (item.exists()) {
      deed.accept(item);
    }
  }

  private static void onDeleted(Item<Document> item) {
    if (!item.exists() && !item.heads().isEmpty()) {
      item.restore();
    }
  }
}
