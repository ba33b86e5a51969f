package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.transport.MemoryTransportProvider;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Waiting, listening and closing, where it once went wrong.
@Timeout(60)
class LifeCycleRegressionTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE);

  private final MemoryStorageProvider storage = new MemoryStorageProvider();
  private final MemoryTransportProvider transport = new MemoryTransportProvider();

  private GoatDbConfig config() {
    return GoatDbConfig.DEFAULT.plugin(storage).plugin(transport).defaultVerdict(Verdict.ALLOW);
  }

  private Database open(String name, GoatDbConfig config) {
    return Database.open(URI.create("mem:" + name), config);
  }

  private static Document task(String title) {
    return Document.of(TASK).with(TITLE, title);
  }

  @Test
  void peersAreWaitedForAcrossTheAdoptionOfADatabase() {
    try (Database server = open("server", config());
        Database client = open("client", config())) {
      URI address = server.listen(URI.create(transport.name() + "://server")).address();
      Item<Document> item = client.repository("/data/todo").put(TASK, "k", task("offline"));
      CommitId id = item.receipt().durable().join();
      CompletableFuture<CommitId> atServer = item.receipt().atPeers(1);
      client.repository("/data/todo").flush();
      client.connect(address).sync().join();
      assertEquals(id, atServer.orTimeout(20, TimeUnit.SECONDS).join());
    }
  }

  private static Throwable failure(CompletableFuture<CommitId> future) {
    CompletionException thrown =
        assertThrows(
            CompletionException.class, () -> future.orTimeout(20, TimeUnit.SECONDS).join());
    return thrown.getCause();
  }

  @Test
  void nobodyWaitsForPeersOfAClosedDatabase() {
    Database database = open("alone", config());
    Item<Document> item = database.repository("/data/todo").put(TASK, "k", task("x"));
    CompletableFuture<CommitId> before = item.receipt().atPeers(1);
    var receipt = item.receipt();
    database.close();
    assertTrue(failure(before) instanceof GoatDbException.Storage);
    assertTrue(failure(receipt.atPeers(1)) instanceof GoatDbException.Storage);
    assertEquals(receipt.appended().join(), receipt.durable().join());
  }

  @Test
  void aListenerOnTheWritersThreadThatThrowsIsIsolated() {
    try (Database database = open("own", config().listeners(Runnable::run))) {
      Item<Document> item = database.repository("/data/todo").put(TASK, "k", task("x"));
      item.receipt().appended().join();
      item.onChange(update -> {
        throw new IllegalStateException("a listener's defect");
      });
      List<String> heard = new CopyOnWriteArrayList<>();
      item.onChange(update -> heard.add(update.after().orElseThrow().get(TITLE)));
      item.set(TITLE, "y").appended().join();
      item.set(TITLE, "z").appended().join();
      assertEquals(List.of("y", "z"), heard);
      assertEquals(2, database.status().listenerFailures());
    }
  }

  @Test
  void anExecutorThatRefusedOnceIsAskedAgain() {
    AtomicInteger refusals = new AtomicInteger(1);
    GoatDbConfig config =
        config()
            .listeners(task -> {
              if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            });
    try (Database database = open("full", config)) {
      Item<Document> item = database.repository("/data/todo").put(TASK, "k", task("x"));
      item.receipt().appended().join();
      List<String> heard = new CopyOnWriteArrayList<>();
      item.onChange(update -> heard.add(update.after().orElseThrow().get(TITLE)));
      item.set(TITLE, "lost").appended().join();
      item.set(TITLE, "heard").appended().join();
      assertTrue(heard.contains("heard"), heard::toString);
    }
  }

  @Test
  void aRepositoryThatIsBeingClosedOpensAgainWhenItIsClosed() throws InterruptedException {
    try (Database database = open("reopen", config())) {
      Repository todo = database.repository("/data/todo");
      for (int round = 0; round < 200; round++) {
        todo.put(TASK, "k" + round, task("x"));
        Thread closing = Thread.ofVirtual().start(todo::close);
        while (closing.isAlive()) {
          assertTrue(todo.item(TASK, "k0").exists());
        }
        closing.join();
      }
      assertEquals(200, todo.count());
    }
  }

  @Test
  void aRuleSeesADeletedItemAsGoneAtTheCallAndOnReceipt() {
    GoatDbConfig once =
        config()
            .rule(
                "/data/*",
                context ->
                    Verdict.allowIf(
                        context.isRead()
                            || context.before(TASK).isEmpty()
                            || context.after(TASK).isEmpty(),
                        "written once, or deleted"));
    try (Database server = open("server", once);
        Database client = open("client", once)) {
      URI address = server.listen(URI.create("memory://server")).address();
      Peer peer = client.connect(address);
      peer.sync().orTimeout(20, TimeUnit.SECONDS).join();
      Item<Document> item = client.repository("/data/todo").put(TASK, "k", task("first"));
      item.receipt().appended().join();
      item.delete().appended().join();
      client.repository("/data/todo").put(TASK, "k", task("again"));
      peer.sync().orTimeout(20, TimeUnit.SECONDS).join();
      assertEquals("again", server.repository("/data/todo").item(TASK, "k").get(TITLE));
    }
  }
}
