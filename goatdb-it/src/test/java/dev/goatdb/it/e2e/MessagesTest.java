package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.BODY;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.it.e2e.Notes.Note;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What a newcomer reads when he gets something wrong: the line says what to do.
class MessagesTest {

  @TempDir Path directory;
  private GoatDb db;
  private Repository notes;

  @BeforeEach
  void open() {
    db = GoatDb.open(directory);
    notes = db.repository(PATH);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static void says(Class<? extends Throwable> type, String message, Executable mistake) {
    Throwable thrown = assertThrows(type, mistake);
    assertEquals(message, thrown.getMessage());
  }

  private static void saysThat(Class<? extends Throwable> type, String part, Executable mistake) {
    Throwable thrown = assertThrows(type, mistake);
    assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::getMessage);
  }

  @Test
  void noStorageForTheScheme() {
    saysThat(
        GoatDbException.Configuration.class,
        "no storage for 'paper:'. Found: ",
        () -> GoatDb.open(URI.create("paper:/x"), GoatDbConfig.DEFAULT));
    saysThat(
        GoatDbException.Configuration.class,
        "file (dev.goatdb.storage.file.FileStorageProvider)",
        () -> GoatDb.open(URI.create("paper:/x"), GoatDbConfig.DEFAULT));
    saysThat(
        GoatDbException.Configuration.class,
        "Add dev.goatdb:goatdb-storage-file.",
        () -> GoatDb.open(URI.create("paper:/x"), GoatDbConfig.DEFAULT));
  }

  @Test
  void noTransportForTheScheme() {
    saysThat(
        GoatDbException.Configuration.class,
        "no transport for 'pigeon:'. Found: ws (dev.goatdb.transport.ws.WsTransportProvider)",
        () -> db.connect(URI.create("pigeon://roof")));
  }

  private record Paper(String name) implements StorageProvider {
    @Override
    public Storage open(URI location, Env env) throws IOException {
      throw new IOException("out of paper");
    }
  }

  private record OtherPaper(String name) implements StorageProvider {
    @Override
    public Storage open(URI location, Env env) throws IOException {
      throw new IOException("out of paper");
    }
  }

  @Test
  void twoPluginsOfOneName() {
    GoatDbConfig two =
        GoatDbConfig.DEFAULT.plugin(new Paper("paper")).plugin(new OtherPaper("paper"));
    says(
        GoatDbException.Configuration.class,
        "two storages are called 'paper': %s and %s. Remove one, or name one with .plugin(…)."
            .formatted(Paper.class.getName(), OtherPaper.class.getName()),
        () -> GoatDb.open(URI.create("paper:/x"), two));
  }

  @Test
  void storageThatCannotBeOpened() {
    says(
        GoatDbException.Storage.class,
        "out of paper",
        () -> GoatDb.open(URI.create("paper:/x"), GoatDbConfig.DEFAULT.plugin(new Paper("paper"))));
  }

  @Test
  void noStrategyOfThatName() {
    Field<Document, String> motto =
        Field.of("motto", FieldType.TEXT).strategy(new StrategyId("longest", 1));
    Schema<Document> bid = Schema.of("bid", 1, motto);
    saysThat(
        GoatDbException.Configuration.class,
        "schema bid/1, field 'motto': no merge strategy longest@1. Found: ",
        () -> notes.put(bid, "x", Document.of(bid).with(motto, "more")));
  }

  @Test
  void lambdaInsteadOfAMethodReference() {
    says(
        IllegalArgumentException.class,
        "expected a method reference to a record accessor such as Note::title, got a lambda",
        () -> NOTE.field(note -> note.title()));
  }

  record Dated(String title, LocalDate due) {}

  @Test
  void componentOfATypeThatIsNotBound() {
    says(
        IllegalArgumentException.class,
        "schema task/1: component 'due' is a java.time.LocalDate, which has no field type. Give it"
            + " one: .with(Dated::due, f -> f.type(FieldType.TEXT.map(LocalDate::parse,"
            + " LocalDate::toString))).",
        () -> Schema.of(Dated.class, "task", 1));
  }

