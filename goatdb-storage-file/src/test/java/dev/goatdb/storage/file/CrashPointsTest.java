package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A crash before every single change that a workload makes to the disk, with every fate of what
/// was not forced; then work goes on, and the next crash comes.
///
/// `-Dgoatdb.crash.points=1000000` for a long run, `-Dgoatdb.crash.seed=N` to begin with another
/// history.
final class CrashPointsTest {

  private static final int POINTS = Integer.getInteger("goatdb.crash.points", 20_000);
  private static final long SEED = Long.getLong("goatdb.crash.seed", 1);
  private static final int STEPS = 14;
  private static final int STEPS_AFTER_A_CRASH = 3;
  private static final int ROUNDS = 4;

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
    boolean isUniform = seed % 2 == 0;
    Workload work =
        new Workload(disk, new Random(seed), isUniform, List.of(), new TreeSet<>(List.of(0)));
    disk.watch(change -> crashWithEveryFate(new Crashed(disk, work, isUniform), fates));
    for (int step = 0; step < STEPS; step++) {
      work.step();
    }
    work.close();
    crashWithEveryFate(new Crashed(disk, work, isUniform), fates);
  }

  /// A disk just before it crashes, and what a crash may leave on it.
  private record Crashed(
      SimDisk disk, List<Entry> known, TreeSet<Integer> boundaries, boolean isUniform) {

    Crashed(SimDisk disk, Workload work, boolean isUniform) {
      this(disk, work.entries(), work.boundaries(), isUniform);
    }

    Crashed with(SimFile.Fate fate, Random chance) {
      return new Crashed(disk.afterCrash(fate, chance), known, boundaries, isUniform);
    }
  }

  private void crashWithEveryFate(Crashed crashed, Random fates) throws IOException {
    for (SimFile.Fate fate : SimFile.Fate.values()) {
      Random chance = new Random(fates.nextLong());
      Optional<Crashed> next = Optional.of(crashed.with(fate, chance));
      for (int round = 0; round < ROUNDS && next.isPresent(); round++) {
        next = surviveAndGoOn(next.get(), chance);
      }
    }
  }

  /// Recovers, checks, works on a little, and crashes at some change.
  ///
  /// @return the disk after the next crash, or nothing if the work ended before it
  private Optional<Crashed> surviveAndGoOn(Crashed crashed, Random chance) throws IOException {
    SimDisk disk = crashed.disk;
    List<Entry> kept = recover(crashed);
    Workload work = new Workload(disk, chance, crashed.isUniform, kept, crashed.boundaries);
    List<Crashed> next = new ArrayList<>();
    int[] countdown = {chance.nextInt(3 * STEPS_AFTER_A_CRASH)};
    disk.watch(change -> {
      if (countdown[0]-- == 0) {
        SimFile.Fate fate = SimFile.Fate.values()[chance.nextInt(5)];
        next.add(new Crashed(disk, work, crashed.isUniform).with(fate, chance));
      }
    });
    for (int step = 0; step < STEPS_AFTER_A_CRASH && next.isEmpty(); step++) {
      work.append(chance.nextInt(3) == 0 ? Durability.DISK : Durability.OS);
      if (chance.nextInt(4) == 0) {
        work.keep();
      }
      if (chance.nextInt(6) == 0 && next.isEmpty()) {
        work.compact();
      }
    }
    return next.stream().findFirst();
  }

  private List<Entry> recover(Crashed crashed) throws IOException {
    points++;
    acknowledged += crashed.boundaries.first();
    LogFiles files = new LogFiles(Workload.ROOT, crashed.disk, new SeededEnv(points));
    FileLog log = files.open(Workload.REPOSITORY, () -> {});
    int found = Workload.check(log, crashed.known, crashed.boundaries);
    return List.copyOf(crashed.known.subList(0, found));
  }
}
