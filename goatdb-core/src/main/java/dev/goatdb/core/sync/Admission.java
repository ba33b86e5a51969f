package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import dev.goatdb.core.trust.Verifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes in what arrives on any link: verifies it and hands it to its repository. One thread.
///
/// Two kinds of commits wait here, in bounded memory: bundles of sessions that are not known yet,
/// and commits dated ahead of the clock. The oldest give way to new ones; both sides then differ,
/// and a later comparison brings them again.
final class Admission {

  /// What became of a bundle.
  ///
  /// @param whole why nothing of it may be here, if so
  /// @param isLater whether some of its commits wait for something else
  /// @param refused commits that may not be here
  /// @param needBase commits whose delta has a base that is not here
  record Admitted(
      Optional<Refusal> whole,
      boolean isLater,
      List<Verifier.Rejected> refused,
      List<CommitId> needBase) {}

  /// A bundle of an unknown session.
  private record Parked(SyncStore store, BundleCodec.Sent sent, int bytes) {}

  /// Commits dated ahead.
  private record Held(
      SyncStore store, VerifiedBundle bundle, List<VerifiedCommit> commits, int bytes) {}

  private static final Admitted LATER = new Admitted(Optional.empty(), true, List.of(), List.of());

  private final SyncHost host;
  private final Limits limits;
  private ArrayDeque<Parked> parked = new ArrayDeque<>();
  private ArrayDeque<Held> held = new ArrayDeque<>();
  private long parkedBytes;
  private long heldBytes;
  private @Nullable Verifier verifier;
  private @Nullable CommitId database;

  Admission(SyncHost host, Limits limits) {
    this.host = host;
    this.limits = limits;
  }

  /// {@return bytes of bundles that wait for their session}
  long parkedBytes() {
    return parkedBytes;
  }

  /// {@return bytes of commits that wait for their time}
  long heldBytes() {
    return heldBytes;
  }

  /// Takes in a bundle.
  ///
  /// @param store where it belongs
  /// @param sent the bundle
  /// @param fromPeer gains the ids that are new here
  /// @param done called once, when all of it is dealt with
  void admit(SyncStore store, BundleCodec.Sent sent, BoundedIds fromPeer, Consumer<Admitted> done) {
    switch (verifier().verify(sent, store.path())) {
      case Verifier.Outcome.Refused(Refusal refusal) ->
          done.accept(new Admitted(Optional.of(refusal), false, List.of(), List.of()));
      case Verifier.Outcome.UnknownSession unknown -> {
        park(new Parked(store, sent, Splitter.heldBytes(sent)));
        done.accept(LATER);
      }
      case Verifier.Outcome.Verified verified -> hand(store, sent, verified, fromPeer, done);
    }
  }

  /// The database changes once in a lifetime: when this one is adopted.
  private Verifier verifier() {
    CommitId now = host.keys().database();
    Verifier current = verifier;
    if (current == null || !now.equals(database)) {
      current = new Verifier(now, host.trusted(), host.sessions());
      verifier = current;
      database = now;
    }
    return current;
  }

  private void hand(
      SyncStore store,
      BundleCodec.Sent sent,
      Verifier.Outcome.Verified verified,
      BoundedIds fromPeer,
      Consumer<Admitted> done) {
    long horizon = host.now() + limits.aheadMillis();
    List<VerifiedCommit> ready = new ArrayList<>();
    List<VerifiedCommit> ahead = new ArrayList<>();
    for (VerifiedCommit commit : verified.commits()) {
      CommitTime time = commit.commit().header().time();
      (time.millis() > horizon ? ahead : ready).add(commit);
    }
    if (!ahead.isEmpty()) {
      hold(new Held(store, verified.bundle(), ahead, Splitter.heldBytes(sent)));
    }
    for (VerifiedCommit commit : ready) {
      CommitId id = commit.commit().id();
      if (!store.contains(commit.commit().header().key(), id)) {
        fromPeer.add(id);
      }
    }
    if (ready.isEmpty()) {
      done.accept(new Admitted(Optional.empty(), !ahead.isEmpty(), verified.refusals(), List.of()));
      return;
    }
    store.receive(
        verified.bundle(),
        ready,
        received -> {
          List<Verifier.Rejected> refused = new ArrayList<>(verified.refusals());
          refused.addAll(received.refused());
          boolean isLater =
              !ahead.isEmpty() || received.parked() > 0 || !received.needBase().isEmpty();
          done.accept(new Admitted(Optional.empty(), isLater, refused, received.needBase()));
        });
  }

  private void park(Parked bundle) {
    parked.add(bundle);
    parkedBytes += bundle.bytes();
    while (parkedBytes > limits.parkedBytes()) {
      parkedBytes -= parked.removeFirst().bytes();
    }
  }

  private void hold(Held commits) {
    held.add(commits);
    heldBytes += commits.bytes();
    while (heldBytes > limits.heldBytes()) {
      heldBytes -= held.removeFirst().bytes();
    }
  }

  /// Tries the bundles of unknown sessions again.
  void retryParked() {
    ArrayDeque<Parked> again = parked;
    parked = new ArrayDeque<>();
    parkedBytes = 0;
    for (Parked bundle : again) {
      admit(bundle.store(), bundle.sent(), new BoundedIds(0), warnOfRefusals(bundle.store()));
    }
  }

  /// Hands over the commits whose time has come.
  void retryHeld() {
    if (held.isEmpty()) {
      return;
    }
    long horizon = host.now() + limits.aheadMillis();
    ArrayDeque<Held> again = held;
    held = new ArrayDeque<>();
    heldBytes = 0;
    for (Held commits : again) {
      boolean isDue =
          commits.commits().stream().allMatch(c -> c.commit().header().time().millis() <= horizon);
      if (isDue) {
        Consumer<Admitted> warn = warnOfRefusals(commits.store());
        commits
            .store()
            .receive(
                commits.bundle(),
                commits.commits(),
                received ->
                    warn.accept(
                        new Admitted(
                            Optional.empty(), false, received.refused(), received.needBase())));
      } else {
        hold(commits);
      }
    }
  }

  /// The sender was told "later" and is perhaps gone, so people are told.
  private Consumer<Admitted> warnOfRefusals(SyncStore store) {
    return admitted -> {
      admitted.whole().ifPresent(refusal -> host.warn("refused after a wait: " + refusal));
      for (Verifier.Rejected rejected : admitted.refused()) {
        host.warn("%s refused after a wait: %s".formatted(store.path(), rejected.refusal()));
      }
    };
  }

  /// Drops what waits for a repository.
  void forget(RepositoryPath path) {
    parked.removeIf(bundle -> bundle.store().path().equals(path));
    held.removeIf(commits -> commits.store().path().equals(path));
    parkedBytes = parked.stream().mapToLong(Parked::bytes).sum();
    heldBytes = held.stream().mapToLong(Held::bytes).sum();
  }
}
