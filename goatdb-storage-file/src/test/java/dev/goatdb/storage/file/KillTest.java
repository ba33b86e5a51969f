package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real process on a real file system is killed while it writes, keeps checkpoints, rewrites its
/// log and copies it, again and again, on one database. Either file is whole then, and so is the
/// copy.
///
/// `-Dgoatdb.kill.cycles=200` for a long run.
final class KillTest {

  private static final int CYCLES = Integer.getInteger("goatdb.kill.cycles", 10);
  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");
  private static final long SEED = 5;

  @Test
  @Timeout(value = 30L + 5L * 200, unit = TimeUnit.SECONDS)
  void whatAProcessAcknowledgedSurvivesItsKilling(@TempDir Path directory) throws Exception {
    Random random = new Random(SEED);
    int acknowledged = 0;
    int copies = 0;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      acknowledged = writeAndKill(directory, 20 + random.nextInt(300));
      int found = check(directory);
      assertTrue(found >= acknowledged, found + " found, acknowledged " + acknowledged);
      if (Files.exists(directory.resolve("copy").resolve("data").resolve("todo.goat"))) {
        int copied = check(directory.resolve("copy"));
        assertTrue(copied <= found, copied + " in the copy, " + found + " found");
        copies += copied > 0 ? 1 : 0;
      }
    }
    System.out.printf(
        "kill -9: %d cycles, %d entries acknowledged, lost: 0; copies that opened: %d%n",
        CYCLES, acknowledged, copies);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aSecondProcessIsRefusedAndToldWhichOneIsInTheWay(@TempDir Path directory) throws Exception {
    Process child = startWriter(directory);
    try (BufferedReader lines = lines(child)) {
      lines.readLine();
      IOException refused =
          assertThrows(
              IOException.class,
              () -> new FileStorageProvider().open(directory.toUri(), new SeededEnv(1)));
      String expected =
          "%s is in use by process %d. One process opens a directory; let it listen and connect to it.";
      assertEquals(
          expected.formatted(Path.of(directory.toUri()), child.pid()), refused.getMessage());
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertTrue(check(directory) > 0);
  }

  /// Lets a child write until it has acknowledged so many entries, and kills it in the middle of
  /// the next.
  private static int writeAndKill(Path directory, int acknowledgements) throws Exception {
    Process child = startWriter(directory);
    int last = -1;
    try (BufferedReader lines = lines(child)) {
      for (int i = 0; i < acknowledgements; i++) {
        last = Integer.parseInt(String.valueOf(lines.readLine()));
      }
      // not by the process itself, which would close the stream as well
      child.toHandle().destroyForcibly();
      // what it said before it died counts as well
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.isEmpty() ? last : Integer.parseInt(line);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return last;
  }

  private static Process startWriter(Path directory) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", classPath(), Writer.class.getName(), directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader lines(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static int check(Path directory) throws IOException {
    int[] found = {0};
    try (Storage storage = new FileStorageProvider().open(directory.toUri(), new SeededEnv(1));
        CommitLog log = storage.open(TODO)) {
      assertEquals(List.of(), log.damage());
      log.scan(
          0,
          (position, entry) -> {
            Entry expected = entry(found[0]++);
            assertEquals(expected.id(), entry.id());
            assertArrayEquals(
                expected.bytes().toArray(ValueLayout.JAVA_BYTE),
                entry.bytes().toArray(ValueLayout.JAVA_BYTE));
          });
    }
    return found[0];
  }

  /// Whichever of the two paths this test runs on, its classes are found at these places.
  private static String classPath() {
    String modulePath = System.getProperty("jdk.module.path", "");
    return System.getProperty("java.class.path")
        + System.getProperty("path.separator")
        + modulePath
        + System.getProperty("path.separator")
        + place(FileStorageProvider.class)
        + System.getProperty("path.separator")
        + place(KillTest.class);
  }

  private static String place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static Entry entry(int number) {
    Random random = new Random(number);
    byte[] body = new byte[random.nextInt(number % 50 == 0 ? 100_000 : 400)];
    random.nextBytes(body);
    CommitId id = new CommitId(random.nextLong(), random.nextLong(), random.nextLong(), number);
    return new Entry(id, MemorySegment.ofArray(body));
  }

  /// The child: goes on where the log ends, and says a number once its entry and all before are
  /// forced.
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      Storage storage =
          new FileStorageProvider().open(directory.toUri(), new SeededEnv(directory.hashCode()));
      CommitLog log = storage.open(TODO);
      int[] next = {0};
      log.scan(0, (position, entry) -> next[0]++);
      while (true) {
        boolean isForced = next[0] % 3 == 0;
        log.append(List.of(entry(next[0]++)), isForced ? Durability.DISK : Durability.OS);
        if (isForced) {
          System.out.println(next[0]);
          System.out.flush();
        }
        maintain(storage, log, directory, next[0]);
      }
    }

    private static void maintain(Storage storage, CommitLog log, Path directory, int number)
        throws IOException {
      if (number % 41 == 0) {
        log.keep(new Checkpoint(0, log.size(), MemorySegment.ofArray(new byte[3000])));
      }
      if (number % 37 == 0) {
        try (Compaction compaction = log.compaction(Compaction.Losses.REMEMBER).orElseThrow()) {
          compaction.copy();
          compaction.finish();
        }
      }
      if (number % 29 == 0) {
        storage.backup(TODO, directory.resolve("copy"));
      }
    }
  }
}
