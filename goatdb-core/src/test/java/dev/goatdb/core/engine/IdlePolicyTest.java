package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.core.repository.RepositoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Repositories that close by themselves, and those that must not.
@Timeout(60)
class IdlePolicyTest {

  private static final Field<Document, Long> COUNT = Field.of("count", FieldType.INT64).orElse(0L);
  private static final Schema<Document> TASK = Schema.of("task", 1, COUNT);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /// Real threads, and a clock and timers that stand still until they are told.
  private static final class HandClock implements Env {
    private record Waiting(long at, Runnable task) {}

    private final SystemEnv real = new SystemEnv();
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();

    void pass(Duration time) {
      long until = nanos.get() + time.toNanos();
      for (Waiting next = next(until); next != null; next = next(until)) {
        waiting.remove(next);
        nanos.set(Math.max(nanos.get(), next.at()));
        next.task().run();
      }
      nanos.set(until);
    }

    private Waiting next(long until) {
      return waiting.stream()
          .filter(one -> one.at() <= until)
          .min((a, b) -> Long.compare(a.at(), b.at()))
          .orElse(null);
    }

    @Override
    public long now() {
      return real.now();
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void random(byte[] bytes) {
      real.random(bytes);
    }

    @Override
    public Worker worker(String name, Runnable work) {
      return real.worker(name, work);
    }

    @Override
    public Thread start(String name, Runnable body) {
      return real.start(name, body);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      Waiting one = new Waiting(nanos.get() + delay.toNanos(), task);
      waiting.add(one);
      return () -> waiting.remove(one);
    }
  }

  private final HandClock clock = new HandClock();
  private final RealWorld world = new RealWorld();
  private Database database;

  @BeforeEach
  void openDatabase() {
    database = open(GoatDbConfig.DEFAULT.closeIdle(IDLE));
  }

  private Database open(GoatDbConfig config) {
    return world.open("here", config.trusted(true).env(clock));
  }

  @AfterEach
  void close() {
    database.close();
    clock.real.close();
  }

  private Repository repository(String name) {
    return database.repository("/data/" + name);
  }

  private RepositoryEngine write(String name) {
    repository(name).put(TASK, "k", Document.of(TASK)).receipt().durable().join();
    return database.engine(RepositoryPath.parse("/data/" + name));
  }

  /// The writer may be about to do something, and the clock runs faster than the writer.
  private void closesInTime(RepositoryEngine engine) {
    while (!engine.isClosed()) {
      clock.pass(IDLE);
    }
  }

  @Test
  void idleRepositoryIsClosedAndOpensAgainOnUse() {
    RepositoryEngine engine = write("a");
    Item<Document> item = repository("a").item(TASK, "k");
    closesInTime(engine);
    assertEquals(List.of(), database.status().repositories());
    assertEquals(0L, item.get(COUNT));
    item.set(COUNT, 1L).durable().join();
    assertEquals(1L, item.get(COUNT));
  }

  @Test
  void repositoryInUseStaysOpen() {
    RepositoryEngine engine = write("a");
    Item<Document> item = repository("a").item(TASK, "k");
    for (int i = 0; i < 10; i++) {
      clock.pass(IDLE.dividedBy(3));
      assertEquals(0L, item.get(COUNT));
      assertFalse(engine.isClosed());
    }
  }

  @Test
  void listenersQueriesAndPresenceKeepItOpen() {
    RepositoryEngine listened = write("listened");
    var subscription = repository("listened").item(TASK, "k").onChange(update -> {});
    RepositoryEngine queried = write("queried");
    var query = repository("queried").query(TASK).open();
    RepositoryEngine attended = write("attended");
    var presence = repository("attended").presence(TASK);
    presence.publish(Document.of(TASK));
    List<RepositoryEngine> all = List.of(listened, queried, attended);
    clock.pass(IDLE.multipliedBy(4));
    all.forEach(engine -> assertFalse(engine.isClosed()));
    subscription.close();
    subscription.close();
    query.close();
    presence.close();
    all.forEach(this::closesInTime);
  }

  @Test
  void listenerHearsAgainAfterItsRepositoryWasClosedAndOpened() throws InterruptedException {
    write("a");
    Item<Document> item = repository("a").item(TASK, "k");
    BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    var subscription = item.onChange(update -> heard.add(update.after().orElseThrow().get(COUNT)));
    for (long i = 1; i <= 3; i++) {
      repository("a").close();
      item.set(COUNT, i).appended().join();
      assertEquals(i, heard.poll(30, TimeUnit.SECONDS));
    }
    subscription.close();
    repository("a").close();
    item.set(COUNT, 9L).appended().join();
    database.close();
    assertTrue(heard.isEmpty(), "told once, and not after the subscription was closed");
  }

  @Test
  void openingOneMoreClosesTheOneThatWasIdleForLongest() {
    database.close();
    database = open(GoatDbConfig.DEFAULT.maxOpen(2));
    RepositoryEngine a = write("a");
    clock.pass(Duration.ofSeconds(2));
    RepositoryEngine b = write("b");
    clock.pass(Duration.ofSeconds(2));
    RepositoryEngine latest = b;
    for (int i = 0; !a.isClosed() || !b.isClosed(); i++) {
      latest = write("more" + i);
      clock.pass(Duration.ofSeconds(2));
    }
    assertFalse(latest.isClosed());
    assertEquals(0L, repository("a").item(TASK, "k").get(COUNT));
  }

  /// The policy closes whenever it can, while threads edit: nothing is lost and nobody notices.
  @Test
  void editsMeetingTheClosingAreNeitherLostNorRefused() {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    write("a");
    for (int thread = 0; thread < 3; thread++) {
      threads.add(
          CompletableFuture.runAsync(() -> {
            Item<Document> item = repository("a").item(TASK, "k");
            for (int i = 0; i < 300; i++) {
              item.update(before -> before.with(COUNT, before.get(COUNT) + 1));
              if (i % 10 == 0) {
                item.receipt().durable().join();
              }
            }
          }));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new));
    int closings = 0;
    while (!all.isDone()) {
      RepositoryEngine engine = database.engine(RepositoryPath.parse("/data/a"));
      closings += engine.retire() ? 1 : 0;
      clock.pass(Duration.ofMillis(2)); // the flush window
    }
    all.join();
    assertEquals(900L, repository("a").item(TASK, "k").get(COUNT));
    assertTrue(closings > 0, "it was never closed");
  }

  @Test
  void boundsAreChecked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> GoatDbConfig.DEFAULT.closeIdle(Duration.ofMillis(999)));
    assertThrows(IllegalArgumentException.class, () -> GoatDbConfig.DEFAULT.maxOpen(0));
  }
}
