package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.testkit.env.SimEnv;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Two ends and the faults between them.
final class FakeConnection {

  private final FakeNetwork network;
  private final SimEnv connecting;
  private final SimEnv accepting;
  private @Nullable PairedLink near;
  private @Nullable PairedLink far;
  private boolean over;

  FakeConnection(FakeNetwork network, SimEnv connecting, SimEnv accepting) {
    this.network = network;
    this.connecting = connecting;
    this.accepting = accepting;
  }

  /// Makes both ends and opens them.
  ///
  /// @return the connecting one
  PairedLink open(URI address, FrameHandler nearHandler, FrameHandler farHandler) {
    URI back = URI.create("sim://" + connecting.name());
    PairedLink one = end(address, nearHandler, connecting, accepting);
    PairedLink other = end(back, farHandler, accepting, connecting);
    near = one;
    far = other;
    PairedLink.join(one, other);
    return one;
  }

  private PairedLink end(URI remote, FrameHandler handler, SimEnv node, SimEnv other) {
    Wire wire = new FaultyWire(node.name(), other.name());
    return new PairedLink(
        remote, handler, node, wire, network.faults(node.name()).maxBytesUnderWay());
  }

  boolean joins(String one, String other) {
    return has(one) && has(other);
  }

  boolean has(String name) {
    return connecting.name().equals(name) || accepting.name().equals(name);
  }

  boolean belongsTo(SimEnv node) {
    return connecting == node || accepting == node;
  }

  boolean acceptedBy(SimEnv node) {
    return accepting == node;
  }

  boolean isOver() {
    return over;
  }

  void closeAccepted(CloseReason reason) {
    if (far != null) {
      far.close(reason);
    }
  }

  /// Breaks the connection: what is under way is gone, and each side hears of it in its own time.
  void cut(String why) {
    if (over) {
      return;
    }
    over = true;
    lose(near, connecting.name(), why);
    lose(far, accepting.name(), why);
  }

  private void lose(@Nullable PairedLink end, String name, String why) {
    if (end != null) {
      network.simulation().after(network.delay(name), "net/lost " + name, () -> end.lost(why));
    }
  }

  /// One direction. Arrivals are scheduled no earlier than the one before.
  private final class FaultyWire implements Wire {

    private final String sender;
    private final String target;
    private long lastArrival;
    private byte[] lastFrame = {0};

    FaultyWire(String sender, String target) {
      this.sender = sender;
      this.target = target;
    }

    @Override
    public void frame(PairedLink receiver, byte[] frame) {
      NetworkFaults faults = network.faults(sender);
      if (network.chance().nextDouble() < faults.cutChance()) {
        cut("the connection broke");
        return;
      }
      if (network.chance().nextDouble() < faults.garbleChance()) {
        garble(receiver, frame);
      } else {
        carry(receiver, frame, frame.length);
      }
      lastFrame = frame;
    }

    /// Does one of the things that a byzantine sender does.
    private void garble(PairedLink receiver, byte[] frame) {
      switch (network.chance().nextInt(4)) {
        case 0 -> {
          byte[] flipped = frame.clone();
          flipped[network.chance().nextInt(frame.length)] ^=
              (byte) (1 << network.chance().nextInt(8));
          carry(receiver, flipped, frame.length);
        }
        case 1 -> {
          byte[] noise = new byte[1 + network.chance().nextInt(64)];
          network.chance().nextBytes(noise);
          carry(receiver, noise, 0);
          carry(receiver, frame, frame.length);
        }
        case 2 -> {
          carry(receiver, frame, frame.length);
          carry(receiver, lastFrame, 0);
        }
        default -> schedule("dropped", () -> receiver.drop(frame.length));
      }
    }

    private void carry(PairedLink receiver, byte[] frame, int cost) {
      schedule(
          "frame",
          () -> {
            network.simulation().trace(Arrays.hashCode(frame));
            receiver.arrive(frame, cost);
          });
    }

    @Override
    public void end(PairedLink receiver, CloseReason reason) {
      schedule(
          "end",
          () -> {
            over = true;
            receiver.endedByPeer(reason);
          });
    }

    private void schedule(String what, Runnable arrival) {
      long now = network.simulation().nanoTime();
      lastArrival = Math.max(lastArrival, now + network.delay(sender).toNanos());
      Duration delay = Duration.ofNanos(lastArrival - now);
      String label = "net/" + what + " " + sender + " to " + target;
      network.simulation().after(delay, label, () -> unlessOver(arrival));
    }

    private void unlessOver(Runnable arrival) {
      if (!over) {
        arrival.run();
      }
    }
  }
}
