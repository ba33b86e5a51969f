package dev.goatdb.core.engine;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.sync.SyncStore;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A repository as synchronization sees it; brings callbacks over to the synchronization worker.
///
/// @param engine the repository
/// @param worker the synchronization worker
record StoreAdapter(RepositoryEngine engine, Executor worker) implements SyncStore {

  @Override
  public RepositoryPath path() {
    return engine.path();
  }

  @Override
  public CommitId digest() {
    return engine.digest();
  }

  @Override
  public long commits() {
    return engine.commits();
  }

  @Override
  public int bundles() {
    return engine.bundles();
  }

  @Override
  public List<CommitId> members(int index) {
    return engine.members(index);
  }

  @Override
  public Optional<BundleCodec.Sent> read(int index, boolean full) throws IOException {
    return engine.read(index, full);
  }

  @Override
  public boolean contains(String key, CommitId id) {
    return engine.contains(key, id);
  }

  @Override
  public Optional<SessionId> authorOf(CommitId id) {
    return engine.commit(id).map(Commit::author);
  }

  @Override
  public void receive(
      VerifiedBundle bundle, List<VerifiedCommit> commits, Consumer<Received> done) {
    engine.receive(
        bundle,
        commits,
        admitted ->
            worker.execute(() ->
                done.accept(
                    new Received(
                        admitted.appended(),
                        admitted.parked(),
                        admitted.refused(),
                        admitted.needBase()))));
  }

  @Override
  public void durableAt(SessionId peer, int fromIndex, int toIndex) {
    engine.durableAt(peer, fromIndex, toIndex);
  }

  @Override
  public void force(Runnable done) {
    engine.forceFor(() -> worker.execute(done));
  }
}
