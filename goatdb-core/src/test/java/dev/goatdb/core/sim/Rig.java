package dev.goatdb.core.sim;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.storage.StorageObserver.Call;
import dev.goatdb.testkit.transport.FakeNetwork;
import dev.goatdb.testkit.transport.NetworkFaults;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Some databases in one simulation, for one thing at a time.
final class Rig {

  static final String PATH = "/data/one";
  static final URI SERVER = URI.create("sim://server");
  static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  static final Schema<Document> SCHEMA = Schema.of("rig", 1, TITLE);

  private final Simulation simulation = new Simulation(1);
  private final FakeNetwork network = new FakeNetwork(simulation, NetworkFaults.NONE);
  private final MemoryStorageProvider storage = new MemoryStorageProvider();

  /// Opens a database and its repository.
  GoatDb open(String name, Verdict writes) {
    SimEnv env = simulation.node(name);
    GoatDb database =
        GoatDb.open(
            location(name),
            GoatDbConfig.DEFAULT
                .env(env)
                .plugin(storage)
                .plugin(network.transport(env))
                .schemas(SCHEMA)
                .rule("/data/*", context -> context.isRead() ? Verdict.ALLOW : writes));
    database.repository(PATH);
    return database;
  }

  private static URI location(String name) {
    return URI.create("mem:" + name);
  }

  /// Lets the next calls of a kind fail that a database makes to its storage.
  void fail(String name, Call kind, int times) {
    int[] left = {times};
    storage.observe(
        location(name),
        call -> {
          if (call == kind && left[0]-- > 0) {
            throw new IOException("no space left");
          }
        });
  }

  void run(Duration span) {
    simulation.run(span);
  }

  static Document note(String title) {
    return Document.of(SCHEMA).with(TITLE, title);
  }
}
