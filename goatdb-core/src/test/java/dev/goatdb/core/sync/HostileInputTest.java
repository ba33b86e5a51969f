package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CodecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileInputTest {

  private static final CommitId ID = new CommitId(1, 2, 3, 4);
  private static final long FUZZ_SEED = 20261123;

  /// One frame of each kind.
  private static List<Frame> samples() {
    World world = new World(51);
    FakeHost server = world.server("server");
    server.todo().write("milk", Value.of("two"));
    Handshake handshake =
        new Handshake(
            server, Limits.DEFAULT, true, java.net.URI.create("mem://x"), Value.Bytes.of());
    Refusal refusal = new Refusal(Refusal.Reason.RULE, "/data/todo/milk", "no rule");
    ShortIdList ids = ShortIdList.of(new long[] {1, -2, 3}, 3);
    try {
      return List.of(
          FrameReader.decode(handshake.hello()).orElseThrow(),
          new Frame.Auth(Value.Bytes.of(new byte[64])),
          new Frame.Introduce(
              Value.Bytes.of(handshake.hello()),
              Value.Bytes.of(handshake.hello()),
              Value.Bytes.of(new byte[64])),
          new Frame.Refused(0, ID, refusal),
          new Frame.Bye(ByeCode.FOREIGN, 17, "another database"),
          new Frame.Open(0, FakeHost.TODO, 100_000, ID),
          new Frame.Accept(0, Frame.Mode.LIST, 5, ID),
          new Frame.Close(3),
          new Frame.Digest(0, 7, true, 5, ID),
          new Frame.Listing(0, 1, 2, true, ids),
          new Frame.Want(0, 1, 2, false, ids),
          new Frame.Commits(0, List.of(server.todo().read(0, false).orElseThrow())),
          new Frame.NeedBase(0, List.of(ID, ID)),
          new Frame.Ack(0, 300, -1),
          new Frame.Nack(
              0,
              1,
              List.of(
                  new Frame.Missing.Later(0),
                  new Frame.Missing.Bundle(1, refusal),
                  new Frame.Missing.Commit(2, ID, refusal))),
          new Frame.Beacon(
              0,
              new SessionId(5, 6),
              "here",
              300,
              2,
              Optional.of(Value.Bytes.of(new byte[40])),
              Value.Bytes.of(new byte[64])));
    } catch (CodecException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyFrameSurvivesItsEncoding() throws CodecException {
    List<Frame> samples = samples();
    assertEquals(FrameType.values().length, samples.size());
    for (Frame frame : samples) {
      assertEquals(frame, FrameReader.decode(FrameWriter.encode(frame)).orElseThrow());
    }
  }

  @Test
  void aFrameCutAnywhereIsRefused() {
    for (Frame frame : samples()) {
      byte[] bytes = FrameWriter.encode(frame);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(CodecException.class, () -> FrameReader.decode(cut), frame + " " + length);
      }
    }
  }

  @Test
  void laterVersionsMayAddFrames() throws CodecException {
    assertTrue(FrameReader.decode(new byte[] {34, 0, 1, 2, 3}).isEmpty());
    assertThrows(CodecException.class, () -> FrameReader.decode(new byte[] {33, 0}));
    assertThrows(CodecException.class, () -> FrameReader.decode(new byte[] {14, 0}));
    assertThrows(CodecException.class, () -> FrameReader.decode(new byte[] {0, 0}));
  }

  @Test
  void laterVersionsMayAddFields() throws CodecException {
    byte[] close = FrameWriter.encode(new Frame.Close(3));
    byte[] ignorable = append(close, 0xa1, 2, 0x61, 'x');
    assertEquals(new Frame.Close(3), FrameReader.decode(ignorable).orElseThrow());
    byte[] critical = append(close, 0xa1, 3, 0x61, 'x');
    assertThrows(CodecException.class, () -> FrameReader.decode(critical));
    byte[] unordered = append(close, 0xa2, 4, 0, 2, 0);
    assertThrows(CodecException.class, () -> FrameReader.decode(unordered));
  }

  private static byte[] append(byte[] bytes, int... more) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
    for (int i = 0; i < more.length; i++) {
      all[bytes.length + i] = (byte) more[i];
    }
    return all;
  }

  @Test
  void theDecoderRefusesWhatItDoesNotUnderstandAndNeverThrowsAnythingElse() {
    Random random = new Random(FUZZ_SEED);
    List<byte[]> seeds = samples().stream().map(FrameWriter::encode).toList();
    long end = System.nanoTime() + 2_000_000_000L;
    int decoded = 0;
    int runs = 0;
    for (; runs < 20_000 || System.nanoTime() < end; runs++) {
      byte[] frame = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        decoded += FrameReader.decode(frame).isPresent() ? 1 : 0;
      } catch (CodecException e) {
        assertTrue(e.offset() >= 0 && e.offset() <= frame.length, e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + FUZZ_SEED + ", run " + runs + ": " + Arrays.toString(frame), e);
      }
    }
    System.out.println("decoder fuzz: " + runs + " frames, " + decoded + " decoded");
    assertTrue(decoded > 0 && decoded < runs);
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] frame =
        Arrays.copyOf(
            seed, random.nextInt(10) == 0 ? random.nextInt(seed.length + 9) : seed.length);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && frame.length > 0; i++) {
      int at = random.nextInt(frame.length);
      frame[at] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) (frame[at] ^ 1 << random.nextInt(8));
    }
    return frame;
  }

  @Test
  void aPeerThatSpeaksNonsenseAfterTheHandshakeIsCutOffAndNothingIsApplied() {
    Random random = new Random(FUZZ_SEED);
    int cutOff = 0;
    for (int run = 0; run < 60; run++) {
      World world = new World(run);
      FakeHost server = world.server("server");
      server.todo().write("milk", Value.of("two"));
      FakeHost ada = world.client("ada");
      ada.todo();
      FakeLink link = world.connect(ada, server);
      world.run();
      List<byte[]> seeds = new ArrayList<>(link.sentFrames);
      seeds.addAll(link.other().sentFrames);
      samples().forEach(frame -> seeds.add(FrameWriter.encode(frame)));
      CommitId before = server.todo().digest();
      for (int i = 0; i < 40; i++) {
        byte[] frame = mutate(seeds.get(random.nextInt(seeds.size())), random);
        server.node.onFrame(link.other().handle(), frame);
      }
      world.run();
      cutOff += link.other().closed != null ? 1 : 0;
      assertEquals(before, server.todo().digest(), "run " + run);
    }
    assertTrue(cutOff > 50, cutOff + " of 60 cut off");
  }

  @Test
  void aPeerBeyondItsWindowIsCutOff() {
    Limits small = Limits.DEFAULT.withSizes(Limits.MIN_FRAME_BYTES, 1 << 10, 4 << 10);
    World world = new World(52, small);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo().write("milk", FlowTest.bytes(3000));
    FakeLink link = world.connect(ada, server);
    world.run();
    server.todo().isStuck = true;
    int index = ada.todo().bundles() - 1;
    Frame frame = new Frame.Commits(1, List.of(ada.todo().read(index, false).orElseThrow()));
    server.node.onFrame(link.other().handle(), FrameWriter.encode(frame));
    assertFalse(link.other().closed != null);
    server.node.onFrame(link.other().handle(), FrameWriter.encode(frame));

    Frame.Bye bye = (Frame.Bye) link.other().sent(Frame.Bye.class).getFirst();
    assertEquals(ByeCode.LIMIT, bye.code());
  }

  @Test
  void anAcknowledgementOfWhatWasNotSentIsRefused() {
    assertEquals(ByeCode.MALFORMED, answerTo(new Frame.Ack(1, 99, 99)));
    assertEquals(
        ByeCode.MALFORMED, answerTo(new Frame.Nack(1, 99, List.of(new Frame.Missing.Later(0)))));
    assertEquals(
        ByeCode.MALFORMED, answerTo(new Frame.Want(1, 0, 0, true, ShortIdList.of(new long[0], 0))));
    assertEquals(ByeCode.MALFORMED, answerTo(new Frame.Accept(1, Frame.Mode.SAME, 0, ID)));
    assertEquals(ByeCode.MALFORMED, answerTo(new Frame.Open(9, FakeHost.TODO, 0, ID)));
    assertEquals(
        ByeCode.MALFORMED,
        answerTo(new Frame.Listing(1, 5, 0, true, ShortIdList.of(new long[0], 0))));
    assertEquals(ByeCode.MALFORMED, answerTo(new Frame.Auth(Value.Bytes.of(new byte[64]))));
  }

  private static ByeCode answerTo(Frame frame) {
    World world = new World(53);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo();
    FakeLink link = world.connect(ada, server);
    world.run();
    server.node.onFrame(link.other().handle(), FrameWriter.encode(frame));
    Frame.Bye bye = (Frame.Bye) link.other().sent(Frame.Bye.class).getFirst();
    world.run();
    assertTrue(link.refused().reason().equals(bye.text()));
    return bye.code();
  }
}
