package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.transport.MemoryTransportProvider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commits that a disk lost come back, and hold nothing else up.
@Timeout(60)
class DamageRegressionTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  private static final Schema<Document> TASK = Schema.of("task", 1, TITLE);
  private static final String TODO = "/data/todo";

  private final MemoryStorageProvider memory = new MemoryStorageProvider();
  private final MemoryTransportProvider transport = new MemoryTransportProvider();
  private final Set<CommitId> lost = new HashSet<>();
  private final Set<CommitId> everLost = new HashSet<>();

  /// A disk that has lost some commits until they are written again.
  private final class Lossy implements StorageProvider {
    @Override
    public String name() {
      return "mem";
    }

    @Override
    public Storage open(URI location, Env env) throws IOException {
      Storage real = memory.open(location, env);
      boolean damaged = location.toString().equals("mem:damaged");
      return (Storage)
          Proxy.newProxyInstance(
              Storage.class.getClassLoader(),
              new Class<?>[] {Storage.class},
              (proxy, method, arguments) -> {
                try {
                  Object result = method.invoke(real, arguments);
                  return damaged && result instanceof CommitLog log ? new LossyLog(log) : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private final class LossyLog implements CommitLog {
    private final CommitLog real;

    LossyLog(CommitLog real) {
      this.real = real;
    }

    @Override
    public long append(List<Entry> entries, Durability durability) throws IOException {
      entries.forEach(entry -> lost.remove(entry.id()));
      return real.append(entries, durability);
    }

    @Override
    public Optional<MemorySegment> read(CommitId id) throws IOException {
      return lost.contains(id) ? Optional.empty() : real.read(id);
    }

    @Override
    public long scan(long from, Visitor visitor) throws IOException {
      Set<CommitId> first = new HashSet<>(everLost);
      Set<Long> skipped = new HashSet<>();
      real.scan(
          0,
          (position, entry) -> {
            if (first.remove(entry.id())) {
              skipped.add(position);
            }
          });
      return real.scan(
          from,
          (position, entry) -> {
            if (!skipped.contains(position)) {
              visitor.visit(position, entry);
            }
          });
    }

    @Override
    public long size() {
      return real.size();
    }

    @Override
    public long bytes() {
      return real.bytes();
    }

    @Override
    public void force() throws IOException {
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }

  private Database open(String name) {
    return Database.open(
        URI.create("mem:" + name),
        GoatDbConfig.DEFAULT
            .plugin(new Lossy())
            .plugin(transport)
            .defaultVerdict(Verdict.ALLOW)
            .flushWindow(Duration.ofSeconds(5)));
  }

  private static Document task(String title) {
    return Document.of(TASK).with(TITLE, title);
  }

  private void exchange(Database server, Database client) {
    URI address = server.listen(URI.create("memory://server:0")).address();
    Peer peer = client.connect(address);
    peer.sync().orTimeout(20, TimeUnit.SECONDS).join();
    peer.sync().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// One bundle of three items, of which the first, the middle or the last commit is lost.
  private void healsAndForwards(String key) {
    CommitId gone;
    try (Database server = open("whole");
        Database client = open("damaged")) {
      exchange(server, client);
      Repository todo = client.repository(TODO);
      todo.put(TASK, "zero", task("0")).receipt().appended().join();
      todo.put(TASK, "a", task("A"));
      todo.put(TASK, "b", task("B"));
      todo.put(TASK, "c", task("C"));
      todo.flush();
      exchange(server, client);
      assertEquals(4, server.repository(TODO).count());
      gone = todo.item(TASK, key).heads().getFirst();
    }
    lost.add(gone);
    everLost.add(gone);
    try (Database server = open("whole");
        Database client = open("damaged")) {
      assertEquals(3, client.repository(TODO).count());
      server.repository(TODO);
      exchange(server, client);
      assertEquals(4, client.repository(TODO).count());
      assertEquals(server.repository(TODO).digest(), client.repository(TODO).digest());
    }
    memory.restore(URI.create("mem:whole"), memory.snapshot(URI.create("mem:whole")).withoutLogs());
    try (Database server = open("whole");
        Database client = open("damaged")) {
      assertEquals(4, client.repository(TODO).count());
      exchange(server, client);
      assertEquals(4, server.repository(TODO).count(), "what was healed can be passed on");
    }
  }

  @Test
  void aBundleWhoseFirstCommitWasLostIsPassedOnWhenItIsHealed() {
    healsAndForwards("a");
  }

  @Test
  void aBundleWhoseMiddleCommitWasLostIsPassedOnWhenItIsHealed() {
    healsAndForwards("b");
  }

  @Test
  void aBundleWhoseLastCommitWasLostIsPassedOnWhenItIsHealed() {
    healsAndForwards("c");
  }

  @Test
  void whatCannotBeSentHoldsNothingElseUp() {
    CommitId gone;
    try (Database client = open("damaged")) {
      Repository todo = client.repository(TODO);
      todo.put(TASK, "zero", task("0")).receipt().appended().join();
      todo.put(TASK, "a", task("A"));
      todo.put(TASK, "b", task("B"));
      todo.flush();
      gone = todo.item(TASK, "a").heads().getFirst();
    }
    lost.add(gone);
    everLost.add(gone);
    try (Database server = open("whole");
        Database client = open("damaged")) {
      assertEquals(2, client.repository(TODO).count());
      client.repository(TODO).put(TASK, "later", task("L"));
      exchange(server, client);
      assertEquals(List.of("b", "later", "zero"), server.repository(TODO).keys());
    }
  }
}
