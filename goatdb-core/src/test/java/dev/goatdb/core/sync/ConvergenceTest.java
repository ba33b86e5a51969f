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

class ConvergenceTest {

  @Test
  void anEditReachesEveryPeerThroughTheServer() {
    World world = new World(1);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeHost bob = world.client("bob");
    ada.todo();
    bob.todo();
    FakeLink first = world.connect(ada, server);
    FakeLink second = world.connect(bob, server);
    world.run();
    assertTrue(first.isOnline() && second.isOnline());
    assertTrue(first.handle().isOnline());

    ada.todo().write("milk", Value.of("two"));
    world.run();

    assertEquals(1, bob.todo().commits());
    assertEquals(0, ada.todo().duplicates, "nothing comes back to where it came from");
    assertTrue(ada.todo().isDurableAt(server, 0));
  }

  @Test
  void editsMadeBeforeTheFirstConnectJoinTheDatabase() {
    World world = new World(2);
    FakeHost server = world.server("server");
    server.todo().write("bread", Value.of("one"));
    FakeHost ada = world.client("ada");
    ada.todo().write("milk", Value.of("two"));
    ada.todo().write("eggs", Value.of("six"));

    world.connect(ada, server);
    world.run();

    assertEquals(3, server.todo().commits());
    assertEquals(server.todo().digest(), ada.todo().digest());
    assertEquals(server.keys.database(), ada.keys.database());
    assertTrue(server.known.containsKey(ada.keys.session().session()));
  }

  @Test
  void peersConvergeUnderRandomEditsAndCuts() {
    for (long seed = 1; seed <= 24; seed++) {
      converge(seed);
    }
  }

