package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;

/// A stranger cannot fill the database with sessions.
class NewcomersTest {

  private static URI host(String name) {
    return URI.create("ws://" + name + ":4711");
  }

  @Test
  void anAddressHasSomeAtOnceAndThenOneAfterAPause() {
    Newcomers newcomers =
        new Newcomers(new Newcomers.Rate(3, 1000), new Newcomers.Rate(100, 1000), 0);
    for (int i = 0; i < 3; i++) {
      assertTrue(newcomers.admit(host("eve"), 0));
    }
    assertFalse(newcomers.admit(URI.create("ws://eve:9"), 0), "the port is anybody's choice");
    assertTrue(newcomers.admit(host("ann"), 0), "others are not harmed");
    assertFalse(newcomers.admit(host("eve"), 900));
    assertTrue(newcomers.admit(host("eve"), 1900));
    assertFalse(newcomers.admit(host("eve"), 1901));
  }

  @Test
  void allAddressesTogetherAreBoundedAndSoIsTheMemoryOfThem() {
    Newcomers newcomers =
        new Newcomers(new Newcomers.Rate(3, 1000), new Newcomers.Rate(10, 1000), 0);
    int admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      admitted += newcomers.admit(host("h" + i), 0) ? 1 : 0;
    }
    assertEquals(10, admitted);
    assertTrue(newcomers.addresses() <= 4096);
  }

  @Test
  void aClientTooManyIsToldAndServedLater() {
    World world = new World(61);
    FakeHost server = world.server("server");
    for (int i = 0; i < Newcomers.EACH_ADDRESS.atOnce(); i++) {
      assertTrue(server.node.newcomers().admit(URI.create("mem://late"), world.now));
    }
    FakeHost late = world.client("late");
    FakeLink link = world.connect(late, server);
    world.run();
    assertTrue(link.refused().reason().contains("too many new sessions"), link.refused()::reason);
    assertFalse(link.refused().permanent());
    world.pass(20_000);
    link = world.connect(late, server);
    world.run();
    assertTrue(link.handle().isOnline());
  }
}
