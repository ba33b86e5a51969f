package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SigningKey;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions, and joining a database, where it once went wrong.
@Timeout(60)
class JoiningRegressionTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE);

  private final RealWorld world = new RealWorld();

  private static SigningKey key() {
    try (SystemEnv env = new SystemEnv()) {
      return SigningKey.generate(env);
    }
  }

  @Test
  void whatWasLookedUpWhileRecordsChangedIsNotRemembered() {
    PublicKey client = key().publicKey();
    try (Database db = world.open("server", GoatDbConfig.DEFAULT)) {
      db.sessions().register(client, Instant.EPOCH, 0).orElseThrow().appended().join();
      AtomicInteger lookups = new AtomicInteger();
      Sessions[] sessions = new Sessions[1];
      sessions[0] =
          new Sessions(
              db.keys()::ring,
              false,
              () -> {
                if (lookups.incrementAndGet() == 1) {
                  sessions[0].changed();
                }
                return db.engine(Sessions.PATH);
              },
              warning -> {});
      assertTrue(sessions[0].find(client.session()).isPresent());
      assertTrue(sessions[0].find(client.session()).isPresent());
      assertEquals(2, lookups.get());
      assertTrue(sessions[0].find(client.session()).isPresent());
      assertEquals(2, lookups.get());
    }
  }

  @Test
  void anAdoptionDoesNotWaitForARepositoryThatWasClosedMeanwhile() throws Exception {
    KeyRing other;
    try (Database db = world.open("client", GoatDbConfig.DEFAULT)) {
      db.repository("/data/notes").put(NOTE, "k", Document.of(NOTE).with(TITLE, "x"));
      RepositoryEngine engine = db.engine(RepositoryPath.parse("/data/notes"));
      engine.close().join();
      other = db.keys().ring().adopting(key().publicKey());
      Adoption.resign(engine, other).get(20, TimeUnit.SECONDS);
    }
  }
}
