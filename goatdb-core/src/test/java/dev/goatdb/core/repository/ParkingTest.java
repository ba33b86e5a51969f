package dev.goatdb.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.Signer;
import dev.goatdb.core.trust.SigningKey;
import dev.goatdb.core.trust.VerifiedCommit;
import dev.goatdb.core.trust.Verifier;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A peer must not make the waiting room grow without bound.
class ParkingTest {

  private static final RepositoryPath PATH = RepositoryPath.parse("/data/todo");
  private static final SimEnv ENV = new Simulation(2026).node("peer");
  private static final KeyRing KEYS = KeyRing.fresh(SigningKey.generate(ENV), ENV.now());
  private static final Signer SIGNER = new Signer(PATH, KEYS, true, ENV);

  private static CommitId parent(int number) {
    return new CommitId(number, 0, 0, 0);
  }

  /// A genuine commit, alone in its bundle, in trusted mode.
  private static VerifiedCommit commit(int parent, int chars) {
    CommitTime time = CommitTime.ofMillis(1_000 + parent);
    SchemaId schema = new SchemaId("task", 1);
    State state =
        State.of(schema, Map.of("title", new Value.Text("x".repeat(chars))), Map.of("title", time));
    CommitHeader header =
        new CommitHeader(
            PATH,
            "k",
            List.of(parent(parent)),
            schema,
            state.contentHash(time),
            null,
            KEYS.session().session(),
            time,
            Commit.Kind.EDIT,
            Collections.emptySortedMap());
    CommitRecord record = new CommitRecord(header.id(), header, new Body.Full(state), Edits.NONE);
    Bundle bundle = SIGNER.resign(List.of(record.id()), List.of(time));
    BundleCodec.Sent sent =
        new BundleCodec.Sent(
            bundle,
            List.of(new BundleCodec.Slot.Carried(Value.Bytes.of(CommitCodec.encode(record)))));
    Verifier verifier = new Verifier(KEYS.database(), true, id -> Optional.empty());
    return assertInstanceOf(Verifier.Outcome.Verified.class, verifier.verify(sent, PATH))
        .commits()
        .getFirst();
  }

  @Test
  void beyondTheBoundTheOldestGoWithoutATrace() {
    Parking parking = new Parking(3, Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      parking.park(commit(i, 10), parent(i));
    }
    assertEquals(3, parking.size());
    assertEquals(3, parking.parents());
    assertEquals(List.of(), parking.release(parent(6)));
    assertEquals(1, parking.release(parent(7)).size());
  }

  @Test
  void whatComesAgainWaitsOnce() {
    Parking parking = new Parking(3, Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      parking.park(commit(1, 10), parent(1));
    }
    assertEquals(1, parking.size());
    assertEquals(1, parking.release(parent(1)).size());
    assertEquals(0, parking.size());
    assertEquals(0, parking.bytes());
  }

  @Test
  void largeCommitsCountByTheirSize() {
    Parking parking = new Parking(1_000, 100_000);
    for (int i = 0; i < 50; i++) {
      parking.park(commit(i, 20_000), parent(i));
      assertTrue(parking.bytes() <= 100_000, () -> "holds " + parking.bytes());
    }
    assertTrue(parking.size() >= 3, () -> "holds " + parking.size());
    for (int i = 0; i < 50; i++) {
      parking.release(parent(i));
    }
    assertEquals(0, parking.bytes());
    assertEquals(0, parking.parents());
  }
}
