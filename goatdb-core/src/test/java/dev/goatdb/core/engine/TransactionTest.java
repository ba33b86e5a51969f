package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Transaction;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.testkit.storage.StorageObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Edits of several items, all or none.
@Timeout(60)
class TransactionTest {

  private static final URI HERE = URI.create("mem:here");
  private static final RepositoryPath PATH = RepositoryPath.parse("/data/bank");
  private static final Field<Document, String> OWNER =
      Field.of("owner", FieldType.TEXT).orElse("").check(o -> o.length() < 10, "must be short");
  private static final Field<Document, Long> CENTS = Field.of("cents", FieldType.INT64).orElse(0L);
  private static final Field<Document, String> TEXT = Field.of("text", FieldType.TEXT).orElse("");
  private static final Schema<Document> ACCOUNT = Schema.of("account", 1, OWNER, CENTS, TEXT);

  private final RealWorld world = new RealWorld();
  private Database database;
  private Repository bank;

  @BeforeEach
  void open() {
    database = world.open("here", GoatDbConfig.DEFAULT.trusted(true));
    bank = database.repository(PATH.toString());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Document account(long cents) {
    return Document.of(ACCOUNT).with(CENTS, cents);
  }

  private Item<Document> at(String key) {
    return bank.item(ACCOUNT, key);
  }

  private RepositoryEngine engine() {
    return database.engine(PATH);
  }

  @Test
  void editsCountTogetherInOneBundle() {
    bank.put(ACCOUNT, "a", account(10));
    bank.put(ACCOUNT, "b", account(0));
    bank.flush();
    int bundles = engine().bundles();
    Receipt receipt =
        bank.transaction(tx -> {
          tx.set(at("a"), CENTS, tx.get(at("a")).get(CENTS) - 3);
          tx.update(at("b"), b -> b.with(CENTS, b.get(CENTS) + 3));
          tx.replace(at("b"), TEXT, 0, 0, "three from a");
          Item<Document> made = tx.create(ACCOUNT, account(1));
          assertEquals(1L, tx.get(made).get(CENTS));
          assertFalse(made.exists(), "nobody else sees it yet");
          assertEquals(10L, at("a").get(CENTS));
        });
    assertEquals(7L, at("a").get(CENTS), "visible to this process at once");
    CommitId last = receipt.durable().join();
    assertEquals(last, receipt.appended().join());
    assertEquals(3L, at("b").get(CENTS));
    assertEquals("three from a", at("b").get(TEXT));
    assertEquals(3, bank.count());
    assertEquals(bundles + 1, engine().bundles());
    assertEquals(3, engine().members(bundles).size());
    assertEquals(last, engine().members(bundles).getLast());
  }

  @Test
  void oneItemMayBeMadeEditedDeletedAndRestored() {
    bank.transaction(tx -> {
      Item<Document> item = tx.put(ACCOUNT, "k", account(1));
      tx.set(item, CENTS, 2L);
      tx.delete(item);
      assertTrue(tx.value(item).isEmpty());
      assertThrows(NoSuchElementException.class, () -> tx.get(item));
      tx.restore(item);
      tx.set(item, OWNER, "ann");
    });
    bank.flush();
    assertEquals(2L, at("k").get(CENTS));
    assertEquals("ann", at("k").get(OWNER));
    assertEquals(3, at("k").history().count());
    assertEquals(1, at("k").heads().size());
    assertEquals(1, bank.count());
  }

  @Test
  void bodyThatThrowsDiscardsAllOfIt() {
    bank.put(ACCOUNT, "a", account(1)).receipt().appended().join();
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            bank.transaction(tx -> {
              tx.set(at("a"), CENTS, 100L);
              tx.put(ACCOUNT, "new", account(1));
              throw new UnsupportedOperationException();
            }));
    GoatDbException.Refused refused =
        assertThrows(
            GoatDbException.Refused.class,
            () ->
                bank.transaction(tx -> {
                  tx.set(at("a"), CENTS, 100L);
                  tx.set(at("a"), OWNER, "a name that is too long");
                }));
    assertEquals(Refusal.Reason.INVALID_VALUE, refused.refusal().reason());
    bank.flush();
    assertEquals(1L, at("a").get(CENTS));
    assertEquals(List.of("a"), bank.keys());
    assertEquals(1, at("a").history().count());
  }

