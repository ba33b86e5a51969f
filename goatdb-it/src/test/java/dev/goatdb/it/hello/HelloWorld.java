package dev.goatdb.it.hello;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Schema;
import java.nio.file.Path;

/// Writes one item and reads it.
public final class HelloWorld {

  record Greeting(String text) {}

  static final Schema<Greeting> GREETING = Schema.of(Greeting.class, "greeting", 1);

  private HelloWorld() {}

  /// @param args the directory
  public static void main(String[] args) {
    try (GoatDb db = GoatDb.open(Path.of(args[0]))) {
      Item<Greeting> hello =
          db.repository("/data/demo").put(GREETING, "hello", new Greeting("Hello, world"));
      System.out.println(hello.get().text());
    }
  }
}
