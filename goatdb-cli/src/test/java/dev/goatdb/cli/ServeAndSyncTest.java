package dev.goatdb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` and `sync` over a real WebSocket, in one process.
class ServeAndSyncTest {

  private static final String SCHEMA =
      "{\"namespace\":\"note\",\"version\":1,\"fields\":{\"title\":{\"type\":\"string\"}}}";

  @TempDir Path directory;

  @Test
  void whatOnePeerLoadsTheOtherGets() throws Exception {
    load("ann", "{\"id\":\"a\",\"title\":\"from Ann\"}");
    load("bob", "{\"id\":\"b\",\"title\":\"from Bob\"}");
    serving(
        address -> {
          for (String name : new String[] {"ann", "bob", "ann"}) {
            Run run = Run.of("sync", "--db", db(name), address, "/data/notes", "--json");
            assertEquals(0, run.code(), run.err());
            assertEquals("[]", run.json().path("refused").toString());
          }
        },
        "--allow",
        "/data/*");
    String expected = "a\t{\"title\":\"from Ann\"}\nb\t{\"title\":\"from Bob\"}\n";
    for (String name : new String[] {"ann", "bob", "server"}) {
      assertEquals(expected, Run.of("list", "--db", db(name), "/data/notes").out(), name);
      assertEquals(0, Run.of("verify", "--db", db(name)).code(), name);
    }
  }

  @Test
  void aMistypedPathIsSaid() throws Exception {
    load("ann", "{\"id\":\"a\",\"title\":\"from Ann\"}");
    serving(
        address ->
            Failing.assertFails(
                1,
                "nothing is in /data/nots at either side",
                Run.of("sync", "--db", db("ann"), address, "/data/notes", "/data/nots")),
        "--allow",
        "/data/*");
    assertTrue(Run.of("list", "--db", db("server"), "/data/notes").out().contains("from Ann"));
  }

  @Test
  void aServerThatAllowsNothingStaysAsItIs() throws Exception {
    load("ann", "{\"id\":\"a\",\"title\":\"from Ann\"}");
    serving(address -> {
      Run run = Run.of("sync", "--db", db("ann"), address, "/data/notes");
      Failing.assertFails(3, "/data/notes is not served by", run);
    });
    Run run = Run.of("list", "--db", db("server"), "/data/notes");
    assertTrue(run.code() == 1 || run.out().isEmpty(), run.out());
  }

  private String db(String name) {
    return directory.resolve(name).toString();
  }

  private void load(String name, String line) throws IOException {
    Path schema = Files.writeString(directory.resolve("note.json"), SCHEMA);
    Path lines = Files.writeString(directory.resolve(name + ".jsonl"), line);
    Run run =
        Run.of(
            "load",
            "--db",
            db(name),
            "/data/notes",
            lines.toString(),
            "--schema",
            schema.toString());
    assertEquals(0, run.code(), run.err());
  }

  /// Runs `serve` beside a body, which gets the address that it printed, and stops it as a signal
  /// would.
  private void serving(Consumer<String> body, String... options) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    PipedWriter out = new PipedWriter();
    StringWriter err = new StringWriter();
    try (BufferedReader lines = new BufferedReader(new PipedReader(out))) {
      CompletableFuture<Integer> ended = new CompletableFuture<>();
      Terminal terminal =
          new Terminal(
              new PrintWriter(out), new PrintWriter(err), false, System::nanoTime, stop::await);
      String[] arguments = new String[5 + options.length];
      System.arraycopy(
          new String[] {"serve", "--db", db("server"), "--listen", "ws://localhost:0"},
          0,
          arguments,
          0,
          5);
      System.arraycopy(options, 0, arguments, 5, options.length);
      Thread.ofVirtual()
          .start(() -> {
            ended.complete(Main.run(terminal, arguments));
            terminal.out().close();
          });
      String address = lines.readLine();
      assertTrue(address != null && address.matches("ws://.*#[0-9a-f]{64}"), address + err);
      try {
        body.accept(address);
      } finally {
        stop.countDown();
      }
      assertEquals(0, ended.get(30, TimeUnit.SECONDS), err.toString());
    }
  }
}
