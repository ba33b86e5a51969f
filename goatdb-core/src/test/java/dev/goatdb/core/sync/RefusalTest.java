package dev.goatdb.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RefusalTest {

  private final World world = new World(41);
  private final FakeHost server = world.server("server");
  private final FakeHost ada = world.client("ada");

  private FakeLink join(FakeHost host) {
    host.todo();
    FakeLink link = world.connect(host, server);
    world.run();
    return link;
  }

  @Test
  void aRefusedCommitIsToldToItsAuthorAndTheRestGoesOn() {
    join(ada);
    server.todo().rule = commit -> !commit.header().key().equals("bad");
    List<CommitId> ids = ada.todo().write(Map.of("bad", Value.of("x"), "good", Value.of("y")));
    world.run();

    assertEquals(1, server.todo().commits());
    assertEquals(1, ada.refusals.size());
    assertEquals(ids.getFirst(), ada.refusals.getFirst().id());
    assertEquals(Refusal.Reason.RULE, ada.refusals.getFirst().refusal().reason());
    int last = ada.todo().bundles() - 1;
    assertFalse(ada.todo().isDurableAt(server, last), "not all of it is there");
  }

  @Test
  void whatBuildsOnARefusedCommitIsNotSent() {
    FakeLink link = join(ada);
    server.todo().rule = commit -> !commit.header().key().equals("bad");
    ada.todo().write("bad", Value.of("x"));
    world.run();
    int before = link.sent(Frame.Commits.class).size();
    ada.todo().write("bad", Value.of("y"));
    world.run();
    assertEquals(before, link.sent(Frame.Commits.class).size());
    ada.todo().write(Map.of("bad", Value.of("z"), "good", Value.of("z")));
    world.run();

    assertEquals(1, server.todo().commits());
    assertEquals(1, ada.refusals.size());
  }

  @Test
  void aDifferenceThatStaysCausesFewRounds() {
    FakeLink link = join(ada);
    server.todo().rule = commit -> !commit.header().key().equals("bad");
    ada.todo().write("bad", Value.of("x"));
    world.run();
    world.pass(600_000);
    int rounds = link.sent(Frame.Listing.class).size();
    assertTrue(rounds >= 2 && rounds <= 8, rounds + " rounds in ten minutes");
    assertEquals(1, link.sent(Frame.Commits.class).size(), "nothing refused is sent twice");

    List<Optional<String>> outcomes = new ArrayList<>();
    ada.node.sync(link.handle(), Optional.empty(), outcomes::add);
    world.run();
    assertEquals(List.of(Optional.empty()), outcomes);
  }

  @Test
  void aNewConnectionTriesOnceMore() {
    join(ada);
    server.todo().rule = commit -> !commit.header().key().equals("bad");
    ada.todo().write("bad", Value.of("x"));
    world.run();
    server.todo().rule = commit -> true;
    world.cutAll();
    join(ada);

    assertEquals(1, server.todo().commits());
  }

  @Test
  void theAuthorOfARelayedCommitHearsOfItsRefusalAndTheRelayDoesNot() {
    join(ada);
    FakeHost bob = world.client("bob");
    join(bob);
    bob.todo().rule = commit -> false;
    CommitId id = ada.todo().write("milk", Value.of("two"));
    world.run();

    assertEquals(1, server.todo().commits());
    assertEquals(0, bob.todo().commits());
    assertEquals(List.of(), server.refusals);
    assertEquals(List.of(id), ada.refusals.stream().map(FakeHost.RefusedByPeer::id).toList());
    world.pass(300_000);
    assertEquals(1, ada.refusals.size(), "once is enough");
  }

  @Test
  void aRefusalFindsItsWayThroughSeveralRelays() {
    FakeHost first = world.client("first");
    join(first);
    FakeHost second = world.client("second");
    second.todo();
    world.connect(second, first);
    world.run();
    FakeHost leaf = world.client("leaf");
    leaf.todo();
    world.connect(leaf, second);
    world.run();
    server.todo().rule = commit -> !commit.header().key().equals("bad");
    CommitId id = leaf.todo().write("bad", Value.of("x"));
    world.run();
    assertEquals(0, server.todo().commits());
    assertEquals(1, first.todo().commits());
    assertEquals(List.of(id), leaf.refusals.stream().map(FakeHost.RefusedByPeer::id).toList());
    assertEquals(List.of(), first.refusals);
    assertEquals(List.of(), second.refusals);
  }

  @Test
  void aBundleOfAnUnknownSessionWaitsUntilTheSessionIsKnown() {
    join(ada);
    FakeHost bob = world.client("bob");
    FakeLink link = join(bob);
    bob.hidden.add(ada.keys.session().session());
    ada.todo().write("milk", Value.of("two"));
    world.run();
    assertEquals(0, bob.todo().commits());
    assertTrue(bob.node.admission().parkedBytes() > 0);
    int last = server.todo().bundles() - 1;
    assertFalse(server.todo().isDurableAt(bob, last), "a commit in memory is not durable");

    bob.hidden.clear();
    bob.node.onSessionsChanged();
    world.run();
    assertEquals(1, bob.todo().commits());
    assertEquals(0, bob.node.admission().parkedBytes());
    world.pass(60_000);
    assertTrue(server.todo().isDurableAt(bob, last));
    assertTrue(link.handle().isOnline());
  }

  @Test
  void whatWaitsForSessionsIsBoundedAndComesAgain() {
    World small = new World(42, Limits.DEFAULT.withMemory(10_000, 10_000, 1 << 20));
    FakeHost root = small.server("root");
    FakeHost eve = small.client("eve");
    FakeHost bob = small.client("bob");
    eve.todo();
    bob.todo();
    small.connect(eve, root);
    small.connect(bob, root);
    small.run();
    bob.hidden.add(eve.keys.session().session());
    for (int i = 0; i < 50; i++) {
      eve.todo().write("item" + i, FlowTest.bytes(1000));
    }
    small.run();
    assertTrue(bob.node.admission().parkedBytes() <= 10_000);

    bob.hidden.clear();
    bob.node.onSessionsChanged();
    small.run();
    small.pass(120_000);
    assertEquals(50, bob.todo().commits());
  }

  @Test
  void whatWaitsForItsSessionCountsWithEverythingThatIsKept() {
    join(ada);
    Map<String, Value> many = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("item" + i, Value.of("v"));
    }
    List<CommitId> ids = ada.todo().write(many);
    var whole = ada.todo().read(ada.todo().bundles() - 1, false).orElseThrow();
    var named = Splitter.keeping(whole, ids, ids.getFirst()::equals);
    server.hidden.add(ada.keys.session().session());
    server.node.admission().admit(server.todo(), named, new BoundedIds(0), admitted -> {});
    // A peer that names 4,096 commits in each bundle and carries one must not be cheap.
    assertTrue(
        server.node.admission().parkedBytes() > 32L * ids.size(),
        () -> "counted " + server.node.admission().parkedBytes());
  }

  @Test
  void aCommitOfTheFutureIsHeldUntilItsTime() {
    join(ada);
    ada.todo().write(Map.of("later", Value.of("x")), world.now + 3_600_000);
    world.run();
    assertEquals(0, server.todo().commits());
    assertTrue(server.node.admission().heldBytes() > 0);

    world.pass(3_000_000);
    assertEquals(1, server.todo().commits());
    assertEquals(0, server.node.admission().heldBytes());
  }

  @Test
  void aMissingBaseIsAskedForOnceAndComesAsAFullState() {
    join(ada);
    CommitId id = ada.todo().write("milk", Value.of("two"));
    server.todo().lacksBase.add(id);
    world.run();

    assertEquals(1, server.todo().commits());
    assertEquals(List.of(0), ada.todo().fullReads);
  }

  @Test
  void aForgedCommitIsRefusedWhole() {
    FakeLink link = join(ada);
    FakeHost mallory = world.client("mallory");
    mallory.keys = mallory.keys.adopting(server.keys.root());
    mallory.todo().write("milk", Value.of("forged"));
    var sent = mallory.todo().read(0, false).orElseThrow();
    var header = sent.bundle().header();
    var forged =
        new dev.goatdb.core.codec.BundleHeader(
            header.database(),
            header.repository(),
            header.algorithm(),
            ada.keys.session().session(),
            header.chain(),
            header.seq(),
            header.history(),
            header.first(),
            header.last(),
            header.count(),
            header.root());
    var bundle =
        dev.goatdb.core.codec.Bundle.of(forged, sent.bundle().signature(), sent.bundle().salt());
    PeerLink peer = (PeerLink) link.other().handle();
    int channel = peer.channels().find(FakeHost.TODO).number();
    Frame frame =
        new Frame.Commits(
            channel, List.of(new dev.goatdb.core.codec.BundleCodec.Sent(bundle, sent.slots())));
    server.node.onFrame(peer, FrameWriter.encode(frame));

    Frame.Nack nack = (Frame.Nack) link.other().sent(Frame.Nack.class).getFirst();
    Frame.Missing.Bundle refused = (Frame.Missing.Bundle) nack.entries().getFirst();
    assertEquals(Refusal.Reason.SIGNATURE, refused.refusal().reason());
    assertEquals(0, server.todo().commits());
  }

  @Test
  void manyRefusalsFitTheirFrames() {
    FakeLink link = join(ada);
    server.todo().rule = commit -> false;
    Map<String, Value> values = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      values.put("item" + i, Value.of("v"));
    }
    ada.todo().write(values);
    world.run();

    assertEquals(1000, ada.refusals.size());
    assertTrue(link.other().sent(Frame.Nack.class).size() > 10);
    assertTrue(link.handle().isOnline());
  }
}
