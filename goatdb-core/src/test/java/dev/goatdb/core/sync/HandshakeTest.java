package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.trust.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private final World world = new World(11);
  private final FakeHost server = world.server("server");
  private final FakeHost ada = world.client("ada");

  @Test
  void theFragmentOfTheAddressPinsTheRoot() {
    FakeLink link = world.connect(ada, server, server.keys.database().toString());
    world.run();

    assertTrue(link.isOnline());
    assertEquals(List.of(), ada.warnings, "nothing was trusted on first use");
  }

  @Test
  void withoutAPinTheRootIsTrustedOnFirstUseAndPeopleAreTold() {
    world.connect(ada, server);
    world.run();

    assertEquals(1, ada.warnings.size());
    assertTrue(ada.warnings.getFirst().contains("trusted on first use"));
    world.cutAll();
    world.connect(ada, server);
    world.run();
    assertEquals(1, ada.warnings.size());
  }

  @Test
  void anotherRootThanThePinnedOneIsRefusedForGood() {
    FakeHost other = world.server("other");
    FakeLink link = world.connect(ada, server, other.keys.database().toString());
    world.run();

    assertTrue(link.refused().permanent());
    assertTrue(link.refused().reason().contains(other.keys.database().brief()));
    assertFalse(ada.keys.isClaimed());
  }

  @Test
  void aFragmentThatIsNoDatabaseIdIsRefusedAtOnce() {
    assertThrows(IllegalArgumentException.class, () -> world.connect(ada, server, "abc"));
  }

  @Test
  void twoDatabasesDoNotBecomeOne() {
    FakeHost other = world.server("other");
    FakeLink link = world.connect(other, server);
    world.run();

    String expected =
        "mem://server serves database %s…; /srv/other is database %s…. Two databases cannot become one: start the client in an empty directory."
            .formatted(server.keys.database().brief(), other.keys.database().brief());
    assertEquals(new LinkEvent.Refused(expected, true), link.refused());
  }

  @Test
  void theReasonArrivesEvenIfTheTransportLosesTheLastFrames() {
    world.isLossy = true;
    FakeHost other = world.server("other");
    FakeLink link = world.connect(other, server);
    world.run();

    assertTrue(link.refused().permanent());
    assertTrue(link.refused().reason().contains("Two databases cannot become one"));
  }

  @Test
  void anUnclaimedDatabaseIsNotServed() {
    FakeHost unclaimed = world.client("unclaimed");
    FakeLink link = world.connect(ada, unclaimed);
    world.run();

    assertTrue(link.refused().permanent());
  }

  @Test
  void trustedAndSignedDoNotMix() {
    FakeHost trusting = new FakeHost(world, "trusting", true);
    FakeLink link = world.connect(trusting, server);
    world.run();

    assertTrue(link.refused().permanent());
    assertTrue(link.refused().reason().contains("trusted mode"));
  }

  @Test
  void trustedPeersSynchronizeWithoutSignatures() {
    FakeHost open = new FakeHost(world, "open", true);
    open.claim();
    FakeHost trusting = new FakeHost(world, "trusting", true);
    trusting.todo().write("milk", Value.of("two"));
    world.connect(trusting, open);
    world.run();

    assertEquals(1, open.todo().commits());
  }

  @Test
  void aReplayedProofIsRefused() {
    world.connect(ada, server);
    world.run();
    List<byte[]> recorded = world.ends.getFirst().sentFrames.subList(0, 2);
    Wiretap tap = new Wiretap(world, server);
    tap.say(recorded.get(0));
    tap.say(recorded.get(1));

    assertEquals(ByeCode.AUTH, tap.bye().code());
  }

  @Test
  void aReflectedProofIsRefused() {
    assertOnline(world.connect(ada, server));
    FakeLink end = new FakeLink(world, ada, "mirror");
    FakeLink mirror = new FakeLink(world, ada, "mirror");
    end.join(mirror);
    end.connect("");
    ada.node.onFrame(end.handle(), end.sentFrames.getFirst());
    assertEquals(1, end.sent(Frame.Auth.class).size());
    ada.node.onFrame(end.handle(), end.sentFrames.get(1));

    assertEquals(ByeCode.AUTH, ((Frame.Bye) end.sent(Frame.Bye.class).getFirst()).code());
    assertTrue(end.refused().permanent());
  }

  @Test
  void theAcceptorProvesNothingBeforeTheConnectorHas() {
    Wiretap tap = new Wiretap(world, server);
    tap.say(altered(ada, hello -> hello));

    assertEquals(1, tap.heard.size(), "only its HELLO");
  }

  @Test
  void aHelloChangedOnTheWayBreaksTheProof() throws Exception {
    Handshake connector =
        new Handshake(ada, Limits.DEFAULT, true, java.net.URI.create("mem://x"), Value.Bytes.of());
    Wiretap tap = new Wiretap(world, server);
    byte[] theirs = tap.heard.getFirst();
    Frame.Hello told = altered(helloOf(theirs), h -> withFrameBytes(h, h.frameBytes() - 1));
    connector.onHello(FrameWriter.encode(told), told);
    tap.say(connector.hello());
    tap.say(FrameWriter.encode(connector.auth()));

    assertEquals(ByeCode.AUTH, tap.bye().code());
  }

  @Test
  void whoseEncryptionEndsAtSomebodyElseIsRefused() {
    world.bindings.add(Value.Bytes.of((byte) 1));
    world.bindings.add(Value.Bytes.of((byte) 2));
    FakeLink link = world.connect(ada, server);
    world.run();
    assertTrue(link.refused().reason().contains("certificate"));

    world.bindings.add(Value.Bytes.of((byte) 1));
    world.bindings.add(Value.Bytes.of((byte) 1));
    assertOnline(world.connect(ada, server));
    world.bindings.add(Value.Bytes.of((byte) 1));
    assertOnline(world.connect(ada, server));
  }

  private void assertOnline(FakeLink link) {
    world.run();
    assertTrue(link.isOnline());
  }

  @Test
  void keysOfSmallOrderAreRefused() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    PublicKey weak = new PublicKey(Value.Bytes.of(identity));
    Wiretap tap = new Wiretap(world, server);
    tap.say(altered(ada, hello -> withSession(hello, weak)));

    assertEquals(ByeCode.AUTH, tap.bye().code());
  }

  @Test
  void unknownVersionsAndCriticalFeaturesAreRefused() {
    Wiretap later = new Wiretap(world, server);
    later.say(altered(ada, hello -> withVersions(hello, 2, 3, List.of())));
    assertEquals(ByeCode.VERSION, later.bye().code());

    Wiretap demanding = new Wiretap(world, server);
    demanding.say(altered(ada, hello -> withVersions(hello, 1, 3, List.of(7))));
    assertEquals(ByeCode.VERSION, demanding.bye().code());
  }

  @Test
  void aServerWhoseSessionTheRootDoesNotKnowIsRefused() {
    world.connect(ada, server);
    world.run();
    world.cutAll();
    FakeHost impostor = world.client("impostor");
    impostor.keys = impostor.keys.adopting(server.keys.root());

    FakeLink link = world.connect(ada, impostor);
    world.run();
    world.pass(60_000);

    assertFalse(link.isOnline());
    assertTrue(link.refused().reason().contains("registered"));
  }

  @Test
  void aSessionThatHasEndedIsCutOff() {
    world.connect(ada, server);
    world.run();
    world.cutAll();
    world.now += 40L * 86_400_000;

    FakeLink link = world.connect(ada, server);
    world.run();

    assertFalse(link.isOnline());
    assertTrue(link.refused().reason().contains("ended"));
  }

  @Test
  void aHandshakeThatStallsEnds() {
    Wiretap tap = new Wiretap(world, server);
    world.pass(20_000);

    assertEquals(ByeCode.TIMEOUT, tap.bye().code());
  }

  @Test
  void channelsBeforeTheProofAreRefused() {
    Wiretap tap = new Wiretap(world, server);
    tap.say(altered(ada, hello -> hello));
    tap.say(FrameWriter.encode(new Frame.Open(0, FakeHost.TODO, 0, server.keys.database())));

    assertEquals(ByeCode.MALFORMED, tap.bye().code());
  }

  private static byte[] altered(FakeHost host, UnaryOperator<Frame.Hello> change) {
    Handshake handshake =
        new Handshake(
            host, Limits.DEFAULT, true, java.net.URI.create("mem://server"), Value.Bytes.of());
    return FrameWriter.encode(change.apply(helloOf(handshake.hello())));
  }

  private static Frame.Hello altered(Frame.Hello hello, UnaryOperator<Frame.Hello> change) {
    return change.apply(hello);
  }

  private static Frame.Hello helloOf(byte[] bytes) {
    try {
      return (Frame.Hello) FrameReader.decode(bytes).orElseThrow();
    } catch (dev.goatdb.core.codec.CodecException e) {
      throw new AssertionError(e);
    }
  }

  private static Frame.Hello withFrameBytes(Frame.Hello h, int bytes) {
    return new Frame.Hello(
        h.minVersion(),
        h.maxVersion(),
        h.features(),
        h.critical(),
        bytes,
        h.windowBytes(),
        h.nonce(),
        h.time(),
        h.trusted(),
        h.claimed(),
        h.root(),
        h.session(),
        h.since(),
        h.binding());
  }

  private static Frame.Hello withSession(Frame.Hello h, PublicKey session) {
    return new Frame.Hello(
        h.minVersion(),
        h.maxVersion(),
        h.features(),
        h.critical(),
        h.frameBytes(),
        h.windowBytes(),
        h.nonce(),
        h.time(),
        h.trusted(),
        h.claimed(),
        h.root(),
        session,
        h.since(),
        h.binding());
  }

  private static Frame.Hello withVersions(Frame.Hello h, int min, int max, List<Integer> critical) {
    return new Frame.Hello(
        min,
        max,
        h.features(),
        critical,
        h.frameBytes(),
        h.windowBytes(),
        h.nonce(),
        h.time(),
        h.trusted(),
        h.claimed(),
        h.root(),
        h.session(),
        h.since(),
        h.binding());
  }

  /// Somebody who speaks to a database byte by byte.
  static final class Wiretap {
    final List<byte[]> heard = new ArrayList<>();
    private final World world;
    private final FakeHost host;
    private final FakeLink end;

    Wiretap(World world, FakeHost host) {
      this.world = world;
      this.host = host;
      this.end = new FakeLink(world, host, "tap");
      FakeLink mine = new FakeLink(world, host, "tap");
      mine.capacity = Integer.MAX_VALUE;
      end.join(mine);
      end.accept();
      listen();
    }

    void say(byte[] frame) {
      host.node.onFrame(end.handle(), frame);
      world.run();
      listen();
    }

    private void listen() {
      heard.clear();
      heard.addAll(end.sentFrames);
    }

    Frame.Bye bye() {
      List<Frame> byes = end.sent(Frame.Bye.class);
      assertEquals(1, byes.size(), "one BYE");
      return (Frame.Bye) byes.getFirst();
    }
  }
}
