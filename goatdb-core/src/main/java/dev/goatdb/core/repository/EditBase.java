package dev.goatdb.core.repository;

import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an edit is made on: a draft that is not in the graph yet, or the value of exactly these
/// heads. Immutable.
///
/// The application's functions run on it without any lock; before the edit counts, the item's lock
/// is taken and the base must still be what the item is.
///
/// @param pending the item's newest draft
/// @param heads the item's heads
/// @param state its value, also if it is deleted; nothing if it never had one
record EditBase(@Nullable Draft pending, List<Node> heads, Optional<State> state) {

  /// {@return whether nothing happened to the item since} Under the item's lock.
  boolean isCurrent(ItemEntry item) {
    return item.pending == pending
        && (pending == null || state.isPresent() && state.get() == pending.state)
        && item.graph.heads().equals(heads);
  }

  /// {@return whether an edit may be made on it while no other edits are made} Under the item's
  /// lock. The draft may have come into the graph, and commits of peers too: they are siblings
  /// then.
  boolean stands(ItemEntry item) {
    return pending == null
        ? item.pending == null
        : !pending.failed && (item.pending == null || item.pending == pending);
  }

  /// {@return the heads that a new draft has as parents: none if it follows a draft}
  List<Node> parents() {
    return pending == null ? heads : List.of();
  }
}
