package dev.goatdb.testkit.sim;

import dev.goatdb.api.Receipt;
import dev.goatdb.api.commit.CommitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each commit did, kept beside the databases.
///
/// Asking a receipt makes the engine write at once, so receipts are asked some time later; that
/// works also when the database that gave the receipt has crashed meanwhile.
final class Ledger {

  private record Entry(Receipt receipt, Deed deed) {}

  private final Map<CommitId, Deed> deeds = new HashMap<>();
  private final List<Entry> unasked = new ArrayList<>();

  /// Notes an edit.
  void note(Receipt receipt, Deed deed) {
    unasked.add(new Entry(receipt, deed));
  }

  /// Asks all receipts which commits the edits became part of.
  void ask() {
    for (Entry entry : unasked) {
      entry.receipt().appended().thenAccept(id -> deeds.merge(id, entry.deed(), Deed::and));
    }
    unasked.clear();
  }

  /// {@return what a commit did; nothing if no edit became part of it}
  Optional<Deed> find(CommitId id) {
    return Optional.ofNullable(deeds.get(id));
  }
}
