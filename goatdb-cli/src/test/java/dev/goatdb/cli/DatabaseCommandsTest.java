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
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Commands on one database: what they print, and how they fail.
class DatabaseCommandsTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE);

  @TempDir Path directory;
  private String db;

  @BeforeEach
  void loadThreeNotes() throws IOException {
    db = directory.resolve("a database").toString();
    Path schema = directory.resolve("note.json");
    Files.writeString(
        schema,
        """
        {"namespace":"note","version":1,"fields":{"title":{"type":"string","required":true},
         "tags":{"type":"set","of":"string"},"at":{"type":"date"},"raw":{"type":"bytes"}}}
        """);
    Path notes = directory.resolve("notes.jsonl");
    Files.writeString(
        notes,
        """
        {"id":"b","title":"Second","tags":["y","x"]}
        {"id":"a","title":"First","at":"2026-01-31T12:00:00Z","raw":"AQI="}
        {"id":"c","title":"Third"}
        """);
    Run run =
        Run.of(
            "load",
            "--db",
            db,
            "/data/notes",
            notes.toString(),
            "--schema",
            schema.toString(),
            "--json");
    assertEquals(0, run.code(), run.err());
    assertEquals(3, run.json().path("loaded").intValue());
    assertEquals("note/1", run.json().path("schema").stringValue());
  }

  @Test
  void getPrintsTheValue() {
    Run run = Run.of("get", "--db", db, "/data/notes", "a", "--json");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        "{\"at\":\"2026-01-31T12:00:00Z\",\"raw\":\"AQI=\",\"title\":\"First\"}",
        run.json().path("value").toString());
    assertEquals("note/1", run.json().path("schema").stringValue());
    assertEquals(1, run.json().path("heads").size());
  }

  @Test
  void listPrintsItemsInTheOrderOfKeys() {
    JsonNode all = Run.of("list", "--db", db, "/data/notes", "--json").json();
    assertEquals(3, all.path("count").intValue());
    assertEquals(
        List.of("a", "b", "c"),
        all.path("items").values().stream().map(row -> row.path("key").stringValue()).toList());
    assertEquals("[\"x\",\"y\"]", all.path("items").path(1).path("value").path("tags").toString());
    assertEquals(
        "a\t{\"at\":\"2026-01-31T12:00:00Z\",\"raw\":\"AQI=\",\"title\":\"First\"}\n",
        Run.of("list", "--db", db, "/data/notes", "--limit", "1").out());
  }

  @Test
  void logAndShowAgreeOnACommit() {
    JsonNode log = Run.of("log", "--db", db, "/data/notes", "b", "--json").json();
    JsonNode commit = log.path("commits").path(0);
    assertEquals("edit", commit.path("kind").stringValue());
    assertEquals(0, commit.path("parents").size());
    String id = commit.path("id").stringValue();
    Run show = Run.of("show", "--db", db, "/data/notes", "b", id.substring(0, 12), "--json");
    assertEquals(0, show.code(), show.err());
    assertEquals(commit, show.json().path("commit"));
    assertEquals("Second", show.json().path("value").path("title").stringValue());
  }

  @Test
  void verifyAndStatusCountTheCommits() {
    Run verify = Run.of("verify", "--db", db, "--json");
    assertEquals(0, verify.code(), verify.out());
    assertTrue(verify.json().path("ok").booleanValue());
    assertEquals("[]", verify.json().path("findings").toString());
    JsonNode status = Run.of("status", "--db", db, "--json").json();
    JsonNode repository = status.path("repositories").path(0);
    assertEquals("/data/notes", repository.path("path").stringValue());
    assertEquals(3, repository.path("items").intValue());
    assertEquals(3, repository.path("commits").intValue());
    assertEquals(64, status.path("database").stringValue().length());
  }

  @Test
  void aDeletedItemHasAHistoryButNoValue() {
    try (GoatDb open = GoatDb.open(Path.of(db), GoatDbConfig.DEFAULT)) {
      open.repository("/data/notes").item(NOTE, "c").delete();
    }
    assertFails(1, "is deleted", Run.of("get", "--db", db, "/data/notes", "c"));
    JsonNode log = Run.of("log", "--db", db, "/data/notes", "c", "--json").json();
    assertEquals("delete", log.path("commits").path(0).path("kind").stringValue());
    String id = log.path("commits").path(0).path("id").stringValue();
    JsonNode show = Run.of("show", "--db", db, "/data/notes", "c", id, "--json").json();
    assertTrue(show.path("value").isNull());
  }

  @Test
  void concurrentEditsMergeBySchema() throws IOException {
    try (GoatDb open = GoatDb.open(Path.of(db), GoatDbConfig.DEFAULT)) {
      Item<Document> item = open.repository("/data/notes").item(NOTE, "a");
      List<CommitId> root = item.heads();
      item.commitOn(root, now -> now.map(note -> note.with(TITLE, "one")));
      item.commitOn(root, now -> now.map(note -> note.without(TITLE).with(TITLE, "two")));
    }
    String schema = directory.resolve("note.json").toString();
    Run get = Run.of("get", "--db", db, "/data/notes", "a", "--schema", schema, "--json");
    assertEquals(0, get.code(), get.err());
    assertEquals(2, get.json().path("heads").size());
    assertTrue(List.of("one", "two").contains(get.json().at("/value/title").stringValue()));
    assertFails(3, "give it with --schema", Run.of("get", "--db", db, "/data/notes", "a"));
    Run list = Run.of("list", "--db", db, "/data/notes", "--json");
    assertEquals(0, list.code(), list.err());
    assertTrue(list.json().at("/items/0/problem").stringValue().contains("schema"), list.out());
    assertEquals("Second", list.json().at("/items/1/value/title").stringValue());
  }

  @Test
  void aQuestionMakesNothing() {
    String none = directory.resolve("none").toString();
    assertFails(3, "no database in", Run.of("list", "--db", none, "/data/notes"));
    assertFalse(Files.exists(Path.of(none)));
    assertFails(1, "no repository /data/other", Run.of("list", "--db", db, "/data/other"));
    assertFails(1, "no item 'z' in /data/notes", Run.of("get", "--db", db, "/data/notes", "z"));
    assertFails(
        1, "no commit abcdef", Run.of("show", "--db", db, "/data/notes", "a", "abcdef0123456789"));
    assertFails(2, "hexadecimal", Run.of("show", "--db", db, "/data/notes", "a", "nonsense"));
  }

  @Test
  void aDirectoryOfOtherFilesIsNoDatabaseAndStaysAsItIs() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "Dear goat");
    for (String command : List.of("list", "verify", "status")) {
      Run run =
          command.equals("list")
              ? Run.of(command, "--db", other.toString(), "/data/notes")
              : Run.of(command, "--db", other.toString());
      assertFails(3, "no database in", run);
    }
    try (var files = Files.list(other)) {
      assertEquals(List.of(other.resolve("letter.txt")), files.toList());
    }
  }

  @Test
  void aKeyCannotBreakALineOrSteerTheTerminal() {
    try (GoatDb open = GoatDb.open(Path.of(db), GoatDbConfig.DEFAULT)) {
      open.repository("/data/odd")
          .put(NOTE, "one\ntwo\t\u001b[31m\"", Document.of(NOTE).with(TITLE, "x"));
    }
    Run run = Run.of("list", "--db", db, "/data/odd");
    assertEquals("\"one\\ntwo\\t\\u001b[31m\\\"\"\t{\"title\":\"x\"}\n", run.out());
  }

  @Test
  void aDatabaseInUseIsRefused() {
    try (GoatDb open = GoatDb.open(Path.of(db), GoatDbConfig.DEFAULT)) {
      assertTrue(open.repositories().size() == 1);
      assertFails(3, "is in use", Run.of("list", "--db", db, "/data/notes"));
    }
  }

  @Test
  void aMissingStorageIsNamed() {
    assertFails(3, "nosuch", Run.of("list", "--db", "nosuch:/x", "/data/notes"));
  }

  @Test
  void aMissingTransportIsNamed() {
    assertFails(3, "nosuch", Run.of("sync", "--db", db, "nosuch://host", "/data/notes"));
  }

  @Test
  void aMissingStrategyIsNamed() throws IOException {
    Path schema = directory.resolve("bid.json");
    Files.writeString(
        schema,
        """
        {"namespace":"bid","version":1,"fields":{"motto":{"type":"string","strategy":"longest@1"}}}
        """);
    Path bids =
        Files.writeString(directory.resolve("bids.jsonl"), "{\"id\":\"a\",\"motto\":\"m\"}");
    assertFails(
        3,
        "longest@1",
        Run.of("load", "--db", db, "/data/bids", bids.toString(), "--schema", schema.toString()));
  }

  @Test
  void anUnreachablePeerIsNamed() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    String address = "ws://localhost:" + closed;
    assertFails(3, address, Run.of("sync", "--db", db, address, "/data/notes"));
    String unknown = "ws://no-such-host.invalid:1";
    assertFails(3, "no-such-host.invalid", Run.of("sync", "--db", db, unknown, "/data/notes"));
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      int port = socket.getLocalPort();
      assertFails(
          3,
          Integer.toString(port),
          Run.of("serve", "--db", db, "--listen", "ws://localhost:" + port));
    }
  }
}
