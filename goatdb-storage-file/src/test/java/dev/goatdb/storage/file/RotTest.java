package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Bits that flip, sectors that turn to zeros or into those of another place, below what was
/// forced. No wrong bytes are given out, no record that was not hit is lost, and nothing goes
/// unnoticed.
///
/// `-Dgoatdb.rot.points=1000000` for a long run, `-Dgoatdb.rot.seed=N` to begin with another
/// history.
final class RotTest {

  private static final int POINTS = Integer.getInteger("goatdb.rot.points", 20_000);
  private static final long SEED = Long.getLong("goatdb.rot.seed", 1);
  private static final int SECTOR = 512;
  private static final int POINTS_OF_A_HISTORY = 50;

  private long points;
  private long hitRecords;
  private long keptRecords;

  /// A range of bytes that were changed.
  private record Hit(long from, long to) {
    boolean meets(long start, long end) {
      return from < end && start < to;
    }
  }

  @Test
  void onlyWhatWasHitIsLostAndThatIsNoticed() {
    long seed = SEED;
    while (points < POINTS) {
      try {
        history(seed);
      } catch (IOException | RuntimeException | AssertionError failed) {
        String again = "-Dgoatdb.rot.seed=%d -Dgoatdb.rot.points=1".formatted(seed);
        throw new AssertionError("repeat with " + again, failed);
      }
      seed++;
    }
    System.out.printf(
        "rot points: %d, histories: %d from seed %d, records hit: %d, not hit and kept: %d%n",
        points, seed - SEED, SEED, hitRecords, keptRecords);
    assertTrue(hitRecords > 0 && keptRecords > hitRecords);
  }

  private void history(long seed) throws IOException {
    Random random = new Random(seed);
    SimDisk disk = new SimDisk();
    Workload work = new Workload(disk, random, false, List.of(), new TreeSet<>(List.of(0)));
    for (int step = 0; step < 12; step++) {
      work.step();
    }
    if (random.nextBoolean()) {
      work.keep();
      work.close();
    } else {
      // nothing after the last append knows that it was forced, so that one is not sealed
      work.force();
      work.append(Durability.OS);
    }
    byte[] whole = disk.file(Workload.FILE).shown();
    for (int i = 0; i < POINTS_OF_A_HISTORY; i++) {
      SimDisk copy = copyOf(whole);
      if (random.nextInt(4) > 0) {
        rotWhileClosed(copy, random);
      } else {
        rotWhileOpen(copy, random);
      }
      points++;
    }
  }

  private void rotWhileClosed(SimDisk disk, Random random) throws IOException {
    Before before = Before.of(disk);
    List<Hit> hits = hit(disk, random, sealed(disk));
    FileLog log = open(disk);
    check(log, before, hits);
    work(disk, log, random);
    check(open(disk), before, hits);
  }

  private void rotWhileOpen(SimDisk disk, Random random) throws IOException {
    Before before = Before.of(disk);
    long sealed = sealed(disk);
    FileLog log = open(disk);
    check(log, before, hit(disk, random, sealed));
  }

  /// Appends after the damage, and ends in order or by a crash: neither may touch what is there.
  private void work(SimDisk disk, FileLog log, Random random) throws IOException {
    CommitId id = new CommitId(99, random.nextLong(), 0, 0);
    byte[] body = new byte[random.nextInt(500)];
    log.append(List.of(new Entry(id, MemorySegment.ofArray(body))), Durability.DISK);
    if (random.nextBoolean()) {
      log.close();
    }
    FileLog again = open(disk);
    assertArrayEquals(body, again.read(id).orElseThrow().toArray(ValueLayout.JAVA_BYTE));
  }

  /// What was there before anything rotted.
  private record Before(TreeMap<Long, Entry> records, Extents extents) {
    static Before of(SimDisk disk) throws IOException {
      return new Before(RotTest.records(disk), Extents.of(disk));
    }
  }

  private void check(FileLog log, Before before, List<Hit> hits) throws IOException {
    TreeMap<Long, Entry> records = before.records;
    TreeMap<Long, Entry> found = new TreeMap<>();
    log.scan(0, found::put);
    found.values().removeIf(entry -> entry.id().w0() == 99);
    found.forEach((position, entry) -> assertSame(records, position, entry));
    records.forEach((position, entry) -> {
      Extents.Extent extent = before.extents.at(position);
      boolean isHit = hits.stream().anyMatch(hit -> hit.meets(extent.from(), extent.to()));
      assertTrue(
          isHit || found.containsKey(position),
          "lost %d, %s of %s, %s, found %s"
              .formatted(position, extent, before.extents.groups(), hits, found.keySet()));
      hitRecords += isHit ? 1 : 0;
      keptRecords += isHit ? 0 : 1;
    });
    for (Entry entry : records.values()) {
      assertNeverWrong(log, entry.id(), records);
    }
    for (Checkpoint kept : log.checkpoints()) {
      boolean isIntact = log.isIntact(kept, 0, kept.bytes().byteSize());
      boolean isSame = kept.bytes().mismatch(Workload.image(kept.from(), kept.to())) == -1;
      assertTrue(isSame || !isIntact, "a checkpoint with wrong bytes");
    }
    boolean isGroupHit = hits.stream().anyMatch(hit -> hit.to > Layout.FIRST_GROUP);
    if (isGroupHit) {
      assertFalse(log.verify().isEmpty(), () -> "unnoticed: " + hits);
    } else {
      assertEquals(List.of(), log.damage());
    }
  }

