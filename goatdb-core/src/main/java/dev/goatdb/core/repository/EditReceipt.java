package dev.goatdb.core.repository;

import dev.goatdb.api.Receipt;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How far one commit of this process has come. Any thread; one lock. Futures are completed outside
/// of it.
public final class EditReceipt implements Receipt {

  private final RepositoryEngine repository;
  private @Nullable CommitId commit;
  private @Nullable GoatDbException failure;
  private boolean isDurable;
  private @Nullable CompletableFuture<CommitId> appended;
  private @Nullable CompletableFuture<CommitId> durable;
  private List<PeerWait> peerWaits = List.of();
  private Set<SessionId> peers = Set.of();

  private record PeerWait(int count, CompletableFuture<CommitId> future) {}

  EditReceipt(RepositoryEngine repository) {
    this.repository = repository;
  }

  /// {@return the receipt of a commit that is in the log}
  static EditReceipt ofAppended(RepositoryEngine repository, CommitId commit) {
    EditReceipt receipt = new EditReceipt(repository);
    receipt.commit = commit;
    return receipt;
  }

  @Override
  public CompletableFuture<CommitId> appended() {
    CompletableFuture<CommitId> future;
    synchronized (this) {
      if (appended == null) {
        appended = settled();
      }
      future = appended;
    }
    repository.hurry();
    return future;
  }

  @Override
  public CompletableFuture<CommitId> durable() {
    CompletableFuture<CommitId> future;
    boolean first;
    synchronized (this) {
      first = durable == null;
      if (durable == null) {
        durable = isDurable || failure != null ? settled() : repository.future();
      }
      future = durable;
    }
    if (first && !future.isDone()) {
      repository.forceFor(this);
    }
    return future;
  }

  @Override
  public CompletableFuture<CommitId> atPeers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 peer, was " + count);
    }
    CompletableFuture<CommitId> future;
    synchronized (this) {
      if (failure != null || (commit != null && peers.size() >= count)) {
        return settled();
      }
      future = repository.future();
      if (peerWaits.isEmpty()) {
        peerWaits = new ArrayList<>(1);
      }
      peerWaits.add(new PeerWait(count, future));
    }
    repository.watch(this);
    return future;
  }

  private CompletableFuture<CommitId> settled() {
    CompletableFuture<CommitId> future = repository.future();
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (commit != null) {
      future.complete(commit);
    }
    return future;
  }

  /// {@return the commit, once it is in the log}
  synchronized @Nullable CommitId commit() {
    return commit;
  }

  void onAppended(CommitId id) {
    CompletableFuture<CommitId> waiting;
    synchronized (this) {
      commit = id;
      waiting = appended;
    }
    if (waiting != null) {
      waiting.complete(id);
    }
  }

  void onDurable() {
    CompletableFuture<CommitId> waiting;
    CommitId id;
    synchronized (this) {
      isDurable = true;
      waiting = durable;
      id = commit;
    }
    if (waiting != null && id != null) {
      waiting.complete(id);
    }
  }

  /// {@return whether nobody waits for peers any more}
  boolean onPeer(SessionId peer) {
    List<CompletableFuture<CommitId>> reached = new ArrayList<>();
    CommitId id;
    boolean done;
    synchronized (this) {
      if (peers.isEmpty()) {
        peers = HashSet.newHashSet(2);
      }
      peers.add(peer);
      id = commit;
      for (PeerWait wait : peerWaits) {
        if (peers.size() >= wait.count()) {
          reached.add(wait.future());
        }
      }
      if (!reached.isEmpty()) {
        peerWaits.removeIf(wait -> peers.size() >= wait.count());
      }
      done = peerWaits.isEmpty();
    }
    if (id != null) {
      CommitId reachedBy = id;
      reached.forEach(future -> future.complete(reachedBy));
    }
    return done;
  }

  /// No peer will be heard of any more.
  void onPeersGone(GoatDbException reason) {
    List<PeerWait> waiting;
    synchronized (this) {
      waiting = peerWaits;
      peerWaits = List.of();
    }
    waiting.forEach(wait -> wait.future().completeExceptionally(reason));
  }

  void onFailed(GoatDbException reason) {
    List<CompletableFuture<CommitId>> waiting = new ArrayList<>();
    synchronized (this) {
      failure = reason;
      if (appended != null) {
        waiting.add(appended);
      }
      if (durable != null) {
        waiting.add(durable);
      }
      peerWaits.forEach(wait -> waiting.add(wait.future()));
      peerWaits = List.of();
    }
    waiting.forEach(future -> future.completeExceptionally(reason));
  }
}
