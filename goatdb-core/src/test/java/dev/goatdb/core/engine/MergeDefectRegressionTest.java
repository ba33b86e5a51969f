package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What other databases of this kind got wrong about merges, deltas and rich text.
@Timeout(60)
class MergeDefectRegressionTest {

  private static final String PATH = "/data/todo";
  private static final URI HERE = URI.create("mem:here");
  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Field<Document, Long> COUNT =
      Field.of("count", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Field<Document, Set<String>> TAGS =
      Field.of("tags", FieldType.setOf(FieldType.TEXT)).orElse(Set.of());
  private static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT).orElse("");
  private static final Field<Document, RichText> PAGE =
      Field.of("page", FieldType.RICH_TEXT).orElse(RichText.of(""));
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE, COUNT, TAGS, BODY, PAGE);
  private static final Field<Document, Long> VISITS =
      Field.of("visits", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  private static final Schema<Document> LATER =
      Schema.builder("task", 2, TITLE, VISITS, TAGS, BODY, PAGE)
          .upgrade(TASK, old -> old.with(VISITS, old.get(COUNT)))
          .build();

  private final MemoryStorageProvider storage = new MemoryStorageProvider();
  private Database database;
  private Repository todo;

  @BeforeEach
  void open() {
    GoatDbConfig config = GoatDbConfig.DEFAULT.trusted(true).plugin(storage).schemas(LATER);
    database = Database.open(HERE, config);
    todo = database.repository(PATH);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void reopen() {
    database.close();
    open();
  }

  private Item<Document> item() {
    return todo.item(TASK, "k");
  }

  private CommitId put(Document document) {
    return todo.put(TASK, "k", document).receipt().appended().join();
  }

  /// Commits on chosen parents, as peers do that did not hear of each other.
  private CommitId tagged(String tag, CommitId... parents) {
    return item()
        .commitOn(
            List.of(parents),
            before ->
                before.map(document -> {
                  Set<String> tags = new HashSet<>(document.get(TAGS));
                  tags.add(tag);
                  return document.with(TAGS, tags).with(COUNT, document.get(COUNT) + 1);
                }))
        .appended()
        .join();
  }

  @Test
  void aThirdBranchOffARootTakesPart() {
    CommitId root = put(Document.of(TASK));
    List.of("a", "b", "c").forEach(tag -> tagged(tag, root));
    assertEquals(Set.of("a", "b", "c"), item().get(TAGS));
    assertEquals(3L, item().get(COUNT));
    assertEquals(3, item().heads().size());
  }

  @Test
  void siblingHeadsOfOneAuthorAllTakePart() {
    CommitId root = put(Document.of(TASK));
    CommitId first = tagged("a", root);
    tagged("b", first);
    tagged("c", first);
    assertEquals(Set.of("a", "b", "c"), item().get(TAGS));
  }

  @Test
  void everyParentOfACommitTookPartInItsContent() {
    CommitId root = put(Document.of(TASK));
    List.of("a", "b", "c").forEach(tag -> tagged(tag, root));
    item().set(TITLE, "all").appended().join();
    Commit last = todo.commit(item().heads().getFirst()).orElseThrow();
    assertEquals(3, last.parents().size());
    assertEquals(Set.of("a", "b", "c"), item().get(TAGS));
    for (CommitId parent : last.parents()) {
      Set<String> tags = item().at(parent).orElseThrow().get(TAGS);
      assertTrue(item().get(TAGS).containsAll(tags), () -> "dropped " + tags);
    }
  }

  @Test
  void theBaseIsTheLowestCommonAncestorAlsoForUnevenHeads() {
    CommitId root = put(Document.of(TASK));
    CommitId shared = tagged("shared", root);
    CommitId end = shared;
    for (int i = 0; i < 20; i++) {
      end = tagged("long" + i, end);
    }
    tagged("short", shared);
    assertEquals(22L, item().get(COUNT), "the shared increment counts once");
    assertEquals(22, item().get(TAGS).size());
  }

  @Test
  void headsAreMergedWhenTheItemIsReadAlsoAfterItWasOpenedAloneAndNothingIsCommitted() {
    CommitId root = put(Document.of(TASK));
    List.of("a", "b").forEach(tag -> tagged(tag, root));
    Document before = item().get();
    database.flush();
    reopen();
    assertEquals(before, item().get());
    assertEquals(before, item().get(), "and stays as it is");
    assertEquals(2, item().heads().size(), "nobody elected anybody to merge");
    assertEquals(3, item().history().count());
  }

  @Test
  void anEditThatMeetsAForkIsCommittedAndSoAreTheNext() {
    CommitId root = put(Document.of(TASK));
    List.of("a", "b").forEach(tag -> tagged(tag, root));
    item().set(TITLE, "one").appended().join();
    tagged("late", root);
    item().set(TITLE, "two").appended().join();
    item().set(TITLE, "three").appended().join();
    database.flush();
    reopen();
    assertEquals("three", item().get(TITLE));
    assertEquals(Set.of("a", "b", "late"), item().get(TAGS));
  }

  @Test
  void theFirstWriteAfterAnUpgradeStays() {
    put(Document.of(TASK).with(COUNT, 7L).with(BODY, "text ".repeat(400)));
    database.flush();
    reopen();
    Item<Document> later = todo.item(LATER, "k");
    assertEquals(7L, later.get(VISITS));
    CommitId first = later.set(TITLE, "new").appended().join();
    CommitId second = later.set(VISITS, 8L).appended().join();
    database.flush();
    reopen();
    Item<Document> again = todo.item(LATER, "k");
    assertEquals(List.of(second), again.heads());
    assertEquals("new", again.get(TITLE));
    assertEquals(8L, again.get(VISITS));
    assertEquals(7L, again.at(first).orElseThrow().get(VISITS));
  }

  @Test
  void aLoneWritersRichTextStaysAsItWasWritten() {
    put(Document.of(TASK));
    RichText page = RichText.of("one\ntwo");
    List<RichText> written = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      page =
          page.replace("b0", 0, 0, i + " ")
              .mark("b1", 0, 3, "bold", Value.of(i % 2 == 0))
              .insertBlock(1, new RichText.Block("n" + i, "p", "new " + i, List.of()));
      item().set(PAGE, page).appended().join();
      written.add(item().get(PAGE));
      assertEquals(page, written.getLast());
    }
    database.flush();
    reopen();
    assertEquals(page, item().get(PAGE));
  }

  @Test
  void richTextMergesToTheSameWhoeverMerges() {
    CommitId root = put(Document.of(TASK).with(PAGE, RichText.of("the goat")));
    List<CommitId> heads = new ArrayList<>();
    for (String word : List.of("old ", "grey ", "small ")) {
      heads.add(
          item()
              .commitOn(
                  List.of(root),
                  before -> before.map(d -> d.with(PAGE, d.get(PAGE).replace("b0", 4, 4, word))))
              .appended()
              .join());
    }
    RichText merged = item().get(PAGE);
    assertEquals("the grey old small goat", merged.plainText());
    for (CommitId pair : heads) {
      List<CommitId> others = heads.stream().filter(head -> !head.equals(pair)).toList();
      CommitId closed = item().commitOn(others, before -> before).appended().join();
      assertTrue(item().at(closed).isPresent());
    }
    assertEquals(merged, item().get(PAGE), "whoever joined which of them first");
    item().settle().appended().join();
    assertEquals(merged, item().get(PAGE));
  }
}
