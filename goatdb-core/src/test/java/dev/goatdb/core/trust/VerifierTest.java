package dev.goatdb.core.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What an attacker may try with a bundle, each attempt refused with the right reason.
class VerifierTest {

  private static final RepositoryPath PATH = RepositoryPath.parse("/data/todo");
  private static final SchemaId TASK = new SchemaId("task", 1);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KeyRing ROOT = KeyRing.fresh(SigningKey.generate(new SeededEnv(1)), 0);
  private static final KeyRing ANN =
      KeyRing.fresh(SigningKey.generate(new SeededEnv(2)), 0).adopting(ROOT.root());
  private static final KeyRing EVE =
      KeyRing.fresh(SigningKey.generate(new SeededEnv(3)), 0).adopting(ROOT.root());

  private static final SessionDirectory SESSIONS =
      id -> {
        for (KeyRing ring : List.of(ANN, EVE)) {
          if (ring.session().session().equals(id)) {
            return Optional.of(record(ring.session().publicKey()));
          }
        }
        return Optional.empty();
      };

  private final Verifier verifier = new Verifier(ROOT.database(), false, SESSIONS);

  private static SessionRecord record(PublicKey key) {
    Session session =
        new Session(
            key.session(), "", false, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(29)));
    return new SessionRecord(session, key);
  }

  private static CommitRecord commit(SessionId author, String title, Instant at) {
    CommitTime time = CommitTime.ofMillis(at.toEpochMilli());
    State state = State.empty(TASK).with(TASK, Map.of("title", Value.of(title)), time);
    CommitHeader header =
        new CommitHeader(
            PATH,
            "milk",
            List.of(),
            TASK,
            state.contentHash(time),
            null,
            author,
            time,
            Commit.Kind.EDIT,
            Collections.emptySortedMap());
    return CommitRecord.of(header, new Body.Full(state), Edits.NONE);
  }

  private static CommitRecord anns(String title) {
    return commit(ANN.session().session(), title, NOW);
  }

  private static BundleCodec.Sent signed(KeyRing keys, CommitRecord... commits) {
    Signer signer = new Signer(PATH, keys, false, new SeededEnv(9));
    return sent(signer.sign(List.of(commits)).bundle(), commits);
  }

  private static BundleCodec.Sent sent(Bundle bundle, CommitRecord... commits) {
    List<BundleCodec.Slot> slots = new ArrayList<>();
    for (CommitRecord commit : commits) {
      slots.add(new BundleCodec.Slot.Carried(Value.Bytes.of(CommitCodec.encode(commit))));
    }
    return new BundleCodec.Sent(bundle, slots);
  }

  /// A bundle whose header was changed after it was signed, or signed by another after it was
  /// changed.
  private static BundleCodec.Sent changed(
      BundleCodec.Sent sent, UnaryOperator<BundleHeader> change, Optional<SigningKey> signer) {
    Bundle before = sent.bundle();
    BundleHeader header = change.apply(before.header());
    Value.Bytes signature =
        signer.map(key -> Value.Bytes.of(key.sign(header.message()))).orElse(before.signature());
    return new BundleCodec.Sent(Bundle.of(header, signature, before.salt()), sent.slots());
  }

  private static BundleHeader with(
      BundleHeader h, CommitId database, BundleHeader.Algorithm algorithm, SessionId session) {
    return new BundleHeader(
        database,
        h.repository(),
        algorithm,
        session,
        h.chain(),
        h.seq(),
        h.history(),
        h.first(),
        h.last(),
        h.count(),
        h.root());
  }

  private void refusedWhole(Refusal.Reason reason, String message, BundleCodec.Sent sent) {
    Verifier.Outcome.Refused refused =
        assertInstanceOf(Verifier.Outcome.Refused.class, verifier.verify(sent, PATH));
    assertEquals(reason, refused.refusal().reason(), refused.refusal()::toString);
    assertTrue(refused.refusal().message().contains(message), refused.refusal()::toString);
  }

  private Verifier.Outcome.Verified verified(BundleCodec.Sent sent) {
    return assertInstanceOf(Verifier.Outcome.Verified.class, verifier.verify(sent, PATH));
  }

  @Test
  void genuineBundleIsVerifiedWithAllItsCommits() {
    Verifier.Outcome.Verified outcome = verified(signed(ANN, anns("a"), anns("b")));
    assertEquals(2, outcome.commits().size());
    assertEquals(List.of(), outcome.refusals());
    assertEquals(ANN.session().session(), outcome.bundle().session().id());
  }

  @Test
  void partOfABundleIsVerifiedToo() {
    BundleCodec.Sent whole = signed(ANN, anns("a"), anns("b"));
    BundleCodec.Sent part =
        new BundleCodec.Sent(
            whole.bundle(),
            List.of(new BundleCodec.Slot.Named(anns("a").id()), whole.slots().get(1)));
    Verifier.Outcome.Verified outcome = verified(part);
    assertEquals(
        List.of(anns("b").id()), outcome.commits().stream().map(c -> c.commit().id()).toList());
  }

  @Test
  void commitOfAnotherAuthorIsRefusedAndItsSiblingsAreNot() {
    CommitRecord forged = commit(ROOT.session().session(), "by root?", NOW);
    Verifier.Outcome.Verified outcome =
        verified(signed(EVE, commit(EVE.session().session(), "mine", NOW), forged));
    assertEquals(1, outcome.commits().size());
    Verifier.Rejected rejected = outcome.refusals().getFirst();
    assertEquals(forged.id(), rejected.id());
    assertEquals(Refusal.Reason.SESSION, rejected.refusal().reason());
  }

  @Test
  void bundleUnderAnotherSessionsNameIsRefused() {
    BundleCodec.Sent sent = signed(EVE, anns("impersonated"));
    refusedWhole(
        Refusal.Reason.SIGNATURE,
        "signature does not verify",
        changed(
            sent,
            h -> with(h, h.database(), h.algorithm(), ANN.session().session()),
            Optional.of(EVE.session())));
  }

  @Test
  void bundleOfAnotherDatabaseIsRefused() {
    KeyRing elsewhere =
        KeyRing.fresh(ANN.session(), 0).adopting(SigningKey.generate(new SeededEnv(7)).publicKey());
    refusedWhole(Refusal.Reason.SIGNATURE, "bundle of database", signed(elsewhere, anns("a")));
  }

  @Test
  void bundleOfAnotherRepositoryIsRefused() {
    Verifier.Outcome outcome =
        verifier.verify(signed(ANN, anns("a")), RepositoryPath.parse("/data/other"));
    Verifier.Outcome.Refused refused = assertInstanceOf(Verifier.Outcome.Refused.class, outcome);
    assertEquals(Refusal.Reason.SIGNATURE, refused.refusal().reason());
  }

  @Test
  void commitPutInAnothersPlaceIsRefused() {
    BundleCodec.Sent sent = signed(ANN, anns("pay 1"));
    refusedWhole(
        Refusal.Reason.HASH,
        "do not hash to the signed root",
        sent(sent.bundle(), anns("pay 1000")));
  }

  @Test
  void swappedCommitsAreRefused() {
    BundleCodec.Sent sent = signed(ANN, anns("a"), anns("b"));
    refusedWhole(
        Refusal.Reason.HASH,
        "do not hash",
        new BundleCodec.Sent(sent.bundle(), sent.slots().reversed()));
  }

  @Test
  void everyByteOfACommitIsCovered() {
    BundleCodec.Sent sent = signed(ANN, anns("a"));
    byte[] packed = CommitCodec.encode(anns("a"));
    for (int i = 0; i < packed.length; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= 1;
      BundleCodec.Sent tampered =
          new BundleCodec.Sent(
              sent.bundle(), List.of(new BundleCodec.Slot.Carried(Value.Bytes.of(damaged))));
      int at = i;
      assertInstanceOf(
          Verifier.Outcome.Refused.class, verifier.verify(tampered, PATH), () -> "byte " + at);
    }
  }

  @Test
  void anotherSaltIsRefused() {
    BundleCodec.Sent sent = signed(ANN, anns("a"));
    Bundle bundle = sent.bundle();
    Value.Bytes salt = Value.Bytes.of(new byte[16]);
    refusedWhole(
        Refusal.Reason.HASH,
        "do not hash",
        new BundleCodec.Sent(Bundle.of(bundle.header(), bundle.signature(), salt), sent.slots()));
  }

  @Test
  void everyFieldOfTheHeaderIsCoveredByTheSignature() {
    BundleCodec.Sent sent = signed(ANN, anns("a"));
    List<UnaryOperator<BundleHeader>> changes =
        List.of(
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    Value.Bytes.of(new byte[16]),
                    h.seq(),
                    h.history(),
                    h.first(),
                    h.last(),
                    h.count(),
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq() + 1,
                    h.history(),
                    h.first(),
                    h.last(),
                    h.count(),
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq(),
                    h.root(),
                    h.first(),
                    h.last(),
                    h.count(),
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq(),
                    h.history(),
                    h.first().next(),
                    h.last(),
                    h.count(),
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq(),
                    h.history(),
                    h.first(),
                    h.last().next(),
                    h.count(),
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq(),
                    h.history(),
                    h.first(),
                    h.last(),
                    h.count() + 1,
                    h.root()),
            h ->
                new BundleHeader(
                    h.database(),
                    h.repository(),
                    h.algorithm(),
                    h.session(),
                    h.chain(),
                    h.seq(),
                    h.history(),
                    h.first(),
                    h.last(),
                    h.count(),
                    h.history()));
    for (UnaryOperator<BundleHeader> change : changes) {
      refusedWhole(
          Refusal.Reason.SIGNATURE,
          "signature does not verify",
          changed(sent, change, Optional.empty()));
    }
  }

  @Test
  void algorithmIsTheSessionsAndNotTheMessages() {
    BundleCodec.Sent sent = signed(ANN, anns("a"));
    BundleCodec.Sent downgraded =
        changed(
            sent,
            h -> with(h, h.database(), BundleHeader.Algorithm.NONE, h.session()),
            Optional.empty());
    refusedWhole(Refusal.Reason.SIGNATURE, "signed by NONE, expected ED25519", downgraded);
    BundleCodec.Sent unsigned =
        new BundleCodec.Sent(
            Bundle.of(
                downgraded.bundle().header(), Value.Bytes.of(new byte[0]), sent.bundle().salt()),
            sent.slots());
    refusedWhole(Refusal.Reason.SIGNATURE, "signed by NONE, expected ED25519", unsigned);
    BundleCodec.Sent empty =
        new BundleCodec.Sent(
            Bundle.of(sent.bundle().header(), Value.Bytes.of(new byte[0]), sent.bundle().salt()),
            sent.slots());
    refusedWhole(Refusal.Reason.SIGNATURE, "signature does not verify", empty);
  }

  @Test
  void signedBundlesAreRefusedInTrustedMode() {
    Verifier trusted = new Verifier(ROOT.database(), true, SESSIONS);
    assertInstanceOf(Verifier.Outcome.Refused.class, trusted.verify(signed(ANN, anns("a")), PATH));
  }

  @Test
  void unknownSessionIsNeitherBelievedNorRefused() {
    KeyRing stranger =
        KeyRing.fresh(SigningKey.generate(new SeededEnv(5)), 0).adopting(ROOT.root());
    CommitRecord commit = commit(stranger.session().session(), "hello", NOW);
    Verifier.Outcome.UnknownSession unknown =
        assertInstanceOf(
            Verifier.Outcome.UnknownSession.class, verifier.verify(signed(stranger, commit), PATH));
    assertEquals(stranger.session().session(), unknown.session());
  }

  @Test
  void commitsOutsideOfTheSessionsLifeAreRefusedAndThoseWithinAreNot() {
    SessionId ann = ANN.session().session();
    Duration skew = SessionRecord.SKEW;
    CommitRecord tooEarly =
        commit(ann, "early", NOW.minus(Duration.ofDays(1)).minus(skew).minusMillis(1));
    CommitRecord first = commit(ann, "first", NOW.minus(Duration.ofDays(1)).minus(skew));
    CommitRecord last = commit(ann, "last", NOW.plus(Duration.ofDays(29)).plus(skew));
    CommitRecord tooLate =
        commit(ann, "late", NOW.plus(Duration.ofDays(29)).plus(skew).plusMillis(1));
    Verifier.Outcome.Verified outcome = verified(signed(ANN, tooEarly, first, last, tooLate));
    assertEquals(
        List.of(first.id(), last.id()),
        outcome.commits().stream().map(c -> c.commit().id()).toList());
    assertEquals(
        List.of(tooEarly.id(), tooLate.id()),
        outcome.refusals().stream().map(Verifier.Rejected::id).toList());
    outcome.refusals().forEach(r -> assertEquals(Refusal.Reason.TIME, r.refusal().reason()));
  }

  @Test
  void twoSignersOfOneKeyNeverShareAChain() {
    Signer one = new Signer(PATH, ANN, false, new SeededEnv(10));
    Signer other = new Signer(PATH, ANN, false, new SeededEnv(11));
    BundleHeader first = one.sign(List.of(anns("a"))).bundle().header();
    BundleHeader second = one.sign(List.of(anns("b"))).bundle().header();
    BundleHeader others = other.sign(List.of(anns("a"))).bundle().header();
    assertEquals(first.chain(), second.chain());
    assertEquals(0, first.seq());
    assertEquals(1, second.seq());
    assertTrue(!others.chain().equals(first.chain()));
    assertEquals(0, others.seq());
    one.rekey(ANN);
    assertTrue(!one.sign(List.of(anns("c"))).bundle().header().chain().equals(first.chain()));
  }
}
