package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import dev.goatdb.core.trust.Verifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One repository, as synchronization sees it: a list of bundles in the order of the local log,
/// which only grows, and a door for what arrives. Any thread.
public interface SyncStore {

  /// {@return where it is}
  RepositoryPath path();

  /// {@return the hash of everything in the graph; equal at two peers exactly when they hold the
  /// same commits}
  CommitId digest();

  /// {@return the number of commits in the graph}
  long commits();

  /// {@return the number of bundles so far; each has an index below this}
  ///
  /// Their commits are in the graph already, so that [#digest()] and [#commits()], asked
  /// afterwards, cover at least these.
  int bundles();

  /// {@return the ids of the commits that the bundle at an index brought, in order; empty if it was
  /// superseded}
  ///
  /// A bundle that arrived in parts stands at several indexes, each with its part of the commits.
  ///
  /// @param index 0 to one less than [#bundles()]
  List<CommitId> members(int index);

  /// {@return the bundle at an index as it is sent: the members carried, the other slots named;
  /// nothing if it was superseded}
  ///
  /// @param index 0 to one less than [#bundles()]
  /// @param full whether bodies must be full states, for a peer that lacks a delta's base
  /// @throws IOException if the log cannot be read
  Optional<BundleCodec.Sent> read(int index, boolean full) throws IOException;

  /// {@return whether a commit is in the graph}
  ///
  /// @param key its item
  /// @param id its name
  boolean contains(String key, CommitId id);

  /// {@return the session that made a commit; nothing if the commit is not in the graph}
  ///
  /// @param id its name
  Optional<SessionId> authorOf(CommitId id);

  /// Hands over what was verified: commits are appended in order, those whose parents are not there
  /// are parked, those that break a rule are refused.
  ///
  /// @param bundle the bundle
  /// @param commits those of its commits that came and are genuine, in order
  /// @param done called once, on the synchronization worker, when all of them are dealt with
  void receive(VerifiedBundle bundle, List<VerifiedCommit> commits, Consumer<Received> done);

  /// Notes that a directly connected peer has the members of some bundles on its medium.
  ///
  /// @param peer names the peer's session
  /// @param fromIndex first bundle
  /// @param toIndex bundle after the last one
  void durableAt(SessionId peer, int fromIndex, int toIndex);

  /// Makes everything appended so far durable.
  ///
  /// @param done called once, on the synchronization worker
  void force(Runnable done);

  /// What became of commits that were handed over.
  ///
  /// @param appended how many are in the log now that were not
  /// @param parked how many are not here now and may come in later: they wait for their parents, or
  ///   the log could not be written
  /// @param refused those that may not be here, with the reason
  /// @param needBase commits whose delta has a base that is not here
  record Received(
      int appended, int parked, List<Verifier.Rejected> refused, List<CommitId> needBase) {
    /// Copies the lists.
    public Received {
      refused = List.copyOf(refused);
      needBase = List.copyOf(needBase);
    }
  }
}
