package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.core.merge.Merger;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Items that many people edited at once.
@Timeout(60)
class ManyHeadsTest {

  private static final int MAX_PARENTS = 16;
  private static final Field<Document, Long> COUNT =
      Field.of("count", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Schema<Document> TASK = Schema.of("task", 1, COUNT);

  private final MemoryStorageProvider storage = new MemoryStorageProvider();
  private Database database;
  private Repository todo;

  @BeforeEach
  void open() {
    GoatDbConfig config = GoatDbConfig.DEFAULT.trusted(true).plugin(storage).schemas(TASK);
    database = Database.open(URI.create("mem:here"), config);
    todo = database.repository("/data/todo");
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// An item that was counted up so many times at once.
  private Item<Document> forked(int heads) {
    Item<Document> item = todo.put(TASK, "k", Document.of(TASK).with(COUNT, 1L));
    CommitId root = item.receipt().appended().join();
    for (int i = 0; i < heads; i++) {
      item.commitOn(List.of(root), before -> before.map(d -> d.with(COUNT, d.get(COUNT) + 1)))
          .appended()
          .join();
    }
    assertEquals(heads, item.heads().size());
    return item;
  }

  private void requireFewParents(Item<Document> item) {
    for (Commit commit : item.history().toList()) {
      assertTrue(commit.parents().size() <= MAX_PARENTS, commit::toString);
    }
  }

  @Test
  void anEditOnMoreThanSixteenHeadsClosesSomeOfThemFirst() {
    Item<Document> item = forked(40);
    item.set(COUNT, item.get(COUNT) + 100).appended().join();
    assertEquals(141L, item.get(COUNT));
    assertEquals(1, item.heads().size());
    requireFewParents(item);
  }

  @Test
  void settlingClosesAForkAndChangesNoValue() {
    Item<Document> item = forked(3);
    Document before = item.get();
    item.settle().appended().join();
    assertEquals(before, item.get());
    assertEquals(1, item.heads().size());
    long commits = item.history().count();
    item.settle();
    database.flush();
    assertEquals(commits, item.history().count(), "there is nothing to settle any more");
  }

  @Test
  void moreHeadsThanAreMergedHaveNoValueUntilTheyAreSettled() {
    Item<Document> item = forked(Merger.MAX_HEADS + 1);
    GoatDbException.Refused refused = assertThrows(GoatDbException.Refused.class, item::get);
    assertEquals(Refusal.Reason.LIMIT, refused.refusal().reason());
    assertTrue(refused.refusal().toString().contains("settle()"), refused::toString);
    item.settle().appended().join();
    assertEquals(Merger.MAX_HEADS + 2, item.get(COUNT));
    assertEquals(1, item.heads().size());
    requireFewParents(item);
  }
}
