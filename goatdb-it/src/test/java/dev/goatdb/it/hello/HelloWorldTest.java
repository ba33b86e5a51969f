package dev.goatdb.it.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.GoatDb;
import dev.goatdb.it.Output;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloWorldTest {

  @Test
  void greetsAndKeepsTheGreeting(@TempDir Path directory) {
    String printed = Output.of(() -> HelloWorld.main(new String[] {directory.toString()}));
    assertEquals("Hello, world", printed.strip());
    try (GoatDb db = GoatDb.open(directory)) {
      assertEquals(
          "Hello, world",
          db.repository("/data/demo").item(HelloWorld.GREETING, "hello").get().text());
    }
  }
}
