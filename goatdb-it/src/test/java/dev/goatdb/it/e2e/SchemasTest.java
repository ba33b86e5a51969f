package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.ANY_PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.api.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Applications of different ages, and of different kinds, over the same data.
class SchemasTest {

  private static final String PATH = "/data/todo";

  record OldTask(String title, boolean done) {}

  record NewTask(String title, boolean done, Set<String> tags) {}

  record Strange(String whatever) {}

  private static final Schema<OldTask> OLD = Schema.of(OldTask.class, "task", 1);
  private static final Schema<NewTask> NEW =
      Schema.builder(NewTask.class, "task", 2)
          .upgrade(OLD, old -> new NewTask(old.title(), old.done(), Set.of("imported")))
          .build();
  private static final Schema<NewTask> NEW_WITHOUT_WAY =
      Schema.builder(NewTask.class, "task", 3).build();
  private static final Schema<Strange> STRANGE = Schema.of(Strange.class, "strange", 7);
  private static final Field<OldTask, Boolean> OLD_DONE = OLD.field(OldTask::done);
  private static final Field<NewTask, String> NEW_TITLE = NEW.field(NewTask::title);
  private static final GoatDbConfig OPEN =
      GoatDbConfig.DEFAULT.rule("/data/*", context -> Verdict.ALLOW);

  @TempDir Path directory;

  private void write(OldTask task) {
    try (GoatDb old = GoatDb.open(directory)) {
      old.repository(PATH).put(OLD, "milk", task);
    }
  }

  @Test
  void newApplicationReadsOldItemsUpgradedAndReadingWritesNothing() {
    write(new OldTask("Milk", true));
    try (GoatDb db = GoatDb.open(directory)) {
      Item<NewTask> milk = db.repository(PATH).item(NEW, "milk");
      assertEquals(new NewTask("Milk", true, Set.of("imported")), milk.get());
      assertEquals(OLD.id(), db.repository(PATH).item(Schema.UNTYPED, "milk").get().schema());
      assertEquals(1, milk.history().count());
      assertEquals(
          List.of("Milk"),
          db.repository(PATH).query(NEW).list().stream().map(r -> r.value().title()).toList());
    }
  }

  @Test
  void newApplicationWritesTheNewVersionWithWhatTheUpgradeGave() {
    write(new OldTask("Milk", true));
    try (GoatDb db = GoatDb.open(directory)) {
      db.repository(PATH).item(NEW, "milk").set(NEW_TITLE, "Oat milk");
      Document stored = db.repository(PATH).item(Schema.UNTYPED, "milk").get();
      assertEquals(NEW.id(), stored.schema());
      assertEquals(Value.of("Oat milk"), stored.values().get("title"));
      assertEquals(Value.of(Set.of(Value.of("imported"))), stored.values().get("tags"));
    }
  }

  @Test
  void oldApplicationReadsAndWritesItsFieldsAndKeepsTheOthers() {
    try (GoatDb db = GoatDb.open(directory)) {
      db.repository(PATH).put(NEW, "milk", new NewTask("Milk", false, Set.of("shop")));
    }
    try (GoatDb db = GoatDb.open(directory)) {
      Item<OldTask> milk = db.repository(PATH).item(OLD, "milk");
      assertEquals(new OldTask("Milk", false), milk.get());
      milk.set(OLD_DONE, true);
      assertEquals(new OldTask("Milk", true), milk.get());
      Document stored = db.repository(PATH).item(Schema.UNTYPED, "milk").get();
      assertEquals(NEW.id(), stored.schema());
    }
    try (GoatDb db = GoatDb.open(directory)) {
      assertEquals(
          new NewTask("Milk", true, Set.of("shop")), db.repository(PATH).item(NEW, "milk").get());
    }
  }

  @Test
  void withoutAWayFromTheOldVersionReadingSaysWhatToAdd() {
    write(new OldTask("Milk", true));
    try (GoatDb db = GoatDb.open(directory)) {
      Item<NewTask> milk = db.repository(PATH).item(NEW_WITHOUT_WAY, "milk");
      GoatDbException.Refused refused = assertThrows(GoatDbException.Refused.class, milk::get);
      assertEquals(Refusal.Reason.SCHEMA, refused.refusal().reason());
      assertTrue(refused.getMessage().contains("task/1"), refused::getMessage);
      assertTrue(refused.getMessage().contains("Add .upgrade(…)"), refused::getMessage);
      assertThrows(
          GoatDbException.Refused.class,
          () -> milk.update(task -> new NewTask("x", false, Set.of())));
      assertEquals(1, milk.history().count());
    }
  }

  @Test
  void serverWithoutTheSchemaStoresForwardsAndShowsIt() {
    try (GoatDb server = GoatDb.open(directory.resolve("server"), OPEN);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb ann = GoatDb.open(directory.resolve("ann"), OPEN.schemas(STRANGE));
        GoatDb bob = GoatDb.open(directory.resolve("bob"), OPEN.schemas(STRANGE));
        Peer annsLink = ann.connect(endpoint.address());
        Peer bobsLink = bob.connect(endpoint.address())) {
      Item<Strange> hers = ann.repository(PATH).put(STRANGE, "x", new Strange("secret of the app"));
      Item<Strange> his = bob.repository(PATH).item(STRANGE, "x");
      Soon.sync(annsLink);
      Soon.sync(bobsLink);
      assertEquals("secret of the app", his.get().whatever());
      assertEquals(hers.heads(), his.heads());
      Document seen = server.repository(PATH).item(Schema.UNTYPED, "x").get();
      assertEquals(STRANGE.id(), seen.schema());
      assertEquals(Map.of("whatever", Value.of("secret of the app")), seen.values());
    }
  }

  @Test
  void forkOfAnUnknownSchemaIsShownHeadByHeadAndNotMerged() {
    try (GoatDb db = GoatDb.open(directory)) {
      Item<Strange> item = db.repository(PATH).put(STRANGE, "x", new Strange("base"));
      var root = Soon.get(item.receipt().appended());
      for (String side : List.of("left", "right")) {
        Soon.get(
            item.commitOn(List.of(root), value -> value.map(v -> new Strange(side))).durable());
      }
    }
    try (GoatDb db = GoatDb.open(directory)) {
      Item<Document> item = db.repository(PATH).item(Schema.UNTYPED, "x");
      assertEquals(2, item.heads().size());
      GoatDbException.Refused refused = assertThrows(GoatDbException.Refused.class, item::get);
      assertEquals(Refusal.Reason.SCHEMA, refused.refusal().reason(), refused::getMessage);
      Set<Object> sides = new java.util.HashSet<>();
      item.heads().forEach(head -> sides.add(item.at(head).orElseThrow().values().get("whatever")));
      assertEquals(Set.of(Value.of("left"), Value.of("right")), sides);
    }
  }
}
