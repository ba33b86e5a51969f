package dev.goatdb.api;

import dev.goatdb.api.commit.CommitId;
import java.util.concurrent.CompletableFuture;

/// Tells how far an edit has come. Each future completes with the commit that holds the edit, or
/// exceptionally with a [dev.goatdb.api.error.GoatDbException]. Any thread.
///
/// Futures are made when they are asked for; an edit that nobody asks about costs nothing.
public interface Receipt {

  /// {@return completes when the commit is in the local log, visible to queries and peers}
  CompletableFuture<CommitId> appended();

  /// {@return completes when the commit is on the local medium} Asking makes the engine force it
  /// now.
  CompletableFuture<CommitId> durable();

  /// {@return completes when a number of directly connected peers have the commit on their medium}
  ///
  /// @param count how many, at least 1
  CompletableFuture<CommitId> atPeers(int count);
}
