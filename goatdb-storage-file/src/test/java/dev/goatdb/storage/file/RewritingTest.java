package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Compaction.Losses;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Health;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Files that are rewritten: to save space, and because a force failed.
final class RewritingTest {

  private final SimDisk disk = new SimDisk();

  @Test
  void singleEditsTakeUpLessThanHalfOnceTheyArePackedTogether() throws IOException {
    FileLog log = open();
    for (int i = 0; i < 3000; i++) {
      append(log, i, Durability.OS);
    }
    long promised = log.reclaimable();
    log.close();
    long before = disk.file(Workload.FILE).size();
    log = open();
    rewrite(log, Losses.REMEMBER);
    log.close();
    long after = disk.file(Workload.FILE).size();
    assertTrue(after < before / 2, after + " of " + before);
    assertTrue(promised > (before - after) / 3 && promised < before, promised + " of " + before);
    assertEquals(numbers(0, 3000), names(open()));
    assertTrue(open().reclaimable() < after / 10);
  }

  @Test
  void checkpointsThatCountAreKeptAndOthersAreNot() throws IOException {
    FileLog log = open();
    MemorySegment image = MemorySegment.ofArray(new byte[100_000]);
    for (int i = 0; i < 40; i++) {
      append(log, i, Durability.OS);
      log.keep(new Checkpoint(0, i + 1, image));
    }
    append(log, 40, Durability.OS);
    rewrite(log, Losses.REMEMBER);
    log.close();
    assertTrue(disk.file(Workload.FILE).size() < 200_000);
    FileLog again = open();
    assertEquals(1, again.checkpoints().size());
    assertEquals(40, again.checkpoints().getFirst().to());
    assertTrue(again.isIntact(again.checkpoints().getFirst(), 0, 100_000));
    assertEquals(numbers(0, 41), names(again));
    assertEquals(List.of(), again.verify());
  }

  @Test
  void whoReadsTheOldFileGoesOn() throws IOException {
    FileLog log = open();
    for (int i = 0; i < 100; i++) {
      append(log, i, Durability.OS);
    }
    MemorySegment held = log.read(entry(7).id()).orElseThrow();
    List<Long> seen = new ArrayList<>();
    log.scan(
        0,
        (position, entry) -> {
          if (position == 50) {
            rewrite(log, Losses.REMEMBER);
          }
          seen.add(entry.id().w0());
        });
    assertEquals(numbers(0, 100), seen);
    assertEquals(7, held.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void whatIsAppendedMeanwhileIsThere() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.OS);
    try (Compaction compaction = log.compaction(Losses.REMEMBER).orElseThrow()) {
      assertThrows(IOException.class, () -> log.compaction(Losses.REMEMBER));
      append(log, 1, Durability.OS);
      compaction.copy();
      append(log, 2, Durability.DISK);
      compaction.finish();
      append(log, 3, Durability.OS);
    }
    log.close();
    assertEquals(numbers(0, 4), names(open()));
  }

