package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Health;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real file system of two megabytes that runs full. Needs the right to mount one.
final class FullDiskTest {

  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");
  private static final Durability DISK = Durability.DISK;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aFullDiskLosesNothingAndClosesInOrder(@TempDir Path directory) throws Exception {
    boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "goatdb", directory) == 0;
    Assumptions.assumeTrue(isMounted, "a small file system cannot be mounted here");
    try {
      runFull(directory.resolve("db"), directory.resolve("ballast"));
    } finally {
      assertEquals(0, run("umount", "-l", directory));
    }
  }

  private static void runFull(Path place, Path ballast) throws IOException {
    int appended = 0;
    try (Storage storage = open(place)) {
      try (CommitLog log = storage.open(TODO)) {
        int refused = 0;
        while (refused < 50) {
          try {
            log.append(List.of(entry(appended)), appended % 4 == 0 ? DISK : Durability.OS);
            appended++;
          } catch (IOException full) {
            assertTrue(String.valueOf(full.getMessage()).contains("Make room"), full::toString);
            assertEquals(Health.State.FULL, log.health().state());
            refused++;
          }
          if (appended == 200) {
            Files.write(ballast, new byte[500_000]);
            log.keep(new Checkpoint(0, 200, MemorySegment.ofArray(new byte[100])));
          }
        }
        assertEquals(entry(3).id(), log.entry(3).orElseThrow().id(), "reading goes on");
        Files.delete(ballast);
        log.append(List.of(entry(appended++)), DISK);
        assertEquals(Health.GOOD, log.health());
        fillUp(log);
      }
    }
    try (Storage storage = open(place);
        CommitLog log = storage.open(TODO)) {
      assertEquals(List.of(), log.verify());
      assertTrue(log.size() >= appended, "closed in order");
    }
  }

  private static void fillUp(CommitLog log) throws IOException {
    int number = 1_000_000;
    while (log.health().equals(Health.GOOD)) {
      try {
        log.append(List.of(entry(number++)), Durability.OS);
      } catch (IOException full) {
        assertEquals(Health.State.FULL, log.health().state());
      }
    }
  }

  private static Storage open(Path place) throws IOException {
    return new FileStorageProvider().open(place.toUri(), new SeededEnv(1));
  }

  private static int run(Object... words) throws InterruptedException {
    List<String> command = List.of(words).stream().map(String::valueOf).toList();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException absent) {
      return -1;
    }
  }

  private static Entry entry(int number) {
    byte[] body = new byte[1000];
    new Random(number).nextBytes(body);
    return new Entry(new CommitId(number, 0, 0, 0), MemorySegment.ofArray(body));
  }
}
