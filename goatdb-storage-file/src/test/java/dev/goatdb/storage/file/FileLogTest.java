package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Single faults, one by one, by name. The harnesses next door find the combinations.
final class FileLogTest {

  private final SimDisk disk = new SimDisk();

  @Test
  void recoversPrefixWhenLastGroupIsTorn() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    append(log, 2, Durability.DISK);
    long third = end();
    append(log, 3, Durability.OS);
    flipAt(third + 80);
    FileLog recovered = open();
    assertEquals(List.of(1L, 2L), names(recovered));
    assertEquals(List.of(), recovered.damage());
    append(recovered, 4, Durability.DISK);
    assertEquals(List.of(1L, 2L, 4L), names(open()));
  }

  @Test
  void quarantinesExactlyTheDamagedRecord() throws IOException {
    FileLog log = open();
    log.append(List.of(entry(1), entry(2), entry(3)), Durability.DISK);
    log.close();
    flipAt(Extents.of(disk).at(1).from() + 60);
    FileLog damaged = open();
    assertEquals(List.of(1L, 3L), names(damaged));
    assertTrue(damaged.read(entry(2).id()).isEmpty());
    assertEquals(1, damaged.damage().size());
    assertTrue(damaged.damage().getFirst().contains("1 of 3 records"), damaged.damage()::toString);
    append(damaged, 4, Durability.DISK);
    damaged.close();
    assertEquals(List.of(1L, 3L, 4L), names(open()));
  }

  @Test
  void findsTheNextGroupBehindADestroyedHeader() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    long second = end();
    append(log, 2, Durability.DISK);
    append(log, 3, Durability.DISK);
    log.close();
    flipAt(second + 10);
    FileLog damaged = open();
    assertEquals(List.of(1L, 2L, 3L), names(damaged), "the record itself was not hit");
    assertTrue(damaged.damage().getFirst().contains("offset " + second));
  }

  @Test
  void findsAHeaderWhereverItLiesInTheWindowsOfTheSearch() throws IOException {
    for (int early = 0; early <= 80; early += 8) {
      SimDisk another = new SimDisk();
      FileLog log = open(another);
      append(log, 1, Durability.DISK);
      long second = end(another);
      byte[] large = new byte[(1 << 20) - 100 - early];
      log.append(List.of(new Entry(entry(2).id(), MemorySegment.ofArray(large))), Durability.DISK);
      long third = end(another);
      append(log, 3, Durability.DISK);
      log.close();
      another.file(Workload.FILE).rot((int) second, new byte[200]);
      FileLog damaged = open(another);
      assertEquals(List.of(1L, 3L), names(damaged));
      assertTrue(damaged.damage().getFirst().contains("bytes up to " + third + " hold"));
    }
  }

  @Test
  void damageThatComesWhileOpenIsReportedAndNoWrongByteIsRead() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    long second = end();
    append(log, 2, Durability.DISK);
    append(log, 3, Durability.DISK);
    flipAt(second + 64 + 12 + 32 + 5);
    IOException refused = assertThrows(IOException.class, () -> log.read(entry(2).id()));
    assertTrue(String.valueOf(refused.getMessage()).contains("offset"));
    assertEquals(List.of(1L, 3L), names(log));
    assertEquals(1, log.verify().stream().filter(line -> line.contains("1 of 1")).count());
  }

  @Test
  void aFullDiskRefusesAppendsAndLosesNothing() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    long size = log.size();
    disk.watch(change -> {
      if (change == SimDisk.Change.WRITE) {
        throw new IOException("No space left on device");
      }
    });
    byte[] random = new byte[1 << 20];
    new Random(1).nextBytes(random);
    Entry large = new Entry(entry(2).id(), MemorySegment.ofArray(random));
    IOException full =
        assertThrows(IOException.class, () -> log.append(List.of(large), Durability.DISK));
    String message = String.valueOf(full.getMessage());
    assertTrue(message.contains("No space left on device") && message.contains("Make room"));
    assertEquals(size, log.size());
    assertEquals(List.of(1L), names(log));
    disk.watch(change -> {});
    log.append(List.of(large), Durability.DISK);
    assertEquals(List.of(1L, 2L), names(log));
    log.close();
    assertEquals(List.of(1L, 2L), names(open()));
  }

  @Test
  void aFailedForceEndsWritingUntilTheNextOpening() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    disk.watch(change -> {
      if (change == SimDisk.Change.FORCE) {
        throw new IOException("input/output error");
      }
    });
    assertThrows(IOException.class, () -> append(log, 2, Durability.DISK));
    disk.watch(change -> {});
    IOException refused = assertThrows(IOException.class, () -> append(log, 3, Durability.OS));
    assertTrue(String.valueOf(refused.getMessage()).contains("open it again"));
    assertThrows(IOException.class, log::force);
    assertEquals(List.of(1L), names(log), "reading goes on");
    assertThrows(IOException.class, log::close);
    log.close();
    FileLog again = open();
    assertEquals(1L, names(again).getFirst());
    append(again, 4, Durability.DISK);
    assertEquals(4L, names(open()).getLast());
  }

  @Test
  void openingAndClosingWritesNothing() throws IOException {
    FileLog log = open();
    append(log, 1, Durability.DISK);
    log.close();
    disk.watch(change -> {
      throw new AssertionError("an opening that appends nothing wrote: " + change);
    });
    FileLog again = open();
    assertEquals(List.of(1L), names(again));
    again.close();
  }

  private FileLog open() throws IOException {
    return open(disk);
  }

  private static FileLog open(SimDisk disk) throws IOException {
    return new LogFiles(Workload.ROOT, disk, new SeededEnv(1)).open(Workload.REPOSITORY, () -> {});
  }

  /// {@return where the last group ends}
  private long end() throws IOException {
    return end(disk);
  }

  private static long end(SimDisk disk) throws IOException {
    return Extents.of(disk).groups().lastEntry().getValue().end();
  }

  private static void append(FileLog log, long name, Durability durability) throws IOException {
    log.append(List.of(entry(name)), durability);
  }

  private static Entry entry(long name) {
    return new Entry(new CommitId(name, 0, 0, 0), MemorySegment.ofArray(new byte[100]));
  }

  private static List<Long> names(FileLog log) throws IOException {
    List<Long> names = new ArrayList<>();
    log.scan(0, (position, entry) -> names.add(entry.id().w0()));
    return names;
  }

  private void flipAt(long offset) {
    SimFile file = disk.file(Workload.FILE);
    byte flipped = (byte) (file.shown()[(int) offset] ^ 4);
    file.rot((int) offset, new byte[] {flipped});
  }
}
