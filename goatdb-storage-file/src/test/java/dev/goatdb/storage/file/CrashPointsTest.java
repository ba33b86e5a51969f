package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A crash before every single change that a workload makes to the disk, with every fate of what was not forced; then work goes
/// on, and the next crash comes.
///
/// `-Dgoatdb.crash.points=1000000` for a long run, `-Dgoatdb.crash.seed=N` to begin with another history.
final class CrashPointsTest {

  private static final int POINTS = Integer.getInteger("goatdb.crash.points", 10_000);
  private static final long SEED = Long.getLong("goatdb.crash.seed", 1);
  private static final int STEPS = 14;
  private static final int STEPS_AFTER_A_CRASH = 3;

  private long points;
  private long acknowledged;

  @Test
  void nothingAcknowledgedIsLostAndTheRestIsAPrefix() {
    long seed = SEED;
    while (points < POINTS) {
      try {
        history(seed);
      } catch (IOException | RuntimeException | AssertionError failed) {
        String again = "-Dgoatdb.crash.seed=%d -Dgoatdb.crash.points=1".formatted(seed);
        throw new AssertionError("repeat with " + again, failed);
      }
      seed++;
    }
    System.out.printf(
        "crash points: %d, histories: %d from seed %d, acknowledged entries checked: %d, lost: 0%n",
        points, seed - SEED, SEED, acknowledged);
    assertTrue(points >= POINTS);
  }

  private void history(long seed) throws IOException {
    SimDisk disk = new SimDisk();
    Random fates = new Random(~seed);
    Workload work = new Workload(disk, new Random(seed), List.of(), new TreeSet<>(List.of(0)));
    disk.watch(change -> crashWithEveryFate(disk, work, fates));
    for (int step = 0; step < STEPS; step++) {
      work.step();
    }
    work.close();
    crashWithEveryFate(disk, work, fates);
  }

  private void crashWithEveryFate(SimDisk disk, Workload work, Random fates) throws IOException {
    for (SimFile.Fate fate : SimFile.Fate.values()) {
      Random chance = new Random(fates.nextLong());
      surviveAndGoOn(disk.afterCrash(fate, chance), work.entries(), work.boundaries(), chance);
    }
  }

  /// Recovers, checks, works on a little, crashes at some change, recovers and checks again.
  private void surviveAndGoOn(
      SimDisk disk, List<Entry> known, TreeSet<Integer> boundaries, Random chance)
      throws IOException {
    List<Entry> kept = recover(disk, known, boundaries);
    Workload work = new Workload(disk, chance, kept, boundaries);
    List<SimDisk> crashed = new ArrayList<>();
    List<TreeSet<Integer>> allowed = new ArrayList<>();
    List<List<Entry>> written = new ArrayList<>();
    int countdown = chance.nextInt(3 * STEPS_AFTER_A_CRASH);
    int[] changes = {0};
    disk.watch(
        change -> {
          if (changes[0]++ == countdown) {
            SimFile.Fate fate = SimFile.Fate.values()[chance.nextInt(5)];
            crashed.add(disk.afterCrash(fate, chance));
            allowed.add(work.boundaries());
            written.add(work.entries());
          }
        });
    for (int step = 0; step < STEPS_AFTER_A_CRASH && crashed.isEmpty(); step++) {
      work.append(chance.nextBoolean() ? Durability.DISK : Durability.OS);
    }
    if (!crashed.isEmpty()) {
      recover(crashed.getFirst(), written.getFirst(), allowed.getFirst());
    }
  }

  private List<Entry> recover(SimDisk disk, List<Entry> known, TreeSet<Integer> boundaries)
      throws IOException {
    points++;
    acknowledged += boundaries.first();
    LogFiles files = new LogFiles(Workload.ROOT, disk, new SeededEnv(points));
    FileLog log = files.open(Workload.REPOSITORY, () -> {});
    int found = Workload.check(log, known, boundaries);
    return List.copyOf(known.subList(0, found));
  }
}
