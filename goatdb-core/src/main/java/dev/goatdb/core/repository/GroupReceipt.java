package dev.goatdb.core.repository;

import dev.goatdb.api.Receipt;
import dev.goatdb.api.commit.CommitId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How far a transaction has come. It is appended as one group, so its last commit stands for all;
/// only peers may get it in parts. Any thread.
public final class GroupReceipt implements Receipt {

  private static final CommitId NOTHING = new CommitId(0, 0, 0, 0);

  private final List<EditReceipt> receipts;

  GroupReceipt(List<EditReceipt> receipts) {
    this.receipts = receipts;
  }

  /// {@return the receipt of a transaction that changed nothing}
  static GroupReceipt ofNothing() {
    return new GroupReceipt(List.of());
  }

  @Override
  public CompletableFuture<CommitId> appended() {
    return receipts.isEmpty()
        ? CompletableFuture.completedFuture(NOTHING)
        : receipts.getLast().appended();
  }

  @Override
  public CompletableFuture<CommitId> durable() {
    return receipts.isEmpty()
        ? CompletableFuture.completedFuture(NOTHING)
        : receipts.getLast().durable();
  }

  @Override
  public CompletableFuture<CommitId> atPeers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 peer, was " + count);
    }
    List<CompletableFuture<CommitId>> all =
        receipts.stream().map(receipt -> receipt.atPeers(count)).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> all.isEmpty() ? NOTHING : all.getLast().join());
  }
}
