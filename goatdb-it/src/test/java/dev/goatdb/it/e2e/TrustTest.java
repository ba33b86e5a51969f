package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.ANY_PORT;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.SHARED;
import static dev.goatdb.it.e2e.Notes.TAGS;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.AuthContext;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.it.e2e.Notes.Note;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what, over a real connection.
class TrustTest {

  private static final GoatDbConfig READ_ONLY =
      GoatDbConfig.DEFAULT
          .schemas(NOTE)
          .rule("/notes/*", c -> Verdict.allowIf(c.isRead(), "this server is for reading"));
  private static final GoatDbConfig TRUSTED = GoatDbConfig.DEFAULT.schemas(NOTE).trusted(true);

  @TempDir Path directory;

  private GoatDb open(String name, GoatDbConfig config) {
    return GoatDb.open(directory.resolve(name), config);
  }

  @Test
  void editThatThePeerDoesNotAllowIsReportedAndStaysHere() {
    try (GoatDb server = open("server", READ_ONLY);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", SHARED)) {
      Soon.Heard<Refusal> refusals = new Soon.Heard<>();
      client.onRefusal(refusals);
      Item<Note> item = client.repository(PATH).put(NOTE, "trip", Note.of("Mine", ""));
      try (Peer peer = client.connect(endpoint.address())) {
        Refusal refusal = refusals.next();
        assertEquals(Refusal.Reason.RULE, refusal.reason());
        assertTrue(refusal.where().startsWith("/notes/mine"), refusal::toString);
        assertTrue(refusal.message().contains("this server is for reading"), refusal::toString);
        assertTrue(refusal.message().contains("CREATE"), refusal::toString);
        assertEquals(Peer.State.ONLINE, peer.state());
      }
      assertEquals("Mine", item.get().title());
      assertFalse(server.repository(PATH).item(NOTE, "trip").exists());
    }
  }

  @Test
  void whatTheServerAllowsToReadArrivesAndCannotBeChangedThere() {
    try (GoatDb server = open("server", READ_ONLY);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", READ_ONLY)) {
      Item<Note> written = server.repository(PATH).put(NOTE, "news", Note.of("Read me", ""));
      Soon.get(written.receipt().appended());
      Item<Note> news = client.repository(PATH).item(NOTE, "news");
      try (Peer peer = client.connect(endpoint.address())) {
        Soon.sync(peer);
        assertEquals("Read me", news.get().title());
        GoatDbException.Refused refused =
            assertThrows(GoatDbException.Refused.class, () -> news.set(TITLE, "Hacked"));
        assertEquals(Refusal.Reason.RULE, refused.refusal().reason());
        assertEquals("Read me", news.get().title());
      }
    }
  }

  @Test
  void peersSeeNothingByDefault() {
    try (GoatDb server = open("server", GoatDbConfig.DEFAULT);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", SHARED)) {
      server.repository(PATH).put(NOTE, "secret", Note.of("Nobody's business", ""));
      Item<Note> secret = client.repository(PATH).item(NOTE, "secret");
      try (Peer peer = client.connect(endpoint.address())) {
        Soon.await(peer, Peer.State.ONLINE);
        Throwable failure = Soon.failure(client.sync());
        assertTrue(
            failure.getMessage().matches(".*/notes/mine.*serve.* to this session.*"),
            failure::getMessage);
        assertFalse(secret.exists());
      }
    }
  }

  @Test
  void localEditWithoutARuleSaysWhatToAddOnceTheDatabaseIsAnothers() {
    try (GoatDb server = open("server", GoatDbConfig.DEFAULT);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", GoatDbConfig.DEFAULT);
        Peer peer = client.connect(endpoint.address())) {
      Soon.await(peer, Peer.State.ONLINE);
      GoatDbException.Refused refused =
          assertThrows(
              GoatDbException.Refused.class,
              () -> client.repository("/chat/lobby").put(NOTE, "hi", Note.of("hi", "")));
      String expected =
          "/chat/lobby/hi: CREATE by session %s (anonymous) refused: no rule matches this path."
                  .formatted(client.session().id().brief())
              + " Add .rule(\"/chat/*\", …) or .defaultVerdict(Verdict.ALLOW) [RULE]";
      assertEquals(expected, refused.getMessage());
      assertEquals(0, client.repository("/chat/lobby").count());
      server.repository("/chat/lobby").put(NOTE, "hi", Note.of("rules do not bind the root", ""));
    }
  }

  @Test
  void firstListenMakesTheRootAndFirstConnectTakesIt() {
    try (GoatDb server = open("server", SHARED);
        GoatDb client = open("client", SHARED)) {
      String before = client.status().database();
      assertFalse(server.status().isClaimed());
      assertTrue(client.session().isRoot(), "at home everybody is sovereign");
      var session = client.session().id();
      Endpoint endpoint = server.listen(ANY_PORT);
      assertTrue(server.status().isClaimed());
      try (Peer peer = client.connect(endpoint.address())) {
        Soon.sync(peer);
        assertEquals(server.status().database(), client.status().database());
        assertNotEquals(before, client.status().database());
        assertTrue(client.status().isClaimed());
        assertEquals(session, client.session().id());
        assertFalse(client.session().isRoot());
        assertTrue(server.session().isRoot());
        assertTrue(endpoint.address().toString().endsWith("#" + server.status().database()));
      }
    }
  }

