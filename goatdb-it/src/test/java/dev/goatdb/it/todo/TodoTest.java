package dev.goatdb.it.todo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.it.Output;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TodoTest {

  @Test
  void keepsWhatWasDoneAndWhatIsLeft(@TempDir Path directory) {
    String printed = Output.of(() -> Todo.main(new String[] {directory.toString()}));
    assertTrue(printed.contains("left: 1"), printed);
    try (GoatDb db = GoatDb.open(directory)) {
      Set<Todo.Task> tasks =
          db.repository("/data/todo").query(Todo.TASK).list().stream()
              .map(row -> row.value())
              .collect(Collectors.toSet());
      assertEquals(
          Set.of(
              new Todo.Task("Bake bread", false, Set.of("home")),
              new Todo.Task("Buy oat milk", true, Set.of("shop"))),
          tasks);
    }
  }
}
