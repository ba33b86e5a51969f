package dev.goatdb.it.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.it.Output;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {

  @TempDir Path directory;

  /// What somebody sees.
  private static final class Screen extends LinkedBlockingQueue<String> {
    private static final long serialVersionUID = 1L;

    void await(String line) throws InterruptedException {
      for (String next = take(this); !next.equals(line); next = take(this)) {
        // what was on the way to it
      }
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
      String next = queue.poll(30, TimeUnit.SECONDS);
      assertNotNull(next, "nothing more was shown");
      return next;
    }
  }

  @Test
  void everybodySeesWhoIsHereAndWhatTheySay() throws InterruptedException {
    Screen anns = new Screen();
    Screen bobs = new Screen();
    try (GoatDb server = GoatDb.open(directory.resolve("server"), Chat.CONFIG);
        Endpoint endpoint = server.listen(URI.create("ws://localhost:0"));
        Chat ann = new Chat("Ann", directory.resolve("ann"), endpoint.address(), anns::add)) {
      anns.await("here: Ann");
      try (Chat bob = new Chat("Bob", directory.resolve("bob"), endpoint.address(), bobs::add)) {
        anns.await("here: Ann, Bob");
        bobs.await("here: Ann, Bob");
        bob.typing();
        anns.await("here: Ann, Bob…");
        bob.say("Hello!");
        anns.await("Bob: Hello!");
        ann.say("Hello, Bob.");
        bobs.await("Ann: Hello, Bob.");
      }
      anns.await("here: Ann");
      assertEquals(2, server.repository("/chat/lobby").count());
      assertTrue(server.repository("/chat/lobby").query(Chat.HERE).list().isEmpty());
    }
  }

  @Test
  void mainRuns() {
    String printed = Output.of(() -> Chat.main(new String[] {directory.toString()}));
    assertTrue(printed.contains("here: "), printed);
  }
}
