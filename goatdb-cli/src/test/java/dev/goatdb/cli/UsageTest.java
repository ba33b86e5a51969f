package dev.goatdb.cli;

import static dev.goatdb.cli.Failing.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line itself: help, wrong arguments, exit codes.
class UsageTest {

  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "serve",
          "sync",
          "load",
          "get",
          "list",
          "log",
          "show",
          "diff",
          "blame",
          "explain",
          "conflicts",
          "graph",
          "revert",
          "verify",
          "status",
          "sim",
          "replay");

  @TempDir Path directory;

  @Test
  void helpNamesEveryCommandAndExitCode() {
    Run run = Run.of("--help");
    assertEquals(0, run.code());
    for (String command : COMMANDS) {
      assertTrue(run.out().contains("\n  " + command + " "), command);
    }
    assertTrue(run.out().contains("\n  3 "), run.out());
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : COMMANDS) {
      Run run = Run.of(command, "--help");
      assertEquals(0, run.code(), command);
      assertTrue(run.out().startsWith("Usage: goatdb " + command), run.out());
      assertTrue(run.out().contains("--json"), command);
    }
  }

  @Test
  void refusesAnUnknownCommand() {
    assertFails(2, "frobnicate", Run.of("frobnicate"));
  }

  @Test
  void refusesAnAddressWithoutAHost() {
    String db = directory.resolve("none").toString();
    assertFails(2, "names no host", Run.of("sync", "--db", db, "ws:host", "/data/a"));
    assertFalse(Files.exists(directory.resolve("none")));
  }

  @Test
  void refusesAnAddressWhoseDatabaseIdIsTooShort() {
    String db = directory.resolve("none").toString();
    Run run = Run.of("sync", "--db", db, "ws://localhost:1#abc", "/data/a");
    assertFails(2, "'#abc' in the address is no id of a database", run);
    assertFalse(Files.exists(directory.resolve("none")));
  }

  @Test
  void refusesToDoNothing() {
    assertFails(2, "a command is missing", Run.of());
  }

  @Test
  void namesMissingArguments() {
    assertFails(2, "--db", Run.of("get", "/data/x", "k"));
    assertFails(2, "KEY", Run.of("get", "--db", "x", "/data/x"));
  }

  @Test
  void refusesAPathThatIsNone() {
    String db = directory.resolve("db").toString();
    assertFails(2, "Did you mean /data/todo?", Run.of("sync", "--db", db, "ws://h", "todo"));
  }

  @Test
  void refusesToKeepADemoAmongOtherFiles() throws Exception {
    java.nio.file.Files.writeString(directory.resolve("mine"), "");
    assertFails(2, "must be empty", Run.of("demo", "--keep", directory.toString()));
  }

  @Test
  void replaysEitherATraceOrVectors() {
    assertFails(2, "mutually exclusive", Run.of("replay", "a.json", "--vectors", "b.jsonl"));
    assertFails(2, "FILE.json.gz", Run.of("replay"));
  }
}
