package sample.closed;

import dev.goatdb.api.schema.Schema;
import java.lang.invoke.MethodHandles;

/// What an application in a module of its own would hold; loaded as such by `ClosedModuleTest`.
public final class Closed {

  private Closed() {}

  public record Task(String title, boolean done) {}

  public static Schema<Task> withoutLookup() {
    return Schema.of(Task.class, "task", 1);
  }

  public static Schema<Task> withLookup() {
    return Schema.builder(Task.class, "task", 1).lookup(MethodHandles.lookup()).build();
  }

  public static String roundTrip(Schema<Task> schema) {
    return schema.toDocument(new Task("milk", true)).as(schema).orElseThrow().toString();
  }

  public static String nameOfToken(Schema<Task> schema) {
    return schema.field(Task::done).name();
  }

  public static String nameOfLambda(Schema<Task> schema) {
    return schema.field(task -> task.done()).name();
  }
}
