package dev.goatdb.it.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.api.value.Value;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A merge strategy from a module of somebody else, found as a service and selected by its name.
class PluginStrategyTest {

  private static final Field<Document, Map<String, Long>> QUEUE = queue("queue@1", Value.of(2));
  private static final Schema<Document> BOARD = Schema.of("board", 1, QUEUE);
  private static final GoatDbConfig CONFIG =
      GoatDbConfig.DEFAULT.schemas(BOARD).rule("/notes/*", context -> Verdict.ALLOW);

  @TempDir Path directory;

  private static Field<Document, Map<String, Long>> queue(String strategy, Value limit) {
    return Field.of("queue", FieldType.mapOf(FieldType.INT64))
        .strategy(StrategyId.parse(strategy), Map.of("limit", limit));
  }

  private static Item<Document> board(GoatDb database) {
    return database.repository("/notes/mine").item(BOARD, "board");
  }

  @Test
  void mergesWhatTwoPeersDidOffline() {
    try (GoatDb laptop = GoatDb.open(directory.resolve("laptop"), CONFIG);
        GoatDb phone = GoatDb.open(directory.resolve("phone"), CONFIG)) {
      Endpoint endpoint = laptop.listen(Notes.ANY_PORT);
      Document empty = Document.of(BOARD).with(QUEUE, Map.of("sweep", 1L));
      laptop.repository("/notes/mine").put(BOARD, "board", empty);
      laptop.flush();
      board(phone);
      exchange(phone, endpoint);
      board(laptop).set(QUEUE, Map.of("sweep", 1L, "cook", 5L));
      board(phone).set(QUEUE, Map.of("sweep", 3L, "read", 2L));
      laptop.flush();
      exchange(phone, endpoint);
      assertEquals(
          Map.of("cook", 5L, "sweep", 3L), board(laptop).get(QUEUE), "the two most urgent");
      assertEquals(board(laptop).get(), board(phone).get());
    }
  }

  private static void exchange(GoatDb phone, Endpoint endpoint) {
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
    }
  }

  @Test
  void refusesAVersionThatIsNotThereAndNamesWhatIs() {
    String message = refusal(queue("queue@2", Value.of(2)));
    assertTrue(message.contains("queue@2"), message);
    assertTrue(message.contains("queue@1"), message);
  }

  @Test
  void refusesAParameterThatTheStrategyDoesNotTake() {
    String message = refusal(queue("queue@1", Value.of(0)));
    assertTrue(message.contains("takes a limit of 1 or more"), message);
  }

  private String refusal(Field<Document, ?> field) {
    GoatDbConfig config = GoatDbConfig.DEFAULT.schemas(Schema.of("board", 1, field));
    return String.valueOf(
        assertThrows(
                GoatDbException.Configuration.class,
                () -> GoatDb.open(directory.resolve("other"), config).close())
            .getMessage());
  }
}
