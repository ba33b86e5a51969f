package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who joins through a peer that does not hold the root key is registered all the same.
class IntroductionTest {

  private final World world = new World(71);
  private final FakeHost root = world.server("root");

  private FakeHost client(String name) {
    FakeHost host = world.client(name);
    host.todo();
    return host;
  }

  private static boolean knows(FakeHost host, FakeHost other) {
    return host.known.containsKey(other.keys.session().session());
  }

  @Test
  void aNewcomerAtARelayIsRegisteredAndItsEditsArrive() {
    FakeHost relay = client("relay");
    FakeHost leaf = client("leaf");
    root.todo();
    world.connect(relay, root);
    world.run();
    leaf.todo().write("milk", Value.of("two"));
    world.connect(leaf, relay);
    world.run();
    assertTrue(knows(root, leaf));
    assertTrue(knows(relay, leaf));
    assertTrue(knows(leaf, leaf));
    assertEquals(1, root.todo().commits());
    assertEquals(List.of(), relay.node.introductions().waiting());
  }

  @Test
  void whoCameWhileTheRootWasAwayIsIntroducedWhenItIsBack() {
    FakeHost relay = client("relay");
    world.connect(relay, root);
    world.run();
    world.cutAll();
    FakeHost leaf = client("leaf");
    FakeHost twig = client("twig");
    leaf.todo().write("milk", Value.of("two"));
    world.connect(leaf, relay);
    world.run();
    world.connect(twig, leaf);
    world.run();
    assertEquals(
        2, relay.node.introductions().waiting().size(), "also whom the leaf has introduced");
    root.todo();
    world.connect(relay, root);
    world.run();
    assertTrue(knows(root, leaf) && knows(root, twig));
    assertEquals(1, root.todo().commits());
  }

  @Test
  void anIntroductionThatProvesNothingEndsTheLink() {
    FakeHost relay = client("relay");
    FakeLink link = world.connect(relay, root);
    world.run();
    FakeHost eve = world.client("eve");
    Handshake one = handshake(eve, true);
    Handshake other = handshake(relay, false);
    Frame forged =
        new Frame.Introduce(
            Value.Bytes.of(one.hello()),
            Value.Bytes.of(other.hello()),
            Value.Bytes.of(new byte[64]));
    root.node.onFrame(link.other().handle(), FrameWriter.encode(forged));
    Frame.Bye bye = (Frame.Bye) link.other().sent(Frame.Bye.class).getFirst();
    assertEquals(ByeCode.AUTH, bye.code());
    assertTrue(!knows(root, eve));
  }

  private static Handshake handshake(FakeHost host, boolean connector) {
    return new Handshake(
        host, Limits.DEFAULT, connector, java.net.URI.create("mem://x"), Value.Bytes.of());
  }
}
