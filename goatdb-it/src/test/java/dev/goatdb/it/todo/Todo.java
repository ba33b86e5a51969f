package dev.goatdb.it.todo;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A to-do list: a record as schema, a live query that prints what changes.
public final class Todo {

  record Task(String title, boolean done, Set<String> tags) {
    Task withTitle(String title) {
      return new Task(title, done, tags);
    }
  }

  static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);
  static final Field<Task, Boolean> DONE = TASK.field(Task::done);
  static final Field<Task, Set<String>> TAGS = TASK.field(Task::tags);

  private Todo() {}

  /// @param args the directory
  public static void main(String[] args) {
    try (GoatDb db = GoatDb.open(Path.of(args[0]))) {
      Repository todo = db.repository("/data/todo");
      try (Query<Task> open =
          todo.query(TASK).where(t -> !t.done()).sortBy(Task::title).limit(50).open()) {
        open.onChange(Todo::print); // first call: what is there now; then every change, once
        todo.put(TASK, "bread", new Task("Bake bread", false, Set.of("home")));
        Item<Task> milk = todo.create(TASK, new Task("Buy milk", false, Set.of()));
        milk.update(t -> t.withTitle("Buy oat milk"));
        milk.set(TAGS, Set.of("shop"));
        milk.set(DONE, true).durable().join(); // wait only where it matters
        System.out.println("left: " + todo.query(TASK).where(t -> !t.done()).count());
      }
    }
  }

  static void print(List<Change<Task>> changes) {
    for (Change<Task> change : changes) {
      System.out.println(
          switch (change) {
            case Change.Added(var row, int at) -> at + " + " + row.value().title();
            case Change.Removed(var row, int at) -> at + " - " + row.value().title();
            case Change.Moved(var row, int from, int to) ->
                from + " > " + to + " " + row.value().title();
            case Change.Updated(var row, int at, var update) -> at + " ~ " + update.fields();
          });
    }
  }
}
