package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every way to edit, from several threads at once, on few items, while forks come and go and the
/// repository is closed whenever it can be: every counted edit counts, exactly once.
@Timeout(120)
class EditStressTest {

  private static final int THREADS = 5;
  private static final int ITEMS = 4;
  private static final int EDITS = Integer.getInteger("goatdb.stress.edits", 250);
  private static final RepositoryPath PATH = RepositoryPath.parse("/data/counts");
  private static final Field<Document, Long> COUNT =
      Field.of("count", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Field<Document, String> TEXT =
      Field.of("text", FieldType.TEXT).strategy(StrategyId.TEXT).orElse("");
  private static final Schema<Document> TALLY = Schema.of("tally", 1, COUNT, TEXT);

  private final RealWorld world = new RealWorld();
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong tokens = new AtomicLong();

  private Database open() {
    return world.open("here", GoatDbConfig.DEFAULT.trusted(true));
  }

  @Test
  void everyEditCountsOnceWhateverComesInBetween() {
    long seed = Long.getLong("goatdb.seed", 20_261_123L);
    Database database = open();
    Repository counts = database.repository(PATH.toString());
    counts.transaction(
        tx -> IntStream.range(0, ITEMS).forEach(i -> tx.put(TALLY, "k" + i, Document.of(TALLY))));
    List<CompletableFuture<List<Receipt>>> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seed + thread);
      threads.add(CompletableFuture.supplyAsync(() -> edits(counts, random)));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      database.engine(PATH).retire();
      Thread.onSpinWait();
    }
    threads.forEach(thread -> thread.join().forEach(receipt -> receipt.appended().join()));
    String hint = "seed " + seed;
    assertEquals(counted.get(), sum(counts), hint);
    assertEquals(List.of(), missing(counts), hint);
    database.close();
    try (Database again = open()) {
      Repository reopened = again.repository(PATH.toString());
      assertEquals(counted.get(), sum(reopened), hint);
      assertEquals(List.of(), missing(reopened), hint);
      assertEquals(List.of(), again.verify(progress -> {}).findings(), hint);
    }
    assertTrue(counted.get() > EDITS, hint);
  }

  private static Item<Document> item(Repository counts, int index) {
    return counts.item(TALLY, "k" + index);
  }

  private static long sum(Repository counts) {
    return IntStream.range(0, ITEMS).mapToLong(i -> item(counts, i).get(COUNT)).sum();
  }

  private List<String> missing(Repository counts) {
    StringBuilder all = new StringBuilder();
    IntStream.range(0, ITEMS).forEach(i -> all.append(item(counts, i).get(TEXT)));
    return LongStream.rangeClosed(1, tokens.get())
        .mapToObj(i -> "[" + i + "]")
        .filter(token -> all.indexOf(token) < 0)
        .toList();
  }

  private List<Receipt> edits(Repository counts, Random random) {
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      Item<Document> item = item(counts, random.nextInt(ITEMS));
      Item<Document> other = item(counts, random.nextInt(ITEMS));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> receipts.add(increment(item));
        case 3, 4 -> receipts.add(transfer(counts, item, other));
        case 5, 6 -> {
          String token = "[" + tokens.incrementAndGet() + "]";
          receipts.add(item.replace(TEXT, 0, 0, token));
        }
        case 7 -> fork(item, random).ifPresent(receipts::add);
        case 8 -> receipts.add(item.settle());
        default -> item.receipt().durable().join();
      }
    }
    return receipts;
  }

  private Receipt increment(Item<Document> item) {
    counted.incrementAndGet();
    return item.update(before -> before.with(COUNT, before.get(COUNT) + 1));
  }

  private Receipt transfer(Repository counts, Item<Document> item, Item<Document> other) {
    counted.addAndGet(2);
    return counts.transaction(tx -> {
      tx.update(item, before -> before.with(COUNT, before.get(COUNT) + 5));
      tx.update(other, before -> before.with(COUNT, before.get(COUNT) - 3));
    });
  }

  /// One more on top of a single head, as a peer would make it.
  private Optional<Receipt> fork(Item<Document> item, Random random) {
    List<CommitId> heads = item.heads();
    if (heads.isEmpty() || heads.size() > 8) {
      return Optional.empty();
    }
    CommitId parent = heads.get(random.nextInt(heads.size()));
    counted.incrementAndGet();
    return Optional.of(
        item.commitOn(
            List.of(parent),
            before -> before.map(value -> value.with(COUNT, value.get(COUNT) + 1))));
  }
}
