package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.repository.Admitted;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.trust.Verifier;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.storage.StorageObserver;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Edits that once lost something, or ended more than themselves.
@Timeout(60)
class EditRegressionTest {

  private static final RepositoryPath PATH = RepositoryPath.parse("/data/todo");
  private static final URI HERE = URI.create("mem:here");
  private static final URI THERE = URI.create("mem:there");
  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Field<Document, Long> COUNT = Field.of("count", FieldType.INT64).orElse(0L);
  private static final Field<Document, Value> ANY = Field.of("any", FieldType.ANY);
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE, COUNT, ANY);

  private final MemoryStorageProvider storage = new MemoryStorageProvider();
  private Database database;
  private Repository todo;

  @BeforeEach
  void open() {
    database = open(HERE);
    todo = database.repository(PATH.toString());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Database open(URI location) {
    return Database.open(location, GoatDbConfig.DEFAULT.trusted(true).plugin(storage));
  }

  private void reopen() {
    database.close();
    open();
  }

  private static Document task(String title) {
    return Document.of(TASK).with(TITLE, title);
  }

  @Test
  void whatArrivesWhileAnEditIsMadeIsNotTakenBackByIt() throws IOException {
    Item<Document> item = todo.put(TASK, "k", task("old"));
    database.close();
    storage.restore(THERE, storage.snapshot(HERE));
    open();
    Item<Document> here = todo.item(TASK, "k");
    try (Database other = open(THERE)) {
      CommitId theirs =
          other.repository(PATH.toString()).item(TASK, "k").set(TITLE, "theirs").appended().join();
      here.update(before -> {
        deliver(other, database);
        until(() -> here.heads().equals(List.of(theirs)));
        return before.with(COUNT, 1L);
      });
      here.receipt().appended().join();
    }
    assertEquals("theirs", here.get(TITLE));
    assertEquals(1L, here.get(COUNT));
    assertEquals(1, here.heads().size(), "it was made again, on top of what arrived");
  }

  private static void until(Supplier<Boolean> condition) {
    while (!condition.get()) {
      Thread.onSpinWait();
    }
  }

  /// Hands the newest bundle of one database to another.
  private static CompletableFuture<Admitted> deliver(Database from, Database to) {
    CompletableFuture<Admitted> admitted = new CompletableFuture<>();
    try {
      RepositoryEngine source = from.engine(PATH);
      Verifier verifier = new Verifier(from.databaseId(), true, id -> Optional.empty());
      var sent = source.read(source.bundles() - 1, false).orElseThrow();
      if (verifier.verify(sent, PATH) instanceof Verifier.Outcome.Verified genuine) {
        to.engine(PATH).receive(genuine.bundle(), genuine.commits(), admitted::complete);
      }
    } catch (IOException e) {
      admitted.completeExceptionally(e);
    }
    return admitted;
  }

  @Test
  void aKeyMustBeWellFormed() {
    assertThrows(IllegalArgumentException.class, () -> todo.put(TASK, "a\ud800", task("x")));
    assertThrows(IllegalArgumentException.class, () -> todo.put(TASK, "\udc00", task("x")));
    assertThrows(IllegalArgumentException.class, () -> todo.put(TASK, "", task("x")));
    assertThrows(IllegalArgumentException.class, () -> todo.put(TASK, "k".repeat(256), task("x")));
    todo.put(TASK, "\ud83d\udc10".repeat(127), task("goats"));
    assertEquals(1, todo.count());
  }

  @Test
  void aValueNestedTooDeepIsRefusedAtTheCallAndHarmsNothing() {
    Value deep = new Value.Int64(1);
    for (int i = 0; i < 65; i++) {
      deep = new Value.ListOf(List.of(deep));
    }
    Document tooDeep = task("deep").with(ANY, deep);
    GoatDbException.Refused refused =
        assertThrows(GoatDbException.Refused.class, () -> todo.put(TASK, "deep", tooDeep));
    assertEquals(Refusal.Reason.LIMIT, refused.refusal().reason());
    todo.put(TASK, "flat", task("flat")).receipt().appended().join();
    assertEquals(List.of("flat"), todo.keys());
  }

  @Test
  void aValueAsDeepAsAllowedIsKept() {
    Value deep = new Value.Int64(1);
    for (int i = 0; i < 64; i++) {
      deep = new Value.ListOf(List.of(deep));
    }
    todo.put(TASK, "deep", task("deep").with(ANY, deep)).receipt().appended().join();
    reopen();
    assertEquals(deep, todo.item(TASK, "deep").get(ANY));
  }

  @Test
  void aCommitThatNoFrameCanCarryIsRefusedAtTheCall() {
    Item<Document> item = todo.put(TASK, "k", task("small"));
    GoatDbException.Refused refused =
        assertThrows(
            GoatDbException.Refused.class, () -> item.set(TITLE, "\u5c71".repeat(3 << 20)));
    assertEquals(Refusal.Reason.LIMIT, refused.refusal().reason());
    assertEquals("small", item.get(TITLE));
    item.set(TITLE, "x".repeat(6 << 20)).appended().join();
    reopen();
    assertEquals(6 << 20, todo.item(TASK, "k").get(TITLE).length());
  }

  @Test
  void parentsOfACommitAreDistinctAndNotTooMany() {
    Item<Document> item = todo.put(TASK, "k", task("root"));
    CommitId root = item.receipt().appended().join();
    assertThrows(
        IllegalArgumentException.class,
        () -> item.commitOn(List.of(root, root), v -> Optional.of(task("twice"))));
    for (int i = 0; i < 17; i++) {
      String title = "fork " + i;
      item.commitOn(List.of(root), v -> Optional.of(task(title))).appended().join();
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> item.commitOn(item.heads(), v -> Optional.of(task("all"))));
    List<CommitId> heads = item.heads();
    reopen();
    assertEquals(heads, todo.item(TASK, "k").heads());
  }

  @Test
  void anUpdateCannotCommitTheSameItemFromInside() {
    Item<Document> item = todo.put(TASK, "k", task("root"));
    CommitId root = item.receipt().appended().join();
    assertThrows(
        IllegalStateException.class,
        () ->
            item.update(before -> {
              item.commitOn(List.of(root), v -> Optional.of(task("inner")));
              return before.with(COUNT, 7L);
            }));
    assertThrows(
        IllegalStateException.class,
        () ->
            item.commitOn(
                List.of(root),
                v -> {
                  item.set(COUNT, 3L);
                  return Optional.of(task("outer"));
                }));
    assertEquals("root", item.get(TITLE));
    assertTrue(item.set(COUNT, 1L).appended().join() != null);
  }

  @Test
  void whatAFullDiskCouldNotTakeIsNotAcknowledged() {
    todo.put(TASK, "k", task("old"));
    database.close();
    storage.restore(THERE, storage.snapshot(HERE));
    open();
    try (Database other = open(THERE)) {
      other.repository(PATH.toString()).item(TASK, "k").set(TITLE, "new").appended().join();
      storage.observe(
          HERE,
          call -> {
            if (call == StorageObserver.Call.APPEND) {
              throw new IOException("disk full");
            }
          });
      assertEquals(new Admitted(0, 1, List.of(), List.of()), deliver(other, database).join());
      storage.observe(HERE, call -> {});
      assertEquals(new Admitted(1, 0, List.of(), List.of()), deliver(other, database).join());
      assertEquals("new", todo.item(TASK, "k").get(TITLE));
    }
  }
}