  private static void assertSame(TreeMap<Long, Entry> records, long position, Entry entry) {
    Entry expected = records.get(position);
    assertTrue(expected != null, () -> "an entry that nobody appended, at " + position);
    assertEquals(expected.id(), entry.id());
    assertArrayEquals(
        expected.bytes().toArray(ValueLayout.JAVA_BYTE),
        entry.bytes().toArray(ValueLayout.JAVA_BYTE));
  }

  /// An id gives one of the bodies that were appended under it, or nothing, or an error.
  private static void assertNeverWrong(FileLog log, CommitId id, TreeMap<Long, Entry> records) {
    byte[] body;
    try {
      body = log.read(id).map(segment -> segment.toArray(ValueLayout.JAVA_BYTE)).orElse(null);
    } catch (IOException damaged) {
      assertTrue(String.valueOf(damaged.getMessage()).contains("offset"));
      return;
    }
    boolean isRight =
        body == null
            || records.values().stream()
                .filter(entry -> entry.id().equals(id))
                .anyMatch(
                    entry -> Arrays.equals(body, entry.bytes().toArray(ValueLayout.JAVA_BYTE)));
    assertTrue(isRight, "wrong bytes");
  }

  /// Changes up to three places below a limit; one superblock at most, for without any there is no
  /// file.
  private static List<Hit> hit(SimDisk disk, Random random, long limit) {
    SimFile file = disk.file(Workload.FILE);
    int spared = random.nextInt(2) * Layout.SUPERBLOCK_BYTES;
    byte[] original = file.shown();
    for (int i = 0; i <= random.nextInt(3); i++) {
      byte[] before = file.shown();
      int at = random.nextInt((int) limit);
      int from = random.nextInt(3) == 0 ? at : at / SECTOR * SECTOR;
      byte[] bytes = rotten(before, from, (int) Math.min(limit, from + SECTOR), random);
      int to = from + bytes.length;
      boolean isSpared = from < spared + Layout.SUPERBLOCK_BYTES && to > spared;
      if (!isSpared) {
        file.rot(from, bytes);
      }
    }
    return changes(original, file.shown());
  }

  private static byte[] rotten(byte[] file, int from, int to, Random random) {
    byte[] bytes = Arrays.copyOfRange(file, from, to);
    switch (random.nextInt(4)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(bytes, (byte) 0);
      case 2 -> random.nextBytes(bytes);
      default -> {
        int other = random.nextInt(file.length - bytes.length) & -8;
        System.arraycopy(file, other, bytes, 0, bytes.length);
      }
    }
    return bytes;
  }

  /// {@return the bytes that differ, not the sectors: a record that did not change was not hit}
  private static List<Hit> changes(byte[] before, byte[] after) {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      boolean goesOn = !hits.isEmpty() && hits.getLast().to == i;
      if (before[i] != after[i]) {
        hits.add(new Hit(goesOn ? hits.removeLast().from : i, i + 1));
      }
    }
    return hits;
  }

  private static long sealed(SimDisk disk) throws IOException {
    DiskFile file = disk.open(Workload.FILE);
    Superblock superblock =
        new Superblocks(file, Workload.FILE).newest(Workload.REPOSITORY.toString());
    GroupReader reader = new GroupReader(file, superblock.file(), Workload.FILE);
    long known = reader.largestDurable(Layout.FIRST_GROUP, file.size());
    return Math.max(known, superblock.durable());
  }

  private static TreeMap<Long, Entry> records(SimDisk disk) throws IOException {
    TreeMap<Long, Entry> records = new TreeMap<>();
    open(disk)
        .scan(
            0,
            (position, entry) -> {
              byte[] body = entry.bytes().toArray(ValueLayout.JAVA_BYTE);
              records.put(position, new Entry(entry.id(), MemorySegment.ofArray(body)));
            });
    return records;
  }

  private static SimDisk copyOf(byte[] file) throws IOException {
    SimDisk disk = new SimDisk();
    DiskFile copy = disk.open(Workload.FILE);
    copy.write(0, MemorySegment.ofArray(file));
    copy.force();
    return disk;
  }

  private static FileLog open(SimDisk disk) throws IOException {
    return new LogFiles(Workload.ROOT, disk, new SeededEnv(1)).open(Workload.REPOSITORY, () -> {});
  }
}
