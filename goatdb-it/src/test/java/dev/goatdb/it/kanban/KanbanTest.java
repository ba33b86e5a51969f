package dev.goatdb.it.kanban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.it.Output;
import dev.goatdb.it.kanban.Kanban.Card;
import dev.goatdb.it.kanban.Kanban.Column;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KanbanTest {

  @Test
  void cardsStandWhereTheyWereDroppedAlsoAfterReopening(@TempDir Path directory) {
    try (GoatDb db = GoatDb.open(directory);
        Kanban kanban = new Kanban(db)) {
      Item<Card> a = add(kanban, "a");
      Item<Card> b = add(kanban, "b");
      Item<Card> c = add(kanban, "c");
      kanban.move(c, Column.TODO, 0);
      settle(kanban, c);
      kanban.move(a, Column.DOING, 0);
      settle(kanban, a);
      kanban.move(b, Column.DOING, 0);
      settle(kanban, b);
      assertEquals(List.of("c"), titles(kanban, Column.TODO));
      assertEquals(List.of("b", "a"), titles(kanban, Column.DOING));
      kanban.join(b, c);
      settle(kanban, b);
      assertFalse(c.exists());
      assertEquals(List.of("b and c", "a"), titles(kanban, Column.DOING));
    }
    try (GoatDb db = GoatDb.open(directory);
        Kanban kanban = new Kanban(db)) {
      assertEquals(List.of(), titles(kanban, Column.TODO));
      assertEquals(List.of("b and c", "a"), titles(kanban, Column.DOING));
    }
  }

  private static Item<Card> add(Kanban kanban, String title) {
    Item<Card> card = kanban.add(Column.TODO, title);
    settle(kanban, card);
    return card;
  }

  /// A person sees the card at its place before he moves the next one.
  private static void settle(Kanban kanban, Item<Card> card) {
    card.receipt().appended().join();
    Card wanted = card.get();
    while (kanban.in(wanted.column()).stream().noneMatch(row -> row.value().equals(wanted))) {
      Thread.onSpinWait();
    }
  }

  private static List<String> titles(Kanban kanban, Column column) {
    return kanban.in(column).stream().map(row -> row.value().title()).toList();
  }

  @Test
  void mainRuns(@TempDir Path directory) {
    String printed = Output.of(() -> Kanban.main(new String[] {directory.toString()}));
    assertEquals("Design and Build is TODO", printed.strip());
  }
}
