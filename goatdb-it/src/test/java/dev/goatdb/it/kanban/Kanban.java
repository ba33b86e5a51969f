package dev.goatdb.it.kanban;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.OrderStamp;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A board of cards in columns. Where a card stands is a value of the card itself: moving one
/// writes one item, and two people who drop cards at the same place never collide.
public final class Kanban implements AutoCloseable {

  enum Column {
    TODO,
    DOING,
    DONE
  }

  record Card(String title, Column column, OrderStamp order) {
    Card to(Column column, OrderStamp order) {
      return new Card(title, column, order);
    }
  }

  static final Schema<Card> CARD = Schema.of(Card.class, "card", 1);
  static final Field<Card, String> TITLE = CARD.field(Card::title);

  private final Repository cards;
  private final Query<Card> board;
  private final Map<Column, Query<Card>> columns = new EnumMap<>(Column.class);

  Kanban(GoatDb db) {
    cards = db.repository("/data/board");
    board = cards.query(CARD).sortBy(Card::order).open();
    for (Column column : Column.values()) {
      columns.put(column, board.chain().where(card -> card.column() == column).open());
    }
  }

  List<Query.Row<Card>> in(Column column) {
    return columns.get(column).results();
  }

  /// Adds a card at the end of a column.
  Item<Card> add(Column column, String title) {
    return cards.create(CARD, new Card(title, column, stampAt(column, in(column).size())));
  }

  /// Puts a card at a place of a column.
  void move(Item<Card> card, Column column, int index) {
    OrderStamp order = stampAt(column, index);
    card.update(before -> before.to(column, order));
  }

  private OrderStamp stampAt(Column column, int index) {
    List<Query.Row<Card>> there = in(column);
    OrderStamp low = index == 0 ? OrderStamp.FIRST : there.get(index - 1).value().order();
    OrderStamp high = index == there.size() ? OrderStamp.LAST : there.get(index).value().order();
    return OrderStamp.between(low, high);
  }

  /// Makes one card of two: both of it, or nothing.
  void join(Item<Card> card, Item<Card> other) {
    cards
        .transaction(tx -> {
          tx.set(card, TITLE, tx.get(card).title() + " and " + tx.get(other).title());
          tx.delete(other);
        })
        .appended()
        .join();
  }

  @Override
  public void close() {
    board.close();
  }

  /// @param args a directory
  public static void main(String[] args) {
    try (GoatDb db = GoatDb.open(Path.of(args[0]));
        Kanban kanban = new Kanban(db)) {
      Item<Card> design = kanban.add(Column.TODO, "Design");
      Item<Card> build = kanban.add(Column.TODO, "Build");
      kanban.move(build, Column.DOING, 0);
      kanban.join(design, build);
      System.out.println(design.get().title() + " is " + design.get().column());
    }
  }
}