  @Test
  void addressThatAsksForAnotherDatabaseIsRefused() {
    try (GoatDb server = open("server", SHARED);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", SHARED)) {
      String wrong = endpoint.address().toString().replaceFirst("#.*", "#" + "ab".repeat(32));
      try (Peer peer = client.connect(URI.create(wrong))) {
        Soon.await(peer, Peer.State.REFUSED);
        assertTrue(peer.reason().contains("asks for"), peer::reason);
        assertFalse(client.status().isClaimed());
        Throwable failure = Soon.failure(peer.sync());
        assertTrue(failure.getMessage().contains("asks for"), failure::getMessage);
      }
    }
  }

  @Test
  void twoClaimedDatabasesCannotBecomeOne() {
    try (GoatDb one = open("one", SHARED);
        Endpoint ones = one.listen(ANY_PORT);
        GoatDb other = open("other", SHARED);
        Endpoint others = other.listen(ANY_PORT);
        Peer peer = other.connect(ones.address())) {
      Soon.await(peer, Peer.State.REFUSED);
      assertTrue(
          peer.reason()
              .contains("Two databases cannot become one: start the client in an empty directory."),
          peer::reason);
      assertNotEquals(ones.address().getFragment(), others.address().getFragment());
    }
  }

  @Test
  void trustedPeersExchangeWithoutSignaturesAndSaySo() {
    try (GoatDb server = open("server", TRUSTED);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", TRUSTED)) {
      Item<Note> here = client.repository(PATH).put(NOTE, "trip", Note.of("No rule needed", ""));
      try (Peer peer = client.connect(endpoint.address())) {
        server.repository(PATH);
        Soon.sync(peer);
        assertEquals(here.get(), server.repository(PATH).item(NOTE, "trip").get());
        assertTrue(client.status().isTrusted());
        assertTrue(
            client.status().warnings().stream().anyMatch(w -> w.contains("trusted mode")),
            client.status().warnings()::toString);
      }
    }
  }

  @Test
  void trustedAndUntrustedDoNotTalk() {
    try (GoatDb server = open("server", SHARED);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", TRUSTED);
        Peer peer = client.connect(endpoint.address())) {
      Soon.await(peer, Peer.State.REFUSED);
      assertTrue(peer.reason().contains("Open both in the same mode."), peer::reason);
    }
  }

  /// Title or tags, but not both at once.
  private static Verdict oneThingAtATime(AuthContext context) {
    Optional<Note> before = context.before(NOTE);
    Optional<Note> after = context.after(NOTE);
    boolean both =
        before.isPresent()
            && after.isPresent()
            && !before.get().title().equals(after.get().title())
            && !before.get().tags().equals(after.get().tags());
    return Verdict.allowIf(!both, "one thing at a time");
  }

  @Test
  void editsJoinOneCommitOnlyIfTheRuleAllowsWhatBothDo() {
    GoatDbConfig config =
        GoatDbConfig.DEFAULT.schemas(NOTE).rule("/notes/*", TrustTest::oneThingAtATime);
    try (GoatDb server = open("server", config);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", config.flushWindow(Duration.ofSeconds(10)));
        Peer peer = client.connect(endpoint.address())) {
      Soon.sync(peer);
      List<Refusal> refusals = new CopyOnWriteArrayList<>();
      client.onRefusal(refusals::add);
      Item<Note> item = client.repository(PATH).put(NOTE, "k", Note.of("a", ""));
      Soon.get(item.receipt().durable());
      item.set(TITLE, "b"); // waits with those after it
      item.set(TITLE, "c");
      item.set(TAGS, Set.of("x"));
      item.set(TAGS, Set.of("x", "y"));
      Soon.get(item.receipt().appended());
      assertEquals(3, item.history().count(), "two edits each");
      Soon.sync(peer);
      assertEquals(item.get(), server.repository(PATH).item(NOTE, "k").get());
      assertEquals(List.of(), refusals);
    }
  }

  @Test
  void transactionIsDiscardedIfTheRuleDeniesOneOfItsCommits() {
    GoatDbConfig config =
        GoatDbConfig.DEFAULT.schemas(NOTE).rule("/notes/*", TrustTest::oneThingAtATime);
    try (GoatDb server = open("server", config);
        Endpoint endpoint = server.listen(ANY_PORT);
        GoatDb client = open("client", config);
        Peer peer = client.connect(endpoint.address())) {
      Soon.sync(peer);
      Item<Note> item = client.repository(PATH).put(NOTE, "k", Note.of("a", ""));
      GoatDbException.Refused refused =
          assertThrows(
              GoatDbException.Refused.class,
              () ->
                  client
                      .repository(PATH)
                      .transaction(tx -> {
                        tx.put(NOTE, "other", Note.of("other", ""));
                        tx.set(item, TITLE, "b");
                        tx.set(item, TAGS, Set.of("x"));
                      }));
      assertEquals(Refusal.Reason.RULE, refused.refusal().reason());
      assertEquals(Note.of("a", ""), item.get());
      assertEquals(List.of("k"), client.repository(PATH).keys());
    }
  }
}
