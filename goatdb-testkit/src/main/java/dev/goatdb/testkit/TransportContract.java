package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.Link;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every transport must do. A test of a transport extends this class and says how to reach the
/// transport.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class TransportContract extends TransportFixture {

  private static final CloseReason DONE = new CloseReason(CloseReason.NORMAL, "done");

  /// Makes the contract.
  protected TransportContract() {}

  // Frames

  @Test
  void carriesFramesOfAllSizesWholeInBothDirections() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    Random random = new Random(1);
    for (int size : List.of(1, 2, 125, 126, 127, 4096, 65_535, 65_536, 65_537, 1 << 20, 8 << 20)) {
      byte[] frame = new byte[size];
      random.nextBytes(frame);
      assertTrue(sendWhenWritable(pair.near(), frame));
      assertArrayEquals(frame, pair.far().frame(), size + " bytes from the connecting side");
      assertTrue(sendWhenWritable(pair.far(), frame));
      assertArrayEquals(frame, pair.near().frame(), size + " bytes from the accepting side");
    }
  }

  @Test
  void keepsTheOrderOfFrames() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    int count = 5_000;
    env()
        .start(
            "sender",
            () -> {
              for (int i = 0; i < count; i++) {
                sendWhenWritable(pair.near(), numbered(0, i));
              }
            });
    for (int i = 0; i < count; i++) {
      assertArrayEquals(numbered(0, i), pair.far().frame(), "frame " + i);
    }
  }

  @Test
  void keepsTheOrderOfEachOfManySenders() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    int senders = 8;
    int each = 500;
    for (int s = 0; s < senders; s++) {
      int sender = s;
      env()
          .start(
              "sender",
              () -> {
                for (int i = 0; i < each; i++) {
                  sendWhenWritable(pair.near(), numbered(sender, i));
                }
              });
    }
    Map<Integer, Integer> next = new HashMap<>();
    for (int i = 0; i < senders * each; i++) {
      ByteBuffer frame = ByteBuffer.wrap(pair.far().frame());
      int sender = frame.getInt();
      int number = frame.getInt();
      assertEquals(next.getOrDefault(sender, 0), number, "next frame of sender " + sender);
      next.put(sender, number + 1);
    }
  }

  @Test
  void takesTheBytesBeforeSendReturns() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    byte[] bytes = {1, 2, 3};
    assertTrue(pair.near().link().send(MemorySegment.ofArray(bytes)));
    bytes[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, pair.far().frame());
  }

  @Test
  void refusesEmptyAndOversizedFrames() throws Exception {
    Link link = join(LinkRecorder.eager(), LinkRecorder::eager).near().link();
    MemorySegment oversized = MemorySegment.ofArray(new byte[Link.MAX_FRAME_BYTES + 1]);
    assertThrows(
        IllegalArgumentException.class, () -> link.send(MemorySegment.ofArray(new byte[0])));
    assertThrows(IllegalArgumentException.class, () -> link.send(oversized));
    assertThrows(IllegalArgumentException.class, () -> link.request(0));
  }

  // Back-pressure

  @Test
  void deliversNothingBeforeItIsRequestedAndNoMoreThanThat() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::patient);
    for (int i = 0; i < 5; i++) {
      pair.near().link().send(MemorySegment.ofArray(numbered(0, i)));
    }
    // Frames in the other direction, sent and answered after those above, show that time has passed
    // without a clock.
    echo(pair);
    assertNull(pair.far().frameNow(), "a frame came without a request");
    pair.far().link().request(2);
    assertArrayEquals(numbered(0, 0), pair.far().frame());
    assertArrayEquals(numbered(0, 1), pair.far().frame());
    echo(pair);
    assertNull(pair.far().frameNow(), "a third frame came for two requests");
    pair.far().link().request(Integer.MAX_VALUE);
    for (int i = 2; i < 5; i++) {
      assertArrayEquals(numbered(0, i), pair.far().frame());
    }
  }

  @Test
  void saysFullWhenTheReaderIsSlowAndWritableWhenThereIsRoom() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::patient);
    byte[] frame = new byte[64 << 10];
    int taken = 0;
    while (pair.near().link().send(MemorySegment.ofArray(frame))) {
      taken++;
      assertTrue(taken < 1024, "64 MiB are under way to a reader that takes nothing");
    }
    pair.far().link().request(taken);
    pair.near().awaitWritable();
    assertTrue(pair.near().link().send(MemorySegment.ofArray(new byte[] {7})));
    for (int i = 0; i < taken; i++) {
      assertEquals(frame.length, pair.far().frame().length);
    }
    pair.far().link().request(1);
    assertArrayEquals(new byte[] {7}, pair.far().frame());
  }

  // Closing

  @Test
  void theConnectingSideClosesWithAReason() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    CloseReason reason = new CloseReason(4001, "no rights, bad luck: \u00fc");
    pair.near().link().close(reason);
    assertEquals(reason, pair.near().closed());
    assertEquals(reason, pair.far().closed());
  }

  @Test
  void theAcceptingSideClosesWithAReason() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    CloseReason reason = new CloseReason(CloseReason.GOING_AWAY, "restart");
    pair.far().link().close(reason);
    assertEquals(reason, pair.far().closed());
    assertEquals(reason, pair.near().closed());
  }

  @Test
  void carriesEveryCodeFromBothSides() throws Exception {
    for (int code :
        List.of(
            CloseReason.NORMAL,
            CloseReason.GOING_AWAY,
            CloseReason.PROTOCOL_ERROR,
            CloseReason.TOO_BIG,
            4000,
            4999)) {
      CloseReason reason = new CloseReason(code, "");
      LinkPair one = join(LinkRecorder.eager(), LinkRecorder::eager);
      one.near().link().close(reason);
      assertEquals(reason, one.far().closed());
      LinkPair other = join(LinkRecorder.eager(), LinkRecorder::eager);
      other.far().link().close(reason);
      assertEquals(reason, other.near().closed());
    }
  }

  @Test
  void whatWasSentBeforeClosingArrives() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    byte[] large = new byte[3 << 20];
    assertTrue(pair.near().link().send(MemorySegment.ofArray(large)));
    assertTrue(pair.near().link().send(MemorySegment.ofArray(new byte[] {5})));
    pair.near().link().close(new CloseReason(CloseReason.PROTOCOL_ERROR, "bye"));
    assertEquals(large.length, pair.far().frame().length);
    assertArrayEquals(new byte[] {5}, pair.far().frame());
    assertEquals("bye", pair.far().closed().text());
  }

  @Test
  void aClosedLinkTakesNoFramesAndMayBeClosedAgain() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
    Link link = pair.near().link();
    link.close(DONE);
    assertFalse(link.send(MemorySegment.ofArray(new byte[] {1})));
    link.close(new CloseReason(4000, "again"));
    assertEquals(DONE, pair.near().closed());
    pair.far().closed();
    assertFalse(pair.far().link().send(MemorySegment.ofArray(new byte[] {1})));
  }

  @Test
  void bothSidesMayCloseAtTheSameTime() throws Exception {
    for (int round = 0; round < 20; round++) {
      LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::eager);
      Link far = pair.far().link();
      env().start("closer", () -> far.close(new CloseReason(4001, "far")));
      pair.near().link().close(new CloseReason(4002, "near"));
      assertTrue(List.of(4001, 4002).contains(pair.near().closed().code()));
      assertTrue(List.of(4001, 4002).contains(pair.far().closed().code()));
    }
  }

  @Test
  void closingAnEndpointEndsItsLinksAndFreesItsAddress() throws Exception {
    Endpoint endpoint = listen(freeAddress(), LinkRecorder::eager);
    LinkPair pair = join(endpoint, LinkRecorder.eager());
    endpoint.close();
    endpoint.close();
    assertEquals(CloseReason.GOING_AWAY, pair.far().closed().code());
    assertEquals(CloseReason.GOING_AWAY, pair.near().closed().code());
    assertConnectFails(endpoint.address());
    Endpoint again = listen(endpoint.address(), LinkRecorder::eager);
    LinkPair fresh = join(again, LinkRecorder.eager());
    echo(fresh);
  }

  @Test
  void closesInTimeWhileTheOtherSideReadsNothing() throws Exception {
    LinkPair pair = join(LinkRecorder.eager(), LinkRecorder::patient);
    byte[] frame = new byte[1 << 20];
    while (pair.near().link().send(MemorySegment.ofArray(frame))) {
      Thread.onSpinWait();
    }
    pair.near().link().close(DONE);
    assertEquals(DONE, pair.near().closed());
    // The frames may be lost and the reason with them, but the link does not stay open.
    pair.far().link().request(Integer.MAX_VALUE);
    pair.far().closed();
  }

  // Many

  @Test
  void servesManyLinksAtOnce() throws Exception {
    Endpoint endpoint = listen(freeAddress(), LinkRecorder::eager);
    List<LinkPair> pairs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      pairs.add(join(endpoint, LinkRecorder.eager()));
    }
    for (int i = 0; i < pairs.size(); i++) {
      pairs.get(i).near().link().send(MemorySegment.ofArray(numbered(i, i)));
    }
    for (int i = 0; i < pairs.size(); i++) {
      assertArrayEquals(numbered(i, i), pairs.get(i).far().frame());
    }
  }

  // Errors

  @Test
  void connectingToNobodyFailsWithAReason() {
    assertConnectFails(deadAddress());
  }

  @Test
  void anAddressInUseIsRefused() throws Exception {
    Endpoint endpoint = listen(freeAddress(), LinkRecorder::eager);
    IOException failure =
        assertThrows(
            IOException.class,
            () -> transport().listen(endpoint.address(), LinkRecorder::eager, env()));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("in use"), message);
    assertOneLineAbout(endpoint.address(), failure);
  }

  @Test
  void theAddressOfAnEndpointCanBeConnectedTo() throws Exception {
    Endpoint one = listen(freeAddress(), LinkRecorder::eager);
    Endpoint other = listen(freeAddress(), LinkRecorder::eager);
    assertNotEquals(one.address(), other.address());
    assertTrue(transport().serves(one.address().getScheme()));
    echo(join(one, LinkRecorder.eager()));
    echo(join(other, LinkRecorder.eager()));
  }
}
