package dev.goatdb.cli;

import static dev.goatdb.cli.Failing.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.cli.terminal.Paint;
import dev.goatdb.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the commands about history print.
class HistoryCommandsTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  private static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE, BODY);

  @TempDir Path directory;
  private String db;
  private String schema;
  private String base;
  private String mine;
  private String theirs;

  @BeforeEach
  void forkANote() throws IOException {
    db = directory.resolve("db").toString();
    schema =
        Files.writeString(
                directory.resolve("note.json"),
                """
                {"namespace":"note","version":1,"fields":
                  {"title":{"type":"string"},"body":{"type":"text"}}}
                """)
            .toString();
    try (GoatDb open = GoatDb.open(Path.of(db), GoatDbConfig.DEFAULT)) {
      Document note = Document.of(NOTE).with(TITLE, "Trip").with(BODY, "Pack\nbags.");
      Item<Document> item = open.repository("/data/notes").put(NOTE, "trip", note);
      base = item.receipt().appended().join().toString();
      List<CommitId> parents = item.heads();
      mine = on(item, parents, n -> n.with(TITLE, "Trip to Rome").with(BODY, "Pack\nall\nbags."));
      theirs = on(item, parents, n -> n.with(TITLE, "Rome, May").with(BODY, "Pack\nbags. Go!"));
    }
  }

  private static String on(
      Item<Document> item, List<CommitId> parents, UnaryOperator<Document> change) {
    return item.commitOn(parents, before -> before.map(change)).appended().join().toString();
  }

  private Run run(String command, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {command, "--db", db, "/data/notes"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Run.of(arguments);
  }

  @Test
  void diffPrintsWhatDiffers() {
    Run run = run("diff", "trip", base, mine);
    assertEquals(0, run.code(), run.err());
    assertEquals("body\n  Pack\n+ all\n  bags.\ntitle\n- Trip\n+ Trip to Rome\n", run.out());
    JsonNode json = run("diff", "trip", base.substring(0, 12), mine, "--json").json();
    assertEquals("title", json.at("/differences/1/field").stringValue());
    assertEquals("Trip", json.at("/differences/1/before").stringValue());
    assertFails(2, "the item has 2 heads; name one of them", run("diff", "trip", base));
    assertFails(1, "no commit 01234567", run("diff", "trip", base, "01234567"));
    assertFails(2, "hexadecimal", run("diff", "trip", base, "mine"));
  }

  @Test
  void longTextsThatAreAlikeAreLeftOut() {
    LineDiff diff = LineDiff.between("a\n".repeat(5000) + "x", "b\n".repeat(5000) + "x");
    assertEquals(10_001, diff.lines().size(), "too much to compare: all of it changed");
    assertEquals(List.of(), LineDiff.between("", "").lines());
    assertEquals(1, LineDiff.between("", "one").lines().size());
  }

  @Test
  void blameNamesTheWriterOfEachPart() {
    Run run = run("blame", "trip", "body", "--schema", schema, "--json");
    assertEquals(0, run.code(), run.err());
    StringBuilder text = new StringBuilder();
    run.json().path("parts").values().forEach(p -> text.append(p.path("value").stringValue()));
    assertEquals("Pack\nall\nbags. Go!", text.toString());
    assertEquals(mine, run.json().at("/parts/1/commit/id").stringValue());
    assertEquals(theirs, run.json().at("/parts/3/commit/id").stringValue());
    Run lines = run("blame", "trip", "body", "--schema", schema);
    assertTrue(lines.out().contains("\" Go!\""), lines.out());
    assertEquals(4, lines.out().lines().count());
    assertFails(3, "give it with --schema", run("blame", "trip", "body"));
    assertFails(1, "has no field 'colour'", run("blame", "trip", "colour", "--schema", schema));
  }

  @Test
  void explainSaysWhoWon() {
    Run run = run("explain", "trip", "title", "--schema", schema);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("lww@1 took the value of " + theirs.substring(0, 8)), run.out());
    assertTrue(run.out().contains("no effect"), run.out());
    assertTrue(run.out().contains("result  \"Rome, May\""), run.out());
    JsonNode conflict =
        run("explain", "trip", "title", "--schema", schema, "--json").json().at("/conflicts/0");
    assertEquals("Rome, May", conflict.path("result").stringValue());
    assertEquals("Trip", conflict.path("base").stringValue());
    assertTrue(conflict.path("dropped").booleanValue());
    assertEquals(2, conflict.path("sides").size());
    assertFails(3, "give it with --schema", run("explain", "trip", "title"));
  }

  @Test
  void conflictsListsTheOpenForks() {
    JsonNode all = run("conflicts", "--schema", schema, "--json").json().path("conflicts");
    assertEquals(2, all.size());
    assertEquals("trip", all.at("/0/key").stringValue());
    assertTrue(run("conflicts", "--schema", schema).out().contains("text@1 combined"));
    assertEquals("", run("conflicts").out(), "without the schema nothing can be merged");
  }

  @Test
  void graphCanBeDrawn() {
    String dot = run("graph", "trip").out();
    assertTrue(dot.contains("\"%s\" -> \"%s\"".formatted(mine, base)), dot);
    JsonNode json = run("graph", "trip", "--json").json();
    assertEquals(3, json.at("/elements/nodes").size());
    assertEquals(2, json.at("/elements/edges").size());
  }

  @Test
  void revertGoesBackAndErasesNothing() {
    Run run = run("revert", "trip", base, "--schema", schema, "--json");
    assertEquals(0, run.code(), run.err());
    assertEquals(base, run.json().path("revertedTo").stringValue());
    JsonNode get = run("get", "trip", "--json").json();
    assertEquals("Trip", get.at("/value/title").stringValue());
    assertEquals(run.json().path("commit").stringValue(), get.at("/heads/0").stringValue());
    assertEquals(4, run("log", "trip", "--json").json().path("commits").size());
    assertEquals(
        2, run("explain", "trip", "title", "--schema", schema).out().split("side ").length - 1);
  }

  @Test
  void questionsLeaveEveryByteAsItIs() throws IOException {
    assertEquals(0, Run.of("verify", "--db", db).code());
    String before = contents();
    assertEquals(0, run("log", "trip").code());
    assertEquals(0, run("show", "trip", base).code());
    assertEquals(0, run("diff", "trip", base, mine).code());
    assertEquals(0, run("blame", "trip", "body", "--schema", schema).code());
    assertEquals(0, run("explain", "trip", "title", "--schema", schema).code());
    assertEquals(0, run("conflicts", "--schema", schema).code());
    assertEquals(0, run("graph", "trip").code());
    assertEquals(0, run("list").code());
    assertEquals(0, Run.of("status", "--db", db).code());
    assertEquals(0, Run.of("verify", "--db", db).code());
    assertEquals(before, contents());
  }

  private String contents() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(Path.of(db))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        all.append(file).append(' ').append(Arrays.hashCode(bytes)).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertTrue(Paint.of(true, "", "xterm").isOn());
    assertFalse(Paint.of(true, "1", "xterm").isOn(), "NO_COLOR");
    assertFalse(Paint.of(true, "", "dumb").isOn());
    assertFalse(Paint.of(false, "", "xterm").isOn());
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    Terminal terminal =
        new Terminal(writer, writer, false, System::nanoTime, () -> {}, new Paint(true));
    assertEquals(0, Main.run(terminal, "log", "--db", db, "/data/notes", "trip"));
    assertTrue(out.toString().contains("\u001b[33m" + mine.substring(0, 8) + "\u001b[0m"));
    assertFalse(run("log", "trip").out().contains("\u001b"));
  }
}