  record Photo(byte[] photo) {}

  @Test
  void arrayInARecord() {
    says(
        IllegalArgumentException.class,
        "schema task/1: component 'photo' is a byte[]; arrays can change behind the database's"
            + " back. Use Value.Bytes.",
        () -> Schema.of(Photo.class, "task", 1));
  }

  record Longer(String title, boolean done) {}

  @Test
  void fieldsChangedButVersionKept() {
    notes.put(NOTE, "a", Note.of("a", ""));
    Schema<Longer> same = Schema.of(Longer.class, "note", 1);
    saysThat(
        GoatDbException.Configuration.class,
        "Make it version 2 and add .upgrade(…).",
        () -> notes.put(same, "b", new Longer("b", true)));
  }

  @Test
  void itemOfAnotherSchema() {
    notes.put(NOTE, "k3f9", Note.of("a", ""));
    Schema<Longer> task = Schema.of(Longer.class, "task", 1);
    says(
        IllegalArgumentException.class,
        "item /notes/mine/k3f9 is a note/1, not a task. Read it with Schema.UNTYPED to see what it"
            + " holds.",
        () -> notes.item(task, "k3f9").get());
  }

  @Test
  void nothingThere() {
    says(
        NoSuchElementException.class,
        "item /notes/mine/milk was never written here. Ask exists(), use value(), or put(…).",
        () -> notes.item(NOTE, "milk").get());
    Item<Note> milk = notes.put(NOTE, "milk", Note.of("a", ""));
    Soon.get(milk.delete().appended());
    String session = db.session().id().brief();
    saysThat(NoSuchElementException.class, "item /notes/mine/milk was deleted at 20", milk::get);
    saysThat(
        NoSuchElementException.class,
        " by session " + session + ". Ask exists(), use value(), or restore().",
        milk::get);
  }

  @Test
  void invalidValue() {
    Field<Document, String> name =
        Field.of("name", FieldType.TEXT).required().check(n -> !n.isBlank(), "must not be blank");
    Schema<Document> contact = Schema.of("contact", 2, name);
    saysThat(
        GoatDbException.Refused.class,
        "/notes/mine/ada: field 'name' of contact/2 must not be blank, was \"\"",
        () -> notes.put(contact, "ada", Document.of(contact).with(name, "")));
    saysThat(
        GoatDbException.Refused.class,
        "Nothing was stored. [INVALID_VALUE]",
        () -> notes.put(contact, "ada", Document.of(contact).with(name, "")));
    assertEquals(0, notes.count());
  }

  @Test
  void databaseCalledWithinAnUpdate() {
    Item<Note> item = notes.put(NOTE, "a", Note.of("a", ""));
    saysThat(
        IllegalStateException.class,
        "called the database from inside its function",
        () ->
            item.update(note -> {
              item.set(TITLE, "inside");
              return note;
            }));
    assertEquals("a", item.get().title());
  }

  @Test
  void textIndexOutside() {
    Item<Note> item = notes.put(NOTE, "trip", Note.of("a", "0123456789"));
    says(
        IndexOutOfBoundsException.class,
        "field 'body' of /notes/mine/trip: 12..14 is outside 0..10",
        () -> item.replace(BODY, 12, 14, "x"));
    Item<Note> goat = notes.put(NOTE, "goat", Note.of("a", "\uD83D\uDC10"));
    says(
        IndexOutOfBoundsException.class,
        "index 1 splits a surrogate pair",
        () -> goat.replace(BODY, 1, 2, "x"));
  }

  @Test
  void badPath() {
    says(
        IllegalArgumentException.class,
        "repository path must be /type/name, was 'todo'. Did you mean /data/todo?",
        () -> db.repository("todo"));
    assertThrows(IllegalArgumentException.class, () -> db.repository("/../etc"));
  }

  @Test
  void portInUse() throws IOException {
    try (var taken = new java.net.ServerSocket(0)) {
      URI address = URI.create("ws://localhost:" + taken.getLocalPort());
      saysThat(
          GoatDbException.Storage.class, "cannot listen on " + address, () -> db.listen(address));
    }
  }
}
