package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A listener that is slow costs bounded memory, and hears how things stand in the end.
@Timeout(60)
class SlowListenerTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE);

  private final RealWorld world = new RealWorld();

  private static Document task(String title) {
    return Document.of(TASK).with(TITLE, title);
  }

  @Test
  void whatAStuckListenerDoesNotHearIsBoundedAndTheLastIsHeard() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    List<String> heard = new ArrayList<>();
    Mailbox<String> mailbox =
        new Mailbox<>(tasks::add, (earlier, later) -> earlier + "…" + later, heard::add);
    for (int i = 0; i < 10_000; i++) {
      mailbox.post("" + i);
    }
    assertEquals(Mailbox.MAX_WAITING, tasks.size());
    tasks.remove().run();
    mailbox.post("more");
    assertEquals(Mailbox.MAX_WAITING, tasks.size());
    tasks.forEach(Runnable::run);
    assertEquals(Mailbox.MAX_WAITING + 1, heard.size());
    assertEquals("0", heard.getFirst());
    assertTrue(heard.get(Mailbox.MAX_WAITING - 1).startsWith("63…64…"));
    assertTrue(heard.get(Mailbox.MAX_WAITING - 1).endsWith("…9999"));
    assertEquals("more", heard.getLast());
  }

  @Test
  void anExecutorThatRefusesForALongTimeDoesNotDeafenTheListener() {
    boolean[] refuses = {true};
    List<Integer> heard = new ArrayList<>();
    SerialExecutor serial =
        new SerialExecutor(
            task -> {
              if (refuses[0]) {
                throw new java.util.concurrent.RejectedExecutionException("full");
              }
              task.run();
            },
            Runnable::run,
            e -> {});
    Mailbox<Integer> mailbox = new Mailbox<>(serial, (earlier, later) -> later, heard::add);
    for (int i = 0; i < 10 * Mailbox.MAX_WAITING; i++) {
      mailbox.post(i);
    }
    refuses[0] = false;
    mailbox.post(-1);
    assertEquals(List.of(-1), heard);
  }

  @Test
  void aListenerThatIsCalledAfterTheCloseHearsEveryChange() {
    Queue<Runnable> late = new ConcurrentLinkedQueue<>();
    List<String> heard = new ArrayList<>();
    GoatDbConfig config = GoatDbConfig.DEFAULT.listeners(late::add).memoryBudget(1 << 20);
    try (Database db = world.open("late", config)) {
      Item<Document> item = db.repository("/data/todo").put(TASK, "k", task("first"));
      item.receipt().appended().join();
      item.onChange(update ->
          heard.add(
              update.before().orElseThrow().get(TITLE).charAt(0)
                  + ">"
                  + update.after().orElseThrow().get(TITLE).charAt(0)));
      for (String mark : List.of("a", "b", "c")) {
        item.set(TITLE, mark.repeat(600_000)).appended().join();
      }
    }
    for (Runnable next = late.poll(); next != null; next = late.poll()) {
      next.run();
    }
    assertEquals(List.of("f>a", "a>b", "b>c"), heard);
  }
}
