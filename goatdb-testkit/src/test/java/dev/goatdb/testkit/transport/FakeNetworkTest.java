package dev.goatdb.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FakeNetworkTest {

  private static final URI B = URI.create("sim://b");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Simulation simulation = new Simulation(11);
  private FakeNetwork network = new FakeNetwork(simulation, NetworkFaults.NONE);
  private SimEnv a = simulation.node("a");
  private SimEnv b = simulation.node("b");
  private final Ear near = new Ear(true);
  private Ear far = new Ear(true);

  @Test
  void carriesFramesInOrderWithVaryingDelay() throws Exception {
    connect();
    for (byte i = 0; i < 100; i++) {
      assertTrue(near.link().send(frame(i)));
    }
    simulation.run(MINUTE);
    assertEquals(100, far.frames.size());
    for (byte i = 0; i < 100; i++) {
      assertArrayEquals(new byte[] {i}, far.frames.get(i));
    }
  }

  @Test
  void deliversOnlyWhatIsRequested() throws Exception {
    far = new Ear(false);
    connect();
    near.link().send(frame(1));
    near.link().send(frame(2));
    simulation.run(MINUTE);
    assertEquals(0, far.frames.size());
    far.link().request(1);
    simulation.run(MINUTE);
    assertEquals(1, far.frames.size());
  }

  @Test
  void aFullLinkRefusesAndThenSaysThatItHasRoom() throws Exception {
    network.treat("a", NetworkFaults.NONE.withMaxBytesUnderWay(3));
    connect();
    int taken = 0;
    while (near.link().send(frame(taken))) {
      taken++;
    }
    assertEquals(3, taken);
    simulation.run(MINUTE);
    assertEquals(1, near.writable);
    assertEquals(3, far.frames.size());
    assertTrue(near.link().send(frame(9)));
  }

  @Test
  void partingBreaksTheLinksAndConnectsInSilenceUntilHealed() throws Exception {
    connect();
    network.part("a", "b");
    near.link().send(frame(1));
    simulation.run(MINUTE);
    assertEquals(CloseReason.LOST, near.closed.getFirst().code());
    assertEquals(CloseReason.LOST, far.closed.getFirst().code());
    assertEquals(0, far.frames.size());
    assertEquals(0, network.connections());

    long before = simulation.nanoTime();
    CompletableFuture<Link> attempt = network.transport(a).connect(B, new Ear(true), a);
    assertTrue(simulation.runUntil(attempt::isDone, MINUTE));
    assertTrue(attempt.isCompletedExceptionally());
    assertEquals(Duration.ofSeconds(10).toNanos(), simulation.nanoTime() - before);

    network.heal("a", "b");
    CompletableFuture<Link> again = network.transport(a).connect(B, new Ear(true), a);
    assertTrue(simulation.runUntil(again::isDone, MINUTE));
    assertFalse(again.isCompletedExceptionally());
  }

  @Test
  void aCrashIsHeardByTheOtherSideOnly() throws Exception {
    connect();
    b.crash();
    simulation.run(MINUTE);
    assertEquals(CloseReason.LOST, near.closed.getFirst().code());
    assertEquals(0, far.closed.size());
    CompletableFuture<Link> attempt = network.transport(a).connect(B, new Ear(true), a);
    simulation.run(MINUTE);
    assertTrue(attempt.isCompletedExceptionally());

    b = simulation.node("b");
    connect();
  }

  @Test
  void closingCarriesTheReasonAndWhatWasSentBefore() throws Exception {
    connect();
    near.link().send(frame(1));
    near.link().close(new CloseReason(4007, "bye"));
    simulation.run(MINUTE);
    assertEquals(1, far.frames.size());
    assertEquals(List.of(new CloseReason(4007, "bye")), far.closed);
    assertEquals(List.of(new CloseReason(4007, "bye")), near.closed);
  }

  @Test
  void closingAnEndpointEndsItsLinksAndAddressesAreExclusive() throws Exception {
    Endpoint endpoint = connect();
    assertThrows(IOException.class, () -> network.transport(b).listen(B, () -> far, b));
    endpoint.close();
    simulation.run(MINUTE);
    assertEquals(CloseReason.GOING_AWAY, near.closed.getFirst().code());
    assertEquals(CloseReason.GOING_AWAY, far.closed.getFirst().code());
    connect();
  }

  @Test
  void breaksConnectionsByChance() throws Exception {
    network.treat("a", NetworkFaults.NONE.withCutChance(0.2));
    connect();
    for (int i = 0; i < 100; i++) {
      near.link().send(frame(i));
    }
    simulation.run(MINUTE);
    assertEquals(CloseReason.LOST, near.closed.getFirst().code());
    assertEquals(CloseReason.LOST, far.closed.getFirst().code());
    assertTrue(far.frames.size() < 100);
  }

  @Test
  void garblesFramesByChanceAndStillCountsWhatIsUnderWay() throws Exception {
    network.treat("a", NetworkFaults.NONE.withGarbleChance(0.5).withMaxBytesUnderWay(100));
    connect();
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = {(byte) i, (byte) (i >> 8), 3};
      sent.add(bytes);
      assertTrue(near.link().send(MemorySegment.ofArray(bytes)), "frame " + i);
      simulation.run(Duration.ofMillis(10));
    }
    long whole =
        far.frames.stream()
            .filter(f -> sent.stream().anyMatch(s -> java.util.Arrays.equals(s, f)))
            .count();
    assertTrue(whole < far.frames.size(), "nothing was altered");
    assertNotEquals(1000, far.frames.size());
  }

  @Test
  void sameSeedSameTraceAndOtherSeedOtherTrace() throws Exception {
    assertEquals(traceOf(1), traceOf(1));
    assertNotEquals(traceOf(1), traceOf(2));
  }

  /// A busy schedule with every kind of fault.
  private long traceOf(long seed) throws Exception {
    simulation = new Simulation(seed);
    network =
        new FakeNetwork(simulation, NetworkFaults.NONE.withCutChance(0.01).withGarbleChance(0.1));
    a = simulation.node("a");
    b = simulation.node("b");
    for (int round = 0; round < 20; round++) {
      Ear one = new Ear(true);
      Ear other = new Ear(true);
      Endpoint endpoint = network.transport(b).listen(B, () -> other, b);
      network.transport(a).connect(B, one, a);
      simulation.run(Duration.ofMillis(50));
      for (int i = 0; i < 50; i++) {
        one.link().send(frame(i));
        other.link().send(frame(i));
      }
      simulation.run(Duration.ofMillis(1));
      if (round % 3 == 0) {
        network.part("a", "b");
        network.healAll();
      }
      endpoint.close();
      simulation.run(MINUTE);
    }
    assertTrue(simulation.eventsRun() > 1000);
    return simulation.traceHash();
  }

  private Endpoint connect() throws IOException {
    Endpoint endpoint = network.transport(b).listen(B, () -> far, b);
    CompletableFuture<Link> link = network.transport(a).connect(B, near, a);
    assertTrue(simulation.runUntil(() -> link.isDone() && far.isOpen(), MINUTE));
    assertFalse(link.isCompletedExceptionally());
    return endpoint;
  }

  private static MemorySegment frame(int value) {
    return MemorySegment.ofArray(new byte[] {(byte) value});
  }

  /// Keeps what it hears.
  private static final class Ear implements FrameHandler {

    private final boolean eager;
    private final List<Link> links = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();
    private int writable;

    Ear(boolean eager) {
      this.eager = eager;
    }

    Link link() {
      return links.getLast();
    }

    boolean isOpen() {
      return !links.isEmpty();
    }

    @Override
    public void onOpen(Link link) {
      links.add(link);
      if (eager) {
        link.request(Integer.MAX_VALUE);
      }
    }

    @Override
    public void onFrame(Link link, MemorySegment frame) {
      frames.add(frame.toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void onWritable(Link link) {
      writable++;
    }

    @Override
    public void onClosed(Link link, CloseReason reason) {
      closed.add(reason);
    }
  }
}
