package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ClosingTest {

  private static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT);
  private static final Schema<Document> NOTE = Schema.of("note", 1, TITLE);

  private final RealWorld world = new RealWorld();

  /// The system's, except that timers fire at the worst moment: while a log is being closed, when
  /// the other logs of its lane have had their turn to write and not yet their turn to close.
  private static final class BadTiming implements Env, AutoCloseable {
    private final SystemEnv real = new SystemEnv();
    private final Queue<Runnable> timers = new ConcurrentLinkedQueue<>();
    private volatile boolean lastTurnOnly;

    void fire() {
      for (Runnable timer = timers.poll(); timer != null; timer = timers.poll()) {
        timer.run();
      }
    }

    @Override
    public long now() {
      return real.now();
    }

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public void random(byte[] bytes) {
      real.random(bytes);
    }

    @Override
    public Worker worker(String name, Runnable work) {
      Worker worker = real.worker(name, work);
      return new Worker() {
        @Override
        public void signal() {
          if (!lastTurnOnly) {
            worker.signal();
          }
        }

        @Override
        public void close() {
          worker.close();
        }
      };
    }

    @Override
    public Thread start(String name, Runnable body) {
      return real.start(name, body);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      timers.add(task);
      return () -> timers.remove(task);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /// A storage whose logs let timers fire before they close.
  private record Firing(StorageProvider provider, BadTiming env) implements StorageProvider {
    @Override
    public String name() {
      return "firing";
    }

    @Override
    public Storage open(URI location, Env ignored) throws IOException {
      Storage storage = provider.open(URI.create("mem:firing"), env);
      return before(
          Storage.class,
          storage,
          "open",
          log -> before(CommitLog.class, (CommitLog) log, "close", r -> r));
    }

    private <T> T before(Class<T> type, T target, String method, UnaryOperator<Object> after) {
      Object proxy =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, called, arguments) -> {
                boolean watched = called.getName().equals(method);
                if (watched && type == CommitLog.class) {
                  env.fire();
                }
                try {
                  Object result = called.invoke(target, arguments);
                  return watched && result != null ? after.apply(result) : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
      return type.cast(proxy);
    }
  }

  @Test
  void closesEveryLogThoughATimerComesBetweenTheHalvesOfTheLastTurn() {
    try (BadTiming env = new BadTiming()) {
      GoatDbConfig config = GoatDbConfig.DEFAULT.env(env).plugin(new Firing(world.storage(), env));
      for (int round = 0; round < 20; round++) {
        try (Database db = Database.open(URI.create("firing:x"), config)) {
          for (int i = 0; i < 6; i++) {
            db.repository("/data/r" + i)
                .put(NOTE, "k", Document.of(NOTE).with(TITLE, "round " + round))
                .receipt()
                .appended()
                .join();
          }
          env.lastTurnOnly = true;
        }
        env.lastTurnOnly = false;
      }
      try (Database db = Database.open(URI.create("firing:x"), config)) {
        assertEquals("round 19", db.repository("/data/r3").item(NOTE, "k").get(TITLE));
      }
    }
  }

  @Test
  void keyThatIsNoTextIsRefused() {
    try (Database db = world.open("keys", GoatDbConfig.DEFAULT)) {
      Document note = Document.of(NOTE).with(TITLE, "x");
      for (String bad : new String[] {"", "\uD800", "a\uDC00b", "x".repeat(256)}) {
        assertThrows(
            IllegalArgumentException.class, () -> db.repository("/data/x").put(NOTE, bad, note));
      }
      String goat = "\uD83D\uDC10";
      db.repository("/data/x").put(NOTE, goat, note);
      db.repository("/data/x").close();
      assertEquals("x", db.repository("/data/x").item(NOTE, goat).get(TITLE));
    }
  }
}
