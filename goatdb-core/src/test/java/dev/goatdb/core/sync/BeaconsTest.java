package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Presence: who hears of whom, and when it ends.
class BeaconsTest {

  private static Optional<Value.Bytes> word(String text) {
    return Optional.of(Value.Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void say(FakeHost host, String text) {
    host.node.publish(FakeHost.TODO, "here", word(text));
  }

  private static SessionId id(FakeHost host) {
    return host.keys().session().session();
  }

  private static FakeHost open(FakeHost host) {
    host.todo();
    return host;
  }

  private static void lose(World world, FakeHost host) {
    CloseReason lost = new CloseReason(CloseReason.LOST, "cut");
    for (FakeLink end : List.copyOf(world.ends)) {
      if (end.owner == host || end.other().owner == host) {
        end.cut(lost);
      }
    }
    world.run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everybodyHearsTheLastWordOfEverybodyAndNobodyStaysWhoLeft(long seed) {
    World world = new World(seed);
    FakeHost hub = open(world.server("hub"));
    FakeHost ann = open(world.client("ann"));
    FakeHost bob = open(world.client("bob"));
    say(ann, "ann 1");
    world.connect(ann, hub);
    world.connect(bob, hub);
    world.run();
    say(bob, "bob 1");
    say(ann, "ann 2");
    world.run();
    Map<SessionId, String> all = Map.of(id(ann), "ann 2", id(bob), "bob 1");
    for (FakeHost host : List.of(hub, ann, bob)) {
      assertEquals(all, host.present, host.name);
    }
    lose(world, ann);
    assertEquals(Map.of(id(bob), "bob 1"), hub.present);
    assertEquals(Map.of(id(bob), "bob 1"), bob.present);
    assertEquals(Map.of(id(ann), "ann 2"), ann.present);
    world.connect(ann, hub);
    world.run();
    for (FakeHost host : List.of(hub, ann, bob)) {
      assertEquals(all, host.present, host.name);
    }
    ann.node.publish(FakeHost.TODO, "here", Optional.empty());
    world.run();
    for (FakeHost host : List.of(hub, ann, bob)) {
      assertEquals(Map.of(id(bob), "bob 1"), host.present, host.name);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void wordsEndAlsoWherePeersAreConnectedInACircle(long seed) {
    World world = new World(seed);
    FakeHost hub = open(world.server("hub"));
    FakeHost left = open(world.client("left"));
    FakeHost right = open(world.client("right"));
    FakeHost ann = open(world.client("ann"));
    world.connect(left, hub);
    world.connect(right, hub);
    world.run();
    world.connect(left, right);
    world.connect(ann, hub);
    say(ann, "ann");
    world.run();
    for (FakeHost host : List.of(hub, left, right)) {
      assertEquals(Map.of(id(ann), "ann"), host.present, host.name);
    }
    lose(world, ann);
    for (FakeHost host : List.of(hub, left, right)) {
      assertEquals(Map.of(), host.present, host.name);
    }
  }

  @Test
  void wordInAnothersNameIsNotHeard() {
    World world = new World(31);
    FakeHost hub = open(world.server("hub"));
    FakeHost ann = open(world.client("ann"));
    FakeHost bob = open(world.client("bob"));
    FakeLink link = world.connect(bob, hub);
    world.connect(ann, hub);
    world.run();
    Channel channel = ((PeerLink) link.handle()).channels().find(FakeHost.TODO);
    Frame.Beacon claim =
        new Frame.Beacon(
            channel.number(),
            id(ann),
            "here",
            world.now + 1,
            0,
            word("I am Ann"),
            Value.Bytes.of());
    byte[] message = Beacons.signed(hub.keys().database(), FakeHost.TODO, claim);
    SigningKey bobs = bob.keys().session();
    channelSend(
        link,
        new Frame.Beacon(
            channel.number(),
            id(ann),
            "here",
            world.now + 1,
            0,
            word("I am Ann"),
            Value.Bytes.of(bobs.sign(message))));
    world.run();
    assertEquals(Map.of(), hub.present);
    assertTrue(hub.warnings.stream().anyMatch(w -> w.contains("a beacon")), hub.warnings::toString);
    say(ann, "I am Ann");
    world.run();
    assertEquals(Map.of(id(ann), "I am Ann"), hub.present);
  }

  private static void channelSend(FakeLink link, Frame frame) {
    ((PeerLink) link.handle()).send(frame);
  }

  @Test
  void wordReachesOnlyPeersThatMayReadTheRepository() {
    World world = new World(41);
    FakeHost hub = open(world.server("hub"));
    FakeHost ann = open(world.client("ann"));
    world.connect(ann, hub);
    world.run();
    hub.denied.add(FakeHost.TODO);
    FakeHost eve = open(world.client("eve"));
    world.connect(eve, hub);
    world.run();
    hub.denied.clear();
    say(ann, "ann");
    world.run();
    assertEquals(Map.of(id(ann), "ann"), hub.present);
    assertEquals(Map.of(), eve.present);
  }

  @Test
  void wordTooLongEndsTheLink() {
    World world = new World(51);
    FakeHost hub = open(world.server("hub"));
    FakeHost bob = open(world.client("bob"));
    FakeLink link = world.connect(bob, hub);
    world.run();
    Channel channel = ((PeerLink) link.handle()).channels().find(FakeHost.TODO);
    channelSend(
        link,
        new Frame.Beacon(
            channel.number(),
            id(bob),
            "here",
            1,
            0,
            word("x".repeat(Beacons.MAX_BYTES + 1)),
            Value.Bytes.of()));
    world.run();
    assertTrue(((PeerLink) link.handle()).isClosed());
  }
}