  @Test
  void whatTheLogCannotTakeIsWithdrawnAsAWhole() {
    bank.put(ACCOUNT, "a", account(1));
    bank.put(ACCOUNT, "b", account(1));
    bank.flush();
    world
        .storage()
        .observe(
            HERE,
            call -> {
              if (call == StorageObserver.Call.APPEND) {
                throw new IOException("disk full");
              }
            });
    Receipt receipt =
        bank.transaction(tx -> {
          tx.set(at("a"), CENTS, 0L);
          tx.set(at("b"), CENTS, 2L);
        });
    assertThrows(CompletionException.class, () -> receipt.appended().join());
    world.storage().observe(HERE, call -> {});
    assertThrows(GoatDbException.Storage.class, bank::flush);
    assertEquals(1L, at("a").get(CENTS));
    assertEquals(1L, at("b").get(CENTS));
    bank.transaction(tx -> tx.set(at("a"), CENTS, 5L)).durable().join();
    assertEquals(5L, at("a").get(CENTS));
  }

  @Test
  void afterALossOfPowerAllOfItIsThereOrNothing() {
    bank.put(ACCOUNT, "first", account(1));
    bank.flush();
    int survivors = 0;
    Random chance = new Random(4711);
    for (int round = 0; round < 40; round++) {
      String prefix = "round" + round + "-";
      bank.transaction(
              tx -> IntStream.range(0, 6).forEach(i -> tx.put(ACCOUNT, prefix + i, account(1))))
          .appended()
          .join();
      world.storage().crash(HERE, chance);
      try {
        database.close();
      } catch (GoatDbException.Storage e) {
        assertTrue(e.getMessage().contains("closed, but not everything is safe"), e::getMessage);
      }
      open();
      long there = bank.keys().stream().filter(key -> key.startsWith(prefix)).count();
      assertTrue(there == 0 || there == 6, "round " + round + ": " + there + " of 6");
      survivors += there == 6 ? 1 : 0;
    }
    assertTrue(survivors > 0 && survivors < 40, survivors + " of 40 survived");
  }

  @Test
  void transactionThatChangesNothingIsCompleteAtOnce() {
    Receipt receipt = bank.transaction(tx -> {});
    assertEquals("0".repeat(64), receipt.durable().join().toString());
    assertEquals("0".repeat(64), receipt.atPeers(3).join().toString());
    bank.put(ACCOUNT, "a", account(1)).receipt().appended().join();
    assertTrue(bank.transaction(tx -> tx.set(at("a"), CENTS, 1L)).appended().isDone());
  }

  @Test
  void mistakesAreNamed() {
    Item<Document> item = bank.put(ACCOUNT, "a", account(1));
    says(
        "item /data/bank/a was edited directly inside a transaction of /data/bank; use tx.set(item, field, value), or it would not belong to the transaction.",
        () -> bank.transaction(tx -> item.set(CENTS, 2L)));
    says(
        "repository /data/bank was edited directly inside a transaction of /data/bank; use tx.set(item, field, value), or it would not belong to the transaction.",
        () -> bank.transaction(tx -> bank.transaction(inner -> {})));
    List<Transaction> escaped = new ArrayList<>();
    bank.transaction(escaped::add);
    says(
        "this transaction of /data/bank ended; it belongs to the thread %s and to the body of transaction(…)."
            .formatted(Thread.currentThread().getName()),
        () -> escaped.getFirst().set(item, CENTS, 3L));
    says(
        "an update in a transaction of /data/bank called the transaction from inside its function; compute first.",
        () ->
            bank.transaction(tx ->
                tx.update(
                    item,
                    before -> {
                      tx.set(item, CENTS, 4L);
                      return before;
                    })));
    Item<Document> foreign = database.repository("/data/other").item(ACCOUNT, "a");
    assertThrows(
        IllegalArgumentException.class, () -> bank.transaction(tx -> tx.set(foreign, CENTS, 1L)));
    assertEquals(1L, item.get(CENTS));
  }

