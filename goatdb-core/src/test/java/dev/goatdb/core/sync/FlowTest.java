package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlowTest {

  private static final Limits SMALL =
      Limits.DEFAULT.withSizes(Limits.MIN_FRAME_BYTES, 16 << 10, 64 << 10);

  @Test
  void theWindowOfAStalledReaderIsNeverExceeded() {
    World world = new World(21, SMALL);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo();
    FakeLink link = world.connect(ada, server);
    world.run();
    server.todo().isStuck = true;
    for (int i = 0; i < 300; i++) {
      ada.todo().write("item" + i, bytes(1000));
      world.run();
      assertTrue(outstanding(link) <= 64 << 10, "outstanding " + outstanding(link));
    }
    assertTrue(outstanding(link) > 32 << 10, "the window is used");
    assertEquals(0, server.todo().commits());

    server.todo().release();
    world.run();
    assertEquals(300, server.todo().commits());
    assertEquals(0, outstanding(link));
  }

  private static int outstanding(FakeLink link) {
    PeerLink peer = (PeerLink) link.handle();
    return peer.channels().find(FakeHost.TODO).outstanding();
  }

  @Test
  void aBundleLargerThanTheWindowGoesAlone() {
    World world = new World(22, SMALL);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo().write("small", bytes(10));
    ada.todo().write("large", bytes(100_000));
    ada.todo().write("large", bytes(100_000));
    ada.todo().write("small", bytes(20));
    world.connect(ada, server);
    world.run();

    assertEquals(ada.todo().digest(), server.todo().digest());
  }

  @Test
  void aBundleLargerThanAFrameArrivesInParts() {
    World world = new World(23, SMALL);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeHost bob = world.client("bob");
    Map<String, Value> values = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      values.put("item" + i, bytes(40_000));
    }
    ada.todo().write(values);
    bob.todo();
    FakeLink link = world.connect(ada, server);
    world.connect(bob, server);
    world.run();

    assertEquals(20, server.todo().commits());
    assertTrue(server.todo().bundles() > 2, "several entries of one bundle");
    assertEquals(ada.todo().digest(), bob.todo().digest());
    assertTrue(ada.todo().isDurableAt(server, ada.todo().bundles() - 1));
    assertFalse(link.sentFrames.stream().anyMatch(f -> f.length > Limits.MIN_FRAME_BYTES));
  }

  @Test
  void aCommitThatFitsNoFrameIsLeftOutAndPeopleAreTold() {
    World world = new World(24, SMALL);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo().write("huge", bytes(Limits.MIN_FRAME_BYTES));
    ada.todo().write("small", bytes(10));
    world.connect(ada, server);
    world.run();

    assertEquals(1, server.todo().commits());
    assertTrue(ada.warnings.getLast().contains("larger than a frame"));
    int index = ada.todo().bundles() - 2;
    assertFalse(ada.todo().isDurableAt(server, Math.max(0, index)));
  }

  @Test
  void aPeerThatDoesNotReadHoldsUpNobodyAndCostsNoMemory() {
    World world = new World(25, SMALL);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeHost slow = world.client("slow");
    ada.todo();
    slow.todo();
    world.connect(ada, server);
    FakeLink link = world.connect(slow, server);
    world.run();
    link.isStalled = true;
    for (int i = 0; i < 500; i++) {
      server.todo().write("item" + i, bytes(5000));
      world.run();
      PeerLink peer = (PeerLink) link.other().handle();
      assertTrue(peer.waitingBytes() <= 64 << 10, "waiting " + peer.waitingBytes());
      assertTrue(link.inbox.size() <= link.capacity);
    }
    assertEquals(500, ada.todo().commits());
    assertEquals(0, slow.todo().commits());

    link.isStalled = false;
    world.run();
    assertEquals(500, slow.todo().commits());
  }

  @Test
  void aPeerThatSendsButNeverReadsIsGivenUp() {
    World world = new World(26, Limits.DEFAULT.withMemory(1 << 20, 1 << 20, 4096));
    FakeHost server = world.server("server");
    HandshakeTest.Wiretap tap = new HandshakeTest.Wiretap(world, server);
    assertEquals(1, tap.heard.size());
    Outbox outbox = new Outbox(new FullLink(), 4096, bytes -> {});
    boolean isGivenUp = false;
    for (int i = 0; i < 100 && !isGivenUp; i++) {
      try {
        outbox.send(new byte[100]);
      } catch (ProtocolException e) {
        isGivenUp = true;
        assertEquals(ByeCode.LIMIT, e.code());
      }
      assertTrue(outbox.waitingBytes() <= 4096);
    }
    assertTrue(isGivenUp);
  }

  @Test
  void aHundredThousandCommitsAreListedWithinTheLimitOfAFrame() {
    Limits limits = Limits.DEFAULT.withSizes(Limits.MIN_FRAME_BYTES, 256 << 10, 4 << 20);
    World world = new World(27, limits);
    FakeHost server = new FakeHost(world, "server", true);
    server.claim();
    FakeHost ada = new FakeHost(world, "ada", true);
    world.connect(ada, server);
    world.run();
    ada.todo();
    for (int i = 0; i < 100; i++) {
      Map<String, Value> values = new TreeMap<>();
      for (int j = 0; j < 1000; j++) {
        values.put("item" + i + "-" + j, Value.of("v"));
      }
      ada.todo().write(values);
    }
    world.run();
    assertEquals(100_000, server.todo().commits());
    world.cutAll();
    server.todo().write("one", Value.of("more"));
    ada.todo().write("another", Value.of("one"));

    long start = System.nanoTime();
    FakeLink link = world.connect(ada, server);
    world.run();
    long millis = (System.nanoTime() - start) / 1_000_000;

    long bytes = link.sentBytes + link.other().sentBytes;
    System.out.println("2 differences in 100,000: " + bytes + " bytes, " + millis + " ms");
    assertEquals(100_002, ada.todo().commits());
    assertEquals(ada.todo().digest(), server.todo().digest());
    assertEquals(4, link.sent(Frame.Listing.class).size());
    assertTrue(link.sentFrames.stream().allMatch(frame -> frame.length <= 256 << 10));
    assertTrue(bytes < 850_000, bytes + " bytes");
  }

  @Test
  void commitsOfManyBundlesShareAFrame() {
    World world = new World(28);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    for (int i = 0; i < 200; i++) {
      ada.todo().write("item" + i, Value.of("v"));
    }
    world.connect(ada, server);
    world.run();
    world.cutAll();
    FakeHost bob = world.client("bob");
    bob.todo();
    FakeLink link = world.connect(bob, server);
    world.run();

    assertEquals(200, bob.todo().commits());
    assertTrue(link.other().sent(Frame.Commits.class).size() <= 2);
  }

  @Test
  void anIdleLinkCostsUnderTenBytesASecondAndStaysOpen() {
    World world = new World(29);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo();
    FakeLink link = world.connect(ada, server);
    world.run();
    long before = link.sentBytes + link.other().sentBytes;
    world.pass(600_000);

    long perSecond = (link.sentBytes + link.other().sentBytes - before) / 600;
    System.out.println("idle: " + perSecond + " bytes a second");
    assertTrue(perSecond < 10);
    assertTrue(link.handle().isOnline());
  }

  @Test
  void aSilentPeerIsGivenUp() {
    World world = new World(30);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeLink link = world.connect(ada, server);
    world.run();
    link.isStalled = true;
    link.other().isStalled = true;
    world.pass(60_000);

    assertFalse(link.refused().permanent());
    assertTrue(link.refused().reason().contains("nothing was heard"));
  }

  @Test
  void theHeartbeatFindsWhatWasLost() {
    World world = new World(31);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo().write("milk", Value.of("two"));
    world.connect(ada, server);
    world.run();
    FakeStore damaged = new FakeStore(server, FakeHost.TODO);
    FakeStore there = server.todo();
    damaged.write("other", Value.of("x"));
    there.entries.clear();
    there.graph.clear();
    there.heads.clear();
    there.entries.addAll(damaged.entries);
    there.adoptGraphOf(damaged);
    world.pass(120_000);

    assertEquals(2, server.todo().commits());
    assertEquals(ada.todo().digest(), server.todo().digest());
  }

  @Test
  void aForcedStoreIsForcedAgainAtMostEvery20Milliseconds() {
    World world = new World(32);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo();
    world.connect(ada, server);
    world.run();
    int before = server.todo().forces;
    for (int i = 0; i < 100; i++) {
      ada.todo().write("item" + i, Value.of("v"));
      while (world.step()) {}
    }
    assertEquals(100, server.todo().commits());
    assertTrue(server.todo().forces - before <= 2, "no time has passed");
    world.run();
    assertTrue(ada.todo().isDurableAt(server, ada.todo().bundles() - 1));
  }

  @Test
  void closingSaysGoodByeAndTellsThoseWhoWait() {
    World world = new World(33);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeLink link = world.connect(ada, server);
    List<Optional<String>> outcomes = new ArrayList<>();
    ada.node.sync(link.handle(), Optional.empty(), outcomes::add);
    server.node.close();
    ada.node.close();
    world.run();

    assertEquals(1, outcomes.size());
    assertEquals(Long.MAX_VALUE, ada.node.millisToTick());
    assertEquals(1, link.other().sent(Frame.Bye.class).size());
  }

  static Value bytes(int size) {
    return Value.Bytes.of(new byte[size]);
  }

  /// A link that is always full.
  private static final class FullLink implements dev.goatdb.api.spi.transport.Link {
    @Override
    public java.net.URI remote() {
      return java.net.URI.create("mem://full");
    }

    @Override
    public boolean send(java.lang.foreign.MemorySegment frame) {
      return false;
    }

    @Override
    public void request(int frames) {}

    @Override
    public void close(dev.goatdb.api.spi.transport.CloseReason reason) {}
  }
}
