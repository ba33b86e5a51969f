package dev.goatdb.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.storage.StorageObserver.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Defects that simulated schedules found, each on its own.
class FoundBySchedulesTest {

  private static final Duration A_MOMENT = Duration.ofMillis(10);
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  private final Rig rig = new Rig();

  private static Item<Document> put(GoatDb database, String title) {
    return database.repository(Rig.PATH).put(Rig.SCHEMA, "a", Rig.note(title));
  }

  private static boolean has(GoatDb database, CommitId id) {
    return database.repository(Rig.PATH).commit(id).isPresent();
  }

  private GoatDb server(Verdict writes) {
    GoatDb server = rig.open("server", writes);
    server.listen(Rig.SERVER);
    return server;
  }

  @Test
  void whatBuildsOnARefusedCommitIsRefusedAndDoesNotWaitForIt() {
    GoatDb server = server(Verdict.deny("not here"));
    GoatDb client = rig.open("client", Verdict.ALLOW);
    List<Refusal> refusals = new ArrayList<>();
    client.onRefusal(refusals::add);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    for (int n = 0; n < 3; n++) {
      put(client, "title " + n).receipt().appended();
      rig.run(Duration.ofNanos(100_000));
    }
    rig.run(A_WHILE);
    assertEquals(
        0, server.status().repositories().stream().mapToLong(RepositoryStatus::parked).sum());
    assertEquals(3, refusals.size(), refusals::toString);
  }

  @Test
  void aPeerThatRefusedACommitDoesNotCountAsHavingIt() {
    server(Verdict.deny("not here"));
    GoatDb client = rig.open("client", Verdict.ALLOW);
    CompletableFuture<CommitId> atPeer = put(client, "mine").receipt().atPeers(1);
    rig.run(A_MOMENT);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    assertFalse(atPeer.isDone());
  }

  @Test
  void anEditFromBeforeJoiningCountsAsArrivedOnlyWhenItHas() {
    GoatDb server = server(Verdict.ALLOW);
    GoatDb client = rig.open("client", Verdict.ALLOW);
    CompletableFuture<CommitId> atPeer = put(client, "mine").receipt().atPeers(1);
    CompletableFuture<Boolean> wasThere = atPeer.thenApply(id -> has(server, id));
    rig.run(A_MOMENT);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    assertTrue(wasThere.isDone());
    assertTrue(wasThere.join());
  }

  @Test
  void aCommitThatAFullDiskKeptOutIsNotAcknowledgedAndComesAgain() {
    GoatDb server = server(Verdict.ALLOW);
    GoatDb client = rig.open("client", Verdict.ALLOW);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    rig.fail("server", Call.APPEND, 1);
    CompletableFuture<Boolean> wasThere =
        put(client, "mine").receipt().atPeers(1).thenApply(id -> has(server, id));
    rig.run(A_WHILE);
    assertTrue(wasThere.isDone());
    assertTrue(wasThere.join());
  }

  @Test
  void anAdoptionThatAFullDiskStoppedGoesOnAtTheNextConnection() {
    GoatDb server = server(Verdict.ALLOW);
    GoatDb client = rig.open("client", Verdict.ALLOW);
    CommitId id = appended(put(client, "mine"));
    rig.fail("client", Call.APPEND, 1);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    assertTrue(has(server, id));
  }

  @Test
  void anAdoptionThatCannotOpenOneRepositorySignsTheOthers() {
    GoatDb server = server(Verdict.ALLOW);
    GoatDb before = rig.open("client", Verdict.ALLOW);
    before.repository("/data/other").put(Rig.SCHEMA, "b", Rig.note("other"));
    rig.run(A_MOMENT);
    before.close();
    GoatDb client = rig.open("client", Verdict.ALLOW);
    CommitId id = appended(put(client, "mine"));
    client.repository("/sys/sessions").count();
    rig.fail("client", Call.OPEN, 1);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    assertTrue(has(server, id));
    assertTrue(
        client.status().warnings().stream().anyMatch(w -> w.contains("/data/other will be signed")),
        client.status().warnings()::toString);
    client.repository("/data/other").count();
    rig.run(A_WHILE);
    assertEquals(1, server.repository("/data/other").count());
  }

  @Test
  void aSessionWhoseRecordAFullDiskKeptOutComesAgain() {
    GoatDb server = server(Verdict.ALLOW);
    GoatDb client = rig.open("client", Verdict.ALLOW);
    CommitId id = appended(put(client, "mine"));
    rig.fail("server", Call.APPEND, 1);
    client.connect(Rig.SERVER);
    rig.run(A_WHILE);
    assertTrue(has(server, id));
  }

  @Test
  void aDiskThatCannotForceIsReportedOnceUntilItChanges() {
    GoatDb database = rig.open("alone", Verdict.ALLOW);
    rig.fail("alone", Call.FORCE, 1000);
    appended(put(database, "mine"));
    rig.run(A_WHILE.dividedBy(4));
    assertEquals(
        1,
        database.status().warnings().stream().filter(w -> w.contains("cannot be forced")).count());
  }

  private CommitId appended(Item<Document> item) {
    CompletableFuture<CommitId> appended = item.receipt().appended();
    rig.run(A_MOMENT);
    assertTrue(appended.isDone());
    return appended.join();
  }
}