  private static void says(String message, Runnable mistake) {
    IllegalStateException thrown = assertThrows(IllegalStateException.class, mistake::run);
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void tooManyOrTooLargeIsRefusedAndTheMostIsTaken() {
    String large = "x".repeat(100_000);
    GoatDbException.Refused refused =
        assertThrows(
            GoatDbException.Refused.class,
            () ->
                bank.transaction(tx ->
                    IntStream.range(0, 6)
                        .forEach(i -> tx.put(ACCOUNT, "k" + i, account(1).with(TEXT, large)))));
    assertEquals(Refusal.Reason.LIMIT, refused.refusal().reason());
    assertThrows(
        GoatDbException.Refused.class,
        () ->
            bank.transaction(tx ->
                IntStream.range(0, 4097)
                    .forEach(i -> tx.put(ACCOUNT, "k" + i, Document.of(ACCOUNT)))));
    assertEquals(0, bank.count());
    bank.flush();
    int bundles = engine().bundles();
    bank.transaction(tx ->
            IntStream.range(0, 4)
                .forEach(i -> tx.put(ACCOUNT, "k" + i, account(1).with(TEXT, large))))
        .durable()
        .join();
    assertEquals(bundles + 1, engine().bundles());
    assertEquals(4, engine().members(bundles).size());
  }

  /// Other edits wait in the queue with it, so that bundles end where they like, but not inside.
  @Test
  void groupIsNotSplitAmongOtherEdits() {
    database.close();
    database =
        world.open("here", GoatDbConfig.DEFAULT.trusted(true).flushWindow(Duration.ofSeconds(10)));
    bank = database.repository(PATH.toString());
    List<CommitId> lasts = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    String filler = "f".repeat(9_000);
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < 7 * round; i++) {
        bank.put(ACCOUNT, "single" + round + "-" + i, account(0).with(TEXT, filler));
      }
      String prefix = "group" + round + "-";
      receipts.add(
          bank.transaction(tx ->
              IntStream.range(0, 20)
                  .forEach(i -> tx.put(ACCOUNT, prefix + i, account(1).with(TEXT, filler)))));
    }
    bank.flush();
    receipts.forEach(receipt -> lasts.add(receipt.appended().join()));
    for (int round = 0; round < 12; round++) {
      CommitId last = lasts.get(round);
      int index = bundleOf(last);
      List<CommitId> members = engine().members(index);
      for (int i = 0; i < 20; i++) {
        CommitId head = at("group" + round + "-" + i).heads().getFirst();
        assertTrue(members.contains(head), "round " + round + " is split");
      }
    }
  }

  private int bundleOf(CommitId id) {
    return IntStream.range(0, engine().bundles())
        .filter(i -> engine().members(i).contains(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void bodyRunsAgainIfAnItemThatItReadChangedMeanwhile() {
    bank.put(ACCOUNT, "a", account(1));
    bank.put(ACCOUNT, "b", account(0));
    List<Long> seen = new ArrayList<>();
    bank.transaction(tx -> {
      long cents = tx.get(at("a")).get(CENTS);
      seen.add(cents);
      if (seen.size() < 3) {
        CompletableFuture.runAsync(() -> at("a").set(CENTS, cents + 1)).join();
      }
      tx.set(at("b"), CENTS, cents);
    });
    assertEquals(List.of(1L, 2L, 3L), seen);
    assertEquals(3L, at("b").get(CENTS));
  }

  @Test
  void transfersFromManyThreadsKeepTheSum() {
    int accounts = 10;
    bank.transaction(
        tx -> IntStream.range(0, accounts).forEach(i -> tx.put(ACCOUNT, "k" + i, account(100))));
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      Random random = new Random(thread);
      threads.add(
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 150; i++) {
              transfer(random.nextInt(accounts), random.nextInt(accounts), random.nextInt(20));
            }
          }));
    }
    threads.forEach(CompletableFuture::join);
    bank.flush();
    assertEquals(100L * accounts, sum(accounts));
    database.close();
    open();
    assertEquals(100L * accounts, sum(accounts));
  }

  private void transfer(int from, int to, long cents) {
    bank.transaction(tx -> {
      tx.update(at("k" + from), a -> a.with(CENTS, a.get(CENTS) - cents));
      tx.update(at("k" + to), a -> a.with(CENTS, a.get(CENTS) + cents));
    });
  }

  private long sum(int accounts) {
    return IntStream.range(0, accounts).mapToLong(i -> at("k" + i).get(CENTS)).sum();
  }

  @Test
  void editThatWaitsBehindATransactionDoesNotJoinIt() {
    bank.put(ACCOUNT, "a", account(1));
    bank.flush();
    CountDownLatch go = new CountDownLatch(1);
    engine()
        .between(() -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Receipt group = bank.transaction(tx -> tx.set(at("a"), CENTS, 2L));
    Receipt single = at("a").set(OWNER, "ann");
    go.countDown();
    CommitId first = group.appended().join();
    CommitId second = single.appended().join();
    assertFalse(first.equals(second));
    assertEquals(List.of(first), bank.commit(second).orElseThrow().parents());
  }

  @Test
  void allItsItemsAreToldOfInOneBatch() {
    bank.put(ACCOUNT, "a", account(1));
    bank.put(ACCOUNT, "b", account(1));
    bank.flush();
    try (var query = bank.query(ACCOUNT).sortBy(a -> a.get(CENTS)).open()) {
      List<Integer> sizes = new ArrayList<>();
      CountDownLatch told = new CountDownLatch(2);
      query.onChange(changes -> {
        synchronized (sizes) {
          sizes.add(changes.size());
        }
        told.countDown();
      });
      bank.transaction(
              tx -> {
                tx.set(at("a"), OWNER, "ann");
                tx.set(at("b"), OWNER, "bob");
              })
          .appended()
          .join();
      try {
        told.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (sizes) {
        assertEquals(List.of(2, 2), sizes, "what was there, then both changes together");
      }
    }
  }
}