  private static void converge(long seed) {
    Limits small = Limits.DEFAULT.withSizes(Limits.MIN_FRAME_BYTES, 2 << 10, 4 << 10);
    World world = new World(seed, seed % 3 == 0 ? small : Limits.DEFAULT);
    world.isLossy = seed % 2 == 0;
    world.capacity = 1 + (int) (seed % 16);
    FakeHost server = world.server("server");
    List<FakeHost> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(world.client("client" + i));
      clients.get(i).todo();
    }
    for (int round = 0; round < 6; round++) {
      for (FakeHost client : clients) {
        world.connect(client, server);
      }
      for (int i = 0; i < 300; i++) {
        world.step();
        edit(world, clients.get(world.random.nextInt(clients.size())));
      }
      if (world.random.nextBoolean()) {
        world.run();
      }
      world.cutAll();
    }
    for (FakeHost client : clients) {
      world.connect(client, server);
    }
    world.run();
    for (FakeHost client : clients) {
      assertEquals(server.todo().digest(), client.todo().digest(), "seed " + seed);
      assertTrue(client.warnings.size() <= 1, "seed " + seed + ": " + client.warnings);
    }
    assertEquals(List.of(), server.warnings, "seed " + seed);
  }

  private static void edit(World world, FakeHost client) {
    if (world.random.nextInt(20) > 0) {
      return;
    }
    Map<String, Value> values = new TreeMap<>();
    int items = 1 + world.random.nextInt(5);
    for (int i = 0; i < items; i++) {
      values.put("item" + world.random.nextInt(10), Value.of("v" + world.random.nextInt()));
    }
    client.todo().write(values);
  }

  @Test
  void equalSidesReconnectInOneRoundTripAndUnder200Bytes() {
    World world = new World(3);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    for (int i = 0; i < 500; i++) {
      ada.todo().write("item" + i, Value.of("v"));
    }
    world.connect(ada, server);
    world.run();
    world.cutAll();

    FakeLink link = world.connect(ada, server);
    world.run();

    assertTrue(link.isOnline());
    long bytes = 0;
    for (FakeLink end : List.of(link, link.other())) {
      assertEquals(0, end.sent(Frame.Listing.class).size() + end.sent(Frame.Commits.class).size());
      bytes += end.sentFrames.stream().mapToLong(frame -> about(frame, 1)).sum();
    }
    System.out.println("equal reconnect: " + bytes + " bytes after the handshake");
    assertTrue(bytes < 200, bytes + " bytes");
    assertEquals(2, link.sent(Frame.Open.class).size());
  }

  /// The length of a frame if it is about a channel.
  private static long about(byte[] frame, int channel) {
    boolean isOnChannel = frame[0] > FrameType.BYE.number() && frame[2] == channel;
    return isOnChannel ? frame.length : 0;
  }

  @Test
  void differencesOnBothSidesAreFoundByOneRound() {
    World world = new World(4);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    for (int i = 0; i < 200; i++) {
      ada.todo().write("item" + i, Value.of("v"));
    }
    world.connect(ada, server);
    world.run();
    world.cutAll();
    for (int i = 0; i < 20; i++) {
      ada.todo().write("item" + i, Value.of("ada"));
      server.todo().write("item" + (i + 10), Value.of("server"));
    }

    FakeLink link = world.connect(ada, server);
    world.run();

    assertEquals(server.todo().digest(), ada.todo().digest());
    assertEquals(240, ada.todo().commits());
    assertEquals(0, ada.todo().duplicates + server.todo().duplicates);
    assertEquals(1, link.sent(Frame.Listing.class).size());
  }

  @Test
  void aRepositoryOpenedLaterIsSynchronizedToo() {
    World world = new World(5);
    FakeHost server = world.server("server");
    server.todo().write("bread", Value.of("one"));
    FakeHost ada = world.client("ada");
    world.connect(ada, server);
    world.run();

    ada.todo();
    world.run();

    assertEquals(1, ada.todo().commits());
  }

  @Test
  void aClosedRepositoryIsLeftAloneAndCanBeOpenedAgain() {
    World world = new World(6);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    FakeStore closed = ada.todo();
    world.connect(ada, server);
    world.run();

    ada.stores.remove(FakeHost.TODO);
    ada.node.onClosedStore(FakeHost.TODO);
    server.todo().write("bread", Value.of("one"));
    world.run();
    assertEquals(0, closed.commits());

    ada.todo();
    world.run();
    assertEquals(1, ada.todo().commits());
  }

  @Test
  void synchronizingMeansDurableAtTheOtherSideAndPresentHere() {
    World world = new World(7);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo().write("milk", Value.of("two"));
    server.todo().write("bread", Value.of("one"));
    List<Optional<String>> outcomes = new ArrayList<>();
    FakeLink link = world.connect(ada, server);
    ada.node.sync(
        link.handle(),
        Optional.empty(),
        outcome -> {
          outcomes.add(outcome);
          assertEquals(2, ada.todo().commits());
          assertEquals(2, server.todo().commits());
          assertTrue(server.todo().forces > 0);
        });
    assertEquals(List.of(), outcomes);
    world.run();
    assertEquals(List.of(Optional.empty()), outcomes);

    ada.node.sync(link.handle(), Optional.of(FakeHost.TODO), outcomes::add);
    world.run();
    assertEquals(List.of(Optional.empty(), Optional.empty()), outcomes);
  }

  @Test
  void whoWaitsForALinkThatEndsIsTold() {
    World world = new World(8);
    FakeHost server = world.server("server");
    FakeHost ada = world.client("ada");
    ada.todo();
    List<Optional<String>> outcomes = new ArrayList<>();
    FakeLink link = world.connect(ada, server);
    ada.node.sync(link.handle(), Optional.empty(), outcomes::add);
    world.cutAll();

    assertEquals(1, outcomes.size());
    assertTrue(outcomes.getFirst().isPresent());
    ada.node.sync(link.handle(), Optional.empty(), outcomes::add);
    assertTrue(outcomes.getLast().isPresent());
  }

  @Test
  void aDeniedRepositoryIsToldAndTheOthersGoOn() {
    World world = new World(9);
    FakeHost server = world.server("server");
    server.denied.add(dev.goatdb.api.commit.RepositoryPath.parse("/data/secret"));
    FakeHost ada = world.client("ada");
    ada.todo().write("milk", Value.of("two"));
    ada.store(dev.goatdb.api.commit.RepositoryPath.parse("/data/secret")).write("x", Value.of("y"));
    FakeLink link = world.connect(ada, server);
    world.run();

    assertTrue(link.isOnline());
    assertEquals(1, server.todo().commits());
    assertTrue(ada.warnings.getLast().contains("/data/secret"));
    List<Optional<String>> outcomes = new ArrayList<>();
    ada.node.sync(link.handle(), Optional.empty(), outcomes::add);
    ada.node.sync(link.handle(), Optional.of(FakeHost.TODO), outcomes::add);
    world.run();
    assertTrue(outcomes.getFirst().orElseThrow().contains("/data/secret"));
    assertFalse(outcomes.getLast().isPresent());
  }
}