  @Test
  void aRewritingThatIsGivenUpLeavesNothing() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.DISK);
    try (Compaction compaction = log.compaction(Losses.REMEMBER).orElseThrow()) {
      compaction.copy();
    }
    append(log, 1, Durability.DISK);
    assertEquals(List.of(Workload.FILE), disk.list(Workload.FILE.getParent()));
    rewrite(log, Losses.REMEMBER);
    assertEquals(numbers(0, 2), names(log));
  }

  @Test
  void lossesAreRememberedUntilTheyAreForgotten() throws IOException {
    FileLog log = open();
    for (int i = 0; i < 5; i++) {
      append(log, i, Durability.DISK);
    }
    log.close();
    flipAt(Extents.of(disk).at(2).from() + 50);
    log = open();
    rewrite(log, Losses.REMEMBER);
    assertEquals(1, log.damage().size(), "what was seen before is not forgotten while it is open");
    log.close();
    log = open();
    assertEquals(List.of(0L, 1L, 3L, 4L), names(log));
    assertEquals(3L, log.entry(3).orElseThrow().id().w0(), "positions stay");
    assertTrue(log.entry(2).isEmpty());
    assertTrue(log.verify().toString().contains("entry 3 stands here, expected 2"));
    rewrite(log, Losses.FORGET);
    log.close();
    log = open();
    assertEquals(List.of(), log.verify());
    assertEquals(3L, log.entry(3).orElseThrow().id().w0());
    assertEquals(5, log.size());
  }

  @Test
  void aFileThatWasCutStaysKnownAsCutUntilThatIsForgotten() throws IOException {
    FileLog log = open();
    for (int i = 0; i < 5; i++) {
      append(log, i, Durability.DISK);
    }
    log.close();
    long third = Extents.of(disk).at(3).from() - Layout.GROUP_HEADER_BYTES;
    disk.open(Workload.FILE).truncate(third);
    for (int opening = 0; opening < 3; opening++) {
      log = open();
      assertEquals(1, log.verify().size(), "a cut at the border of a group");
      assertEquals(5, log.size());
      log.close();
    }
    log = open();
    rewrite(log, Losses.REMEMBER);
    log.close();
    log = open();
    assertEquals(1, log.verify().size());
    rewrite(log, Losses.FORGET);
    log.close();
    log = open();
    assertEquals(List.of(), log.verify());
    append(log, 5, Durability.DISK);
    assertEquals(5L, log.entry(5).orElseThrow().id().w0());
    assertEquals(List.of(), log.verify());
  }

  @Test
  void aFailedForceIsHealedByANewFile() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.DISK);
    append(log, 1, Durability.OS);
    disk.failNextForce(new Random(1));
    append(log, 2, Durability.DISK);
    assertEquals(Health.GOOD, log.health());
    SimDisk crashed = disk.afterCrash(SimFile.Fate.LOST, new Random(1));
    assertEquals(numbers(0, 3), names(open(crashed)));
    append(log, 3, Durability.DISK);
    log.close();
    assertEquals(numbers(0, 4), names(open()));
  }

  @Test
  void whereNothingCanBeForcedTheLogIsReadOnly() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.DISK);
    disk.watch(change -> {
      if (change == SimDisk.Change.FORCE) {
        throw new IOException("input/output error");
      }
    });
    assertThrows(IOException.class, () -> append(log, 1, Durability.DISK));
    disk.watch(change -> {});
    assertEquals(Health.State.READ_ONLY, log.health().state());
    assertTrue(log.health().reason().contains("input/output error"), log.health().reason());
    assertThrows(IOException.class, () -> append(log, 2, Durability.OS));
    assertThrows(IOException.class, () -> log.compaction(Losses.REMEMBER));
    assertThrows(IOException.class, () -> log.keep(new Checkpoint(0, 1, MemorySegment.NULL)));
    assertEquals(List.of(0L), names(log), "reading goes on");
    assertThrows(IOException.class, log::close);
    assertEquals(0L, names(open()).getFirst());
  }

  @Test
  void aFullDiskIsSaidAndPasses() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.DISK);
    disk.watch(change -> {
      if (change == SimDisk.Change.WRITE) {
        throw new IOException("No space left on device");
      }
    });
    byte[] random = new byte[200_000];
    new Random(1).nextBytes(random);
    List<Entry> large = List.of(new Entry(entry(1).id(), MemorySegment.ofArray(random)));
    assertThrows(IOException.class, () -> log.append(large, Durability.OS));
    assertEquals(Health.State.FULL, log.health().state());
    assertTrue(log.health().reason().contains("Make room"), log.health().reason());
    assertThrows(IOException.class, () -> log.compaction(Losses.REMEMBER));
    disk.watch(change -> {});
    log.append(large, Durability.OS);
    assertEquals(Health.GOOD, log.health());
    log.close();
    assertEquals(numbers(0, 2), names(open()));
  }

  @Test
  void aNewFileWhoseNameCannotBeForcedTakesNoMore() throws IOException {
    FileLog log = open();
    append(log, 0, Durability.DISK);
    Compaction compaction = log.compaction(Losses.REMEMBER).orElseThrow();
    compaction.copy();
    disk.watch(change -> {
      if (change == SimDisk.Change.FORCE_DIRECTORY) {
        throw new IOException("input/output error");
      }
    });
    assertThrows(IOException.class, compaction::finish);
    compaction.close();
    disk.watch(change -> {});
    assertFalse(log.health().equals(Health.GOOD));
    assertThrows(IOException.class, () -> append(log, 1, Durability.OS));
    log.close();
    assertEquals(numbers(0, 1), names(open()));
  }

  private static void rewrite(FileLog log, Losses losses) throws IOException {
    try (Compaction compaction = log.compaction(losses).orElseThrow()) {
      compaction.copy();
      compaction.finish();
    }
  }

  private FileLog open() throws IOException {
    return open(disk);
  }

  private static FileLog open(SimDisk disk) throws IOException {
    return new LogFiles(Workload.ROOT, disk, new SeededEnv(1)).open(Workload.REPOSITORY, () -> {});
  }

  private static void append(FileLog log, long name, Durability durability) throws IOException {
    log.append(List.of(entry(name)), durability);
  }

  private static Entry entry(long name) {
    byte[] body = new byte[200];
    body[0] = (byte) name;
    return new Entry(new CommitId(name, 0, 0, 0), MemorySegment.ofArray(body));
  }

  private static List<Long> names(FileLog log) throws IOException {
    List<Long> names = new ArrayList<>();
    log.scan(0, (position, entry) -> names.add(entry.id().w0()));
    return names;
  }

  private static List<Long> numbers(long from, long to) {
    List<Long> numbers = new ArrayList<>();
    for (long number = from; number < to; number++) {
      numbers.add(number);
    }
    return numbers;
  }

  private void flipAt(long offset) {
    SimFile file = disk.file(Workload.FILE);
    byte flipped = (byte) (file.shown()[(int) offset] ^ 4);
    file.rot((int) offset, new byte[] {flipped});
  }
}
