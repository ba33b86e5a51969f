package dev.goatdb.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.core.delta.Patches;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Bytes that a peer, or a damaged disk, may present: genuine ones with something changed, and
/// plain garbage. A decoder may say what is wrong by a [CodecException] and in no other way, and
/// what it takes in it must write out again byte for byte.
class DecoderFuzzTest {

  private static final int CASES = 20_000;
  private static final byte[] BOMBS = {
    (byte) 0x9b,
    (byte) 0xbb,
    0x5b,
    0x7b,
    (byte) 0x9a,
    (byte) 0xba,
    0x5a,
    0x7a,
    (byte) 0x81,
    (byte) 0xd9,
    (byte) 0xff,
    0
  };

  private interface Decoder {
    /// {@return what the bytes become when they are written again}
    byte[] rewritten(byte[] bytes) throws CodecException;
  }

  private static void fuzz(String name, List<byte[]> genuine, Decoder decoder) {
    Property.check(
        "fuzz " + name,
        CASES,
        random -> mutated(random, genuine),
        bytes -> {
          try {
            assertArrayEquals(bytes, decoder.rewritten(bytes), "read, but written otherwise");
          } catch (CodecException e) {
            if (e.offset() < 0 || e.offset() > bytes.length) {
              fail("offset " + e.offset() + " of " + bytes.length + ": " + e.getMessage());
            }
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(HexFormat.of().formatHex(bytes), e);
          }
        });
  }

  private static byte[] mutated(RandomGenerator random, List<byte[]> genuine) {
    byte[] bytes = genuine.get(random.nextInt(genuine.size())).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = once(random, bytes);
    }
    return bytes;
  }

  private static byte[] once(RandomGenerator random, byte[] bytes) {
    if (bytes.length == 0) {
      return AnyValues.bytes(random, 20);
    }
    int at = random.nextInt(bytes.length);
    byte[] result = bytes.clone();
    switch (random.nextInt(7)) {
      case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> result[at] = (byte) random.nextInt(256);
      case 2 -> result[at] = BOMBS[random.nextInt(BOMBS.length)];
      case 3 -> result = java.util.Arrays.copyOf(bytes, at);
      case 4 -> result = spliced(bytes, at, at, AnyValues.bytes(random, 12));
      case 5 -> result = spliced(bytes, at, at + random.nextInt(bytes.length - at), new byte[0]);
      default -> result = spliced(bytes, at, at, CanonicalCbor.encode(AnyValues.value(random, 2)));
    }
    return result;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] inserted) {
    byte[] result = new byte[bytes.length - (to - from) + inserted.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(inserted, 0, result, from, inserted.length);
    System.arraycopy(bytes, to, result, from + inserted.length, bytes.length - to);
    return result;
  }

  @Test
  void values() {
    List<byte[]> genuine =
        Samples.values().values().stream().map(value -> CanonicalCbor.encode(value)).toList();
    fuzz("values", genuine, bytes -> CanonicalCbor.encode(CanonicalCbor.decode(bytes)));
  }

  @Test
  void states() {
    List<byte[]> genuine = new ArrayList<>();
    for (State state : Samples.states().values()) {
      CborWriter out = new CborWriter();
      state.write(out, Samples.TIME.next());
      genuine.add(out.toByteArray());
    }
    fuzz(
        "states",
        genuine,
        bytes -> {
          CborReader in = new CborReader(bytes);
          CommitTime time = Samples.TIME.next();
          State state = State.read(in, Samples.SCHEMA, time);
          in.requireEnd();
          CborWriter out = new CborWriter();
          state.write(out, time);
          return out.toByteArray();
        });
  }

  @Test
  void commits() {
    List<byte[]> genuine =
        Samples.commits().values().stream().map(commit -> CommitCodec.encode(commit)).toList();
    fuzz("commits", genuine, bytes -> CommitCodec.encode(CommitCodec.decode(bytes, Samples.PATH)));
  }

  @Test
  void factsOfCommits() {
    List<byte[]> genuine =
        Samples.commits().values().stream().map(commit -> CommitCodec.encode(commit)).toList();
    fuzz(
        "facts",
        genuine,
        bytes -> {
          CommitCodec.decodeFacts(bytes, Samples.PATH, Samples.id(1));
          return bytes;
        });
  }

  @Test
  void bundlesInALog() {
    fuzz(
        "stored bundles",
        List.of(BundleCodec.encode(Samples.stored())),
        bytes -> BundleCodec.encode(BundleCodec.decodeStored(bytes)));
  }

  @Test
  void bundlesInAFrame() {
    fuzz(
        "sent bundles",
        List.of(Samples.sent()),
        bytes -> {
          CborReader in = new CborReader(bytes);
          BundleCodec.Sent sent = BundleCodec.readSent(in);
          in.requireEnd();
          CborWriter out = new CborWriter();
          BundleCodec.write(out, sent);
          return out.toByteArray();
        });
  }

  @Test
  void patches() {
    fuzz("patches", Patches.genuine(Samples.TIME), bytes -> Patches.rewritten(bytes, Samples.TIME));
  }
}
