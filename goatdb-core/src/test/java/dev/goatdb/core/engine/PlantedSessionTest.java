package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Repository;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// A session record that somebody wrote into the file is not believed, whatever it says.
class PlantedSessionTest {

  private static final Field<Document, Value.Bytes> KEY =
      Field.of("key", FieldType.BYTES).required();
  private static final Field<Document, String> OWNER = Field.of("owner", FieldType.TEXT).orElse("");
  private static final Field<Document, Instant> FROM = Field.of("from", FieldType.TIME).required();
  private static final Field<Document, Instant> UNTIL =
      Field.of("until", FieldType.TIME).required();
  private static final Schema<Document> RECORD =
      Schema.of("goatdb-session", 1, KEY, OWNER, FROM, UNTIL);

  private final RealWorld world = new RealWorld();

  private static Document record(PublicKey key) {
    Instant now = Instant.parse("2026-11-23T12:00:00Z");
    return Document.of(RECORD)
        .with(KEY, key.bytes())
        .with(OWNER, "admin")
        .with(FROM, now.minus(Duration.ofDays(1)))
        .with(UNTIL, now.plus(Duration.ofDays(29)));
  }

  private static SigningKey key() {
    try (SystemEnv env = new SystemEnv()) {
      return SigningKey.generate(env);
    }
  }

  private void adopt(PublicKey root) throws Exception {
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      CompletableFuture<Optional<String>> adopted = new CompletableFuture<>();
      new Adoption(db).adopt(root, adopted::complete);
      assertEquals(Optional.empty(), adopted.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void recordThatIsNotTheRootsIsReportedAndIgnoredAfterARestart() throws Exception {
    adopt(key().publicKey());
    PublicKey planted = key().publicKey();
    // In trusted mode nothing stops a program from writing what it likes into its own file.
    try (Database db = world.open("client", GoatDbConfig.DEFAULT.trusted(true))) {
      Repository sessions = db.repository("/sys/sessions");
      sessions.put(RECORD, planted.session().toString(), record(planted));
      sessions.flush();
    }
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      assertTrue(db.repository("/sys/sessions").keys().contains(planted.session().toString()));
      assertEquals(Optional.empty(), db.sessions().find(planted.session()));
      assertTrue(
          db.status().warnings().stream().anyMatch(w -> w.contains("is not signed by the root")),
          () -> db.status().warnings().toString());
    }
  }

  @Test
  void recordUnderTheRootsOwnNameDoesNotReplaceTheRoot() throws Exception {
    PublicKey root = key().publicKey();
    adopt(root);
    try (Database db = world.open("client", GoatDbConfig.DEFAULT.trusted(true))) {
      Repository sessions = db.repository("/sys/sessions");
      sessions.put(RECORD, root.session().toString(), record(key().publicKey()));
    }
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      assertEquals(root, db.sessions().find(root.session()).orElseThrow().key());
    }
  }

  @Test
  void sessionThatIsNotTheRootWritesNoRecords() throws Exception {
    adopt(key().publicKey());
    PublicKey planted = key().publicKey();
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      Repository sessions = db.repository("/sys/sessions");
      Assertions.assertThrows(
          GoatDbException.Refused.class,
          () -> sessions.put(RECORD, planted.session().toString(), record(planted)));
      assertEquals(0, sessions.count());
    }
  }

  @Test
  void nobodyWritesBelowSysWhatIsNotTheDatabasesOwn() {
    for (boolean trusted : new boolean[] {false, true}) {
      try (Database db = world.open("own" + trusted, GoatDbConfig.DEFAULT.trusted(trusted))) {
        Repository keys = db.repository("/sys/keys");
        Assertions.assertThrows(
            GoatDbException.Refused.class,
            () -> keys.put(RECORD, "k", record(key().publicKey())),
            "trusted: " + trusted);
      }
    }
  }

  @Test
  void rootRegistersWhoProvedItsKeyAndNobodyElseCan() throws Exception {
    PublicKey client = key().publicKey();
    long now = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    try (Database db = world.open("server", GoatDbConfig.DEFAULT)) {
      db.sessions()
          .register(client, Instant.EPOCH, now)
          .orElseThrow()
          .appended()
          .get(20, TimeUnit.SECONDS);
      var known = db.sessions().find(client.session()).orElseThrow();
      assertEquals(client, known.key());
      assertFalse(known.session().isRoot());
      assertEquals(Optional.empty(), known.session().user());
      assertEquals(
          Duration.ofDays(60), Duration.between(known.session().from(), known.session().until()));
      assertTrue(db.sessions().register(client, Instant.EPOCH, now).isEmpty(), "once is enough");
    }
    adopt(key().publicKey());
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      assertTrue(db.sessions().register(client, Instant.EPOCH, now).isEmpty());
    }
  }
}
