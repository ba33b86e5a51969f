package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks that commits are whose they say: the bundle's signature, the membership of each commit,
/// the author, the session's life. Stateless; any thread.
public final class Verifier {

  private final CommitId database;
  private final boolean trusted;
  private final SessionDirectory sessions;

  /// @param database the database that bundles must be of
  /// @param trusted whether signatures are switched off
  /// @param sessions the known sessions
  public Verifier(CommitId database, boolean trusted, SessionDirectory sessions) {
    this.database = database;
    this.trusted = trusted;
    this.sessions = sessions;
  }

  /// What came of a check.
  public sealed interface Outcome {
    /// The bundle is genuine.
    ///
    /// @param bundle the bundle
    /// @param commits those of its commits that are genuine too
    /// @param refusals the others
    record Verified(VerifiedBundle bundle, List<VerifiedCommit> commits, List<Rejected> refusals)
        implements Outcome {}

    /// The root has not registered the signer, as far as is known here: ask again when more
    /// sessions are known.
    ///
    /// @param session the signer
    record UnknownSession(SessionId session) implements Outcome {}

    /// The bundle is not genuine; nothing of it is.
    ///
    /// @param refusal why
    record Refused(Refusal refusal) implements Outcome {}
  }

  /// A commit that is not what it should be.
  ///
  /// @param id its name
  /// @param refusal why
  public record Rejected(CommitId id, Refusal refusal) {}

  /// {@return what came of checking a bundle from a frame}
  ///
  /// @param sent the bundle and its commits
  /// @param repository the repository that it came for
  public Outcome verify(BundleCodec.Sent sent, RepositoryPath repository) {
    BundleHeader header = sent.bundle().header();
    Optional<SessionRecord> known = sessions.find(header.session());
    Refusal wrongPlace = checkPlace(header, repository);
    if (wrongPlace != null) {
      return new Outcome.Refused(wrongPlace);
    }
    if (known.isEmpty() && !trusted) {
      return new Outcome.UnknownSession(header.session());
    }
    Session session = known.map(SessionRecord::session).orElseGet(() -> anonymous(header));
    if (!trusted && !isSigned(sent.bundle(), known.orElseThrow())) {
      return refused(header, Refusal.Reason.SIGNATURE, "signature does not verify");
    }
    return verifyCommits(sent, session, known.orElse(null));
  }

  private @Nullable Refusal checkPlace(BundleHeader header, RepositoryPath repository) {
    if (!header.database().equals(database)) {
      String message =
          "bundle of database %s, this is %s"
              .formatted(header.database().brief(), database.brief());
      return refusal(header, Refusal.Reason.SIGNATURE, message);
    }
    if (!header.repository().equals(repository)) {
      return refusal(
          header,
          Refusal.Reason.SIGNATURE,
          "bundle of " + header.repository() + ", came for " + repository);
    }
    BundleHeader.Algorithm expected =
        trusted ? BundleHeader.Algorithm.NONE : BundleHeader.Algorithm.ED25519;
    return header.algorithm() == expected
        ? null
        : refusal(
            header,
            Refusal.Reason.SIGNATURE,
            "signed by " + header.algorithm() + ", expected " + expected);
  }

  private static Session anonymous(BundleHeader header) {
    return new Session(header.session(), "", false, Instant.EPOCH, SessionRecord.FOREVER);
  }

  private static boolean isSigned(Bundle bundle, SessionRecord record) {
    return record.key().verifies(bundle.header().message(), bundle.signature().toByteArray());
  }

  private Outcome verifyCommits(
      BundleCodec.Sent sent, Session session, @Nullable SessionRecord record) {
    BundleHeader header = sent.bundle().header();
    List<CommitId> ids = new ArrayList<>();
    List<CommitRecord> carried = new ArrayList<>();
    try {
      for (BundleCodec.Slot slot : sent.slots()) {
        switch (slot) {
          case BundleCodec.Slot.Named(CommitId id) -> ids.add(id);
          case BundleCodec.Slot.Carried(Value.Bytes packed) -> {
            CommitRecord commit = CommitCodec.decode(packed.toByteArray(), header.repository());
            carried.add(commit);
            ids.add(commit.id());
          }
        }
      }
    } catch (CodecException e) {
      return refused(
          header, Refusal.Reason.UNSUPPORTED, "a commit cannot be read: " + e.getMessage());
    }
    if (!Merkle.saltedRoot(ids, sent.bundle().salt().toByteArray()).equals(header.root())) {
      return refused(header, Refusal.Reason.HASH, "its commits do not hash to the signed root");
    }
    VerifiedBundle bundle = new VerifiedBundle(sent.bundle(), session, ids);
    List<VerifiedCommit> verified = new ArrayList<>(carried.size());
    List<Rejected> rejected = new ArrayList<>();
    for (CommitRecord commit : carried) {
      Refusal refusal = check(commit, header, record);
      if (refusal == null) {
        verified.add(new VerifiedCommit(commit, bundle));
      } else {
        rejected.add(new Rejected(commit.id(), refusal));
      }
    }
    return new Outcome.Verified(bundle, verified, rejected);
  }

  private static @Nullable Refusal check(
      CommitRecord commit, BundleHeader header, @Nullable SessionRecord record) {
    String where = header.repository() + "/" + commit.header().key();
    if (!commit.header().author().equals(header.session())) {
      return new Refusal(
          Refusal.Reason.SESSION,
          where,
          "author %s, but signed by %s"
              .formatted(commit.header().author().brief(), header.session().brief()));
    }
    if (record != null && !record.covers(commit.header().time())) {
      return new Refusal(
          Refusal.Reason.TIME,
          where,
          "made at %s, outside of the life of session %s"
              .formatted(commit.header().time(), header.session().brief()));
    }
    return null;
  }

  private static Outcome refused(BundleHeader header, Refusal.Reason reason, String message) {
    return new Outcome.Refused(refusal(header, reason, message));
  }

  private static Refusal refusal(BundleHeader header, Refusal.Reason reason, String message) {
    return new Refusal(
        reason,
        header.repository()
            + ", bundle %d of session %s".formatted(header.seq(), header.session().brief()),
        message);
  }
}
