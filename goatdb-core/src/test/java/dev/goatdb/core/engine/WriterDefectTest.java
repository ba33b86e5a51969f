package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.testkit.storage.StorageObserver;
import java.net.URI;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// A defect while writing: nobody who asked is left without an answer, or with a wrong one.
class WriterDefectTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE);
  private static final URI WHERE = URI.create("mem:defect");

  private final RealWorld world = new RealWorld();

  private static Document note(String title) {
    return Document.of(NOTE).with(TITLE, title);
  }

  /// A storage with a bug, as a plugin may have one.
  private void plant(StorageObserver.Call at) {
    world
        .storage()
        .observe(
            WHERE,
            call -> {
              if (call == at) {
                throw new IllegalStateException("planted");
              }
            });
  }

  private void mend() {
    world.storage().observe(WHERE, call -> {});
  }

  @Test
  void editThatIsNotInTheLogFailsAndSoDoesTheNextFlush() {
    Database db = world.open("defect", GoatDbConfig.DEFAULT);
    Repository notes = db.repository("/data/x");
    notes.put(NOTE, "kept", note("kept")).receipt().durable().join();
    plant(StorageObserver.Call.APPEND);
    Receipt receipt = notes.put(NOTE, "lost", note("lost")).receipt();
    CompletionException failed =
        assertThrows(CompletionException.class, () -> receipt.appended().join());
    assertInstanceOf(GoatDbException.Storage.class, failed.getCause());
    assertTrue(failed.getMessage().contains("planted"), failed.getMessage());
    assertThrows(GoatDbException.Storage.class, notes::flush);
    assertTrue(notes.find(NOTE, "lost").isEmpty());
    mend();
    db.close(); // the flush has told
    try (Database again = world.open("defect", GoatDbConfig.DEFAULT)) {
      assertEquals("kept", again.repository("/data/x").item(NOTE, "kept").get(TITLE));
      assertTrue(again.repository("/data/x").find(NOTE, "lost").isEmpty());
    }
  }

  @Test
  void editThatIsInTheLogIsNotSaidToBeLostAndCloseTellsWhatHappened() {
    Database db = world.open("defect", GoatDbConfig.DEFAULT);
    Repository notes = db.repository("/data/x");
    plant(StorageObserver.Call.FORCE);
    Receipt receipt = notes.put(NOTE, "k", note("there")).receipt();
    CompletionException unforced =
        assertThrows(CompletionException.class, () -> receipt.durable().join());
    assertInstanceOf(GoatDbException.Storage.class, unforced.getCause());
    assertEquals("there", notes.item(NOTE, "k").get(TITLE));
    mend();
    assertThrows(GoatDbException.Storage.class, db::close);
  }
}
