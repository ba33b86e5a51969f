package dev.goatdb.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryTransportInSimulationTest {

  private final List<String> log = new ArrayList<>();
  private Link near;

  @Test
  void runsInOneThread() throws Exception {
    Simulation simulation = new Simulation(5);
    SimEnv a = simulation.node("a");
    SimEnv b = simulation.node("b");
    MemoryTransportProvider transport = new MemoryTransportProvider();
    URI address = URI.create("memory://b");
    transport.listen(address, () -> new Logger("far"), b);
    Link link = transport.connect(address, new Logger("near"), a).getNow(null);
    assertNull(link, "nothing happens outside of the simulation's events");
    simulation.runUntilIdle(100);
    assertTrue(log.containsAll(List.of("near open", "far open")), log.toString());
    log.clear();
    a.after(Duration.ZERO, () -> near.send(MemorySegment.ofArray(new byte[3])));
    a.after(Duration.ofMillis(1), () -> near.close(new CloseReason(CloseReason.NORMAL, "done")));
    simulation.runUntilIdle(100);
    assertEquals("far frame 3", log.getFirst());
    assertTrue(log.containsAll(List.of("near closed", "far closed")), log.toString());
    assertEquals(3, log.size());
  }

  /// Notes what it hears.
  private final class Logger implements FrameHandler {

    private final String side;

    Logger(String side) {
      this.side = side;
    }

    @Override
    public void onOpen(Link link) {
      log.add(side + " open");
      link.request(1);
      if (side.equals("near")) {
        near = link;
      }
    }

    @Override
    public void onFrame(Link link, MemorySegment frame) {
      log.add(side + " frame " + frame.byteSize());
    }

    @Override
    public void onWritable(Link link) {
      log.add(side + " writable");
    }

    @Override
    public void onClosed(Link link, CloseReason reason) {
      log.add(side + " closed");
    }
  }
}
