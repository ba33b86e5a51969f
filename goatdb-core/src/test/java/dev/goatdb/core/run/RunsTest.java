package dev.goatdb.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final CommitId HOLE = CommitId.of(new byte[32]);

  /// Keeps what runs are made of, and nothing else.
  private static final class KeptOnly implements CommitLog {
    private final List<Checkpoint> kept = new ArrayList<>();
    private int broken = -1;

    @Override
    public List<Checkpoint> checkpoints() {
      return List.copyOf(kept);
    }

    @Override
    public boolean isIntact(Checkpoint checkpoint, long offset, long length) {
      return broken < 0 || kept.get(broken).from() != checkpoint.from();
    }

    @Override
    public void keep(Checkpoint checkpoint) {
      kept.removeIf(old -> old.from() >= checkpoint.from() && old.to() <= checkpoint.to());
      kept.add(checkpoint);
    }

    @Override
    public long append(List<Entry> entries, Durability durability) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<MemorySegment> read(CommitId id) {
      return Optional.empty();
    }

    @Override
    public long scan(long from, Visitor visitor) {
      return from;
    }

    @Override
    public long size() {
      return Long.MAX_VALUE;
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
  }

  private static ItemImage image(String key, Random random, long end) {
    List<Long> heads = new ArrayList<>();
    for (int i = 1 + random.nextInt(random.nextInt(8) == 0 ? 3 : 1); i > 0; i--) {
      heads.add((long) random.nextInt((int) end));
    }
    List<CommitId> holes = random.nextInt(20) == 0 ? List.of(HOLE) : List.of();
    return new ItemImage(
        key, random.nextBoolean(), heads, heads.size() + random.nextInt(300), holes);
  }

  private static Rest rest(int number, List<Rest.Move> moves) {
    Map<Rest.By, Long> signed = Map.of(new Rest.By(HOLE, new SessionId(1, 2)), (long) number);
    return new Rest(signed, moves, Map.of(HOLE, List.of(number)), new TreeMap<>());
  }

  @Test
  void aChainSaysWhatWasWrittenLastOfEachItem() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      KeptOnly log = new KeptOnly();
      Map<String, ItemImage> model = new HashMap<>();
      List<Long> bundles = new ArrayList<>();
      List<Rest.Move> moves = new ArrayList<>();
      long end = 0;
      for (int i = 1; i < 30; i++) {
        Runs before = Runs.of(log);
        long from = end;
        end += 1 + random.nextInt(500);
        Map<String, ItemImage> added = new HashMap<>();
        for (int k = random.nextInt(200); k > 0; k--) {
          String key = "ключ" + random.nextInt(900);
          added.put(key, image(key, random, end));
        }
        model.putAll(added);
        bundles.add(end - 1);
        Rest.Move move = new Rest.Move(from, from, -1);
        moves.add(move);
        Totals totals = new Totals(model.size(), i, end);
        log.keep(
            new RunWriter(before, List.copyOf(added.values()), new long[] {end - 1}, end)
                .write(totals, rest(i, List.of(move)), before.end()));
        check(Runs.of(log), model, bundles, rest(i, moves), totals, end, "seed " + seed);
      }
      assertTrue(log.kept.size() < 10, "runs take the place of smaller ones: " + log.kept.size());
    }
  }

  private static void check(
      Runs runs,
      Map<String, ItemImage> model,
      List<Long> bundles,
      Rest rest,
      Totals totals,
      long end,
      String seed) {
    assertEquals(end, runs.end(), seed);
    assertEquals(totals, runs.totals(), seed);
    assertEquals(rest, runs.rest(), seed);
    assertEquals(bundles.size(), runs.bundles(), seed);
    for (int i = 0; i < bundles.size(); i++) {
      assertEquals(bundles.get(i), runs.bundle(i), seed);
    }
    model.forEach((key, image) -> assertEquals(image, runs.find(key), seed));
    assertNull(runs.find("nobody"), seed);
    Map<String, Boolean> seen = new HashMap<>();
    runs.forEach((key, exists) -> assertNull(seen.put(key, exists), seed));
    Map<String, ItemImage> inBuckets = new HashMap<>();
    for (int bucket = 0; bucket < KeyHash.BUCKETS; bucket++) {
      runs.forEachIn(bucket, e -> inBuckets.put(e.getValue().key(), e.getValue()));
    }
    assertEquals(model, inBuckets, seed);
    assertEquals(model.keySet(), seen.keySet(), seed);
    model.forEach((key, image) -> assertEquals(image.exists(), seen.get(key), seed));
  }

  private static KeptOnly two() throws IOException {
    KeptOnly log = new KeptOnly();
    List<ItemImage> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(new ItemImage("a" + i, true, List.of((long) i), 1, List.of()));
    }
    log.keep(
        new RunWriter(Runs.NONE, many, new long[] {500}, 501)
            .write(new Totals(500, 0, 500), Rest.NONE, 0));
    ItemImage one = new ItemImage("b", true, List.of(501L), 1, List.of());
    log.keep(
        new RunWriter(Runs.of(log), List.of(one), new long[] {502}, 503)
            .write(new Totals(501, 0, 501), Rest.NONE, 501));
    assertEquals(2, Runs.of(log).size());
    return log;
  }

  @Test
  void aDamagedRunCountsAsDroppedWithAllBehindIt() throws IOException {
    KeptOnly log = two();
    log.broken = 1;
    assertEquals(501, Runs.of(log).end());
    assertNull(Runs.of(log).find("b"));
    log.broken = 0;
    assertTrue(Runs.of(log).isEmpty());
  }

  @Test
  void anImageOfAnotherVersionOrOfNoRunCountsAsNone() throws IOException {
    KeptOnly log = two();
    Checkpoint second = log.kept.get(1);
    byte[] bytes = second.bytes().toArray(ValueLayout.JAVA_BYTE);
    for (int at : new int[] {0, 7, Run.BITS_AT, Run.RECORDS_AT, Run.REST_AT + 3}) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x55;
      log.kept.set(1, new Checkpoint(second.from(), second.to(), MemorySegment.ofArray(changed)));
      assertEquals(501, Runs.of(log).end(), "byte " + at);
    }
    log.kept.set(1, new Checkpoint(501, 503, MemorySegment.ofArray(new byte[3])));
    assertEquals(501, Runs.of(log).end());
  }
}
