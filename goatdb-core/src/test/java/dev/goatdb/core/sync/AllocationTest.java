package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.codec.CodecException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a decoder allocates is bound by the bytes that it was given, whatever these claim.
class AllocationTest {

  private static final long SEED = 20261123;
  private static final int RUNS = 30_000;

  /// Bytes for each byte of input; the densest input, a list of empty maps, takes most of that.
  private static final long PER_BYTE = 256;

  /// Bytes for any input: readers, exceptions with their messages and stacks.
  private static final long FIXED = 32 << 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static List<byte[]> seeds() {
    World world = new World(51);
    FakeHost server = world.server("server");
    for (int i = 0; i < 5; i++) {
      server.todo().write("milk" + i, Value.of("two".repeat(50)));
    }
    CommitId id = new CommitId(1, 2, 3, 4);
    Refusal refusal = new Refusal(Refusal.Reason.RULE, "/data/todo/milk", "no rule");
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(
        new Handshake(
                server, Limits.DEFAULT, true, java.net.URI.create("mem://x"), Value.Bytes.of())
            .hello());
    for (Frame frame :
        List.of(
            new Frame.Open(0, FakeHost.TODO, 100_000, id),
            new Frame.Listing(0, 1, 2, true, ShortIdList.of(new long[] {1, -2, 3}, 3)),
            new Frame.Commits(0, List.of(server.todo().read(0, false).orElseThrow())),
            new Frame.NeedBase(0, List.of(id, id)),
            new Frame.Nack(0, 1, List.of(new Frame.Missing.Commit(2, id, refusal))))) {
      seeds.add(FrameWriter.encode(frame));
    }
    return seeds;
  }

  /// Heads of arrays, maps, texts and bytes that claim far more than there is.
  private static byte[] lie(byte[] seed, Random random) {
    byte[] frame = Arrays.copyOf(seed, seed.length + random.nextInt(64));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = 2 + random.nextInt(frame.length - 2);
      frame[at] = (byte) ((2 + random.nextInt(4)) << 5 | 24 + random.nextInt(4));
      for (int k = 1; k <= 8 && at + k < frame.length && random.nextInt(3) > 0; k++) {
        frame[at + k] = (byte) (random.nextBoolean() ? 0x7f : random.nextInt());
      }
    }
    return frame;
  }

  @Test
  void framesThatLieAboutLengthsCostNoMoreThanTheirBytes() {
    List<byte[]> seeds = seeds();
    Random random = new Random(SEED);
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      byte[] frame = lie(seeds.get(random.nextInt(seeds.size())), random);
      refused += cost("frame, run " + run, frame, () -> FrameReader.decode(frame)) ? 1 : 0;
    }
    assertTrue(refused > RUNS / 2, refused + " of " + RUNS + " refused");
  }

  @Test
  void valuesOfTheDensestKindCostNoMoreThanTheirBytes() {
    for (int major = 2; major <= 6; major++) {
      for (int filler : new int[] {0x00, 0x40, 0x60, 0x80, 0x81, 0xa0, 0xc1, 0xf6}) {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) filler);
        bytes[0] = (byte) (major << 5 | 26);
        int length = bytes.length - 5;
        for (int i = 0; i < 4; i++) {
          bytes[1 + i] = (byte) (length >>> (24 - 8 * i));
        }
        cost("major " + major + ", " + filler, bytes, () -> CanonicalCbor.decode(bytes));
      }
    }
  }

  private interface Decoding {
    Object decode() throws CodecException;
  }

  /// {@return whether the bytes were refused}
  private boolean cost(String what, byte[] bytes, Decoding decoding) {
    long bound = FIXED + PER_BYTE * bytes.length;
    boolean isRefused = false;
    long allocated = Long.MAX_VALUE;
    // What a class costs that is loaded for the first time is not the decoder's.
    for (int i = 0; i < 3 && allocated > bound; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        decoding.decode();
      } catch (CodecException e) {
        isRefused = true;
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    long least = allocated;
    assertTrue(
        least <= bound,
        () -> "%s, seed %d: %d bytes for %d".formatted(what, SEED, least, bytes.length));
    return isRefused;
  }
}
