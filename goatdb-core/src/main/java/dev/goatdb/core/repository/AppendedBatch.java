package dev.goatdb.core.repository;

import dev.goatdb.core.graph.Node;
import java.util.List;

/// The items that an append changed.
///
/// @param repository where
/// @param items each item once
public record AppendedBatch(RepositoryEngine repository, List<Touched> items) {

  /// Copies the list.
  public AppendedBatch {
    items = List.copyOf(items);
  }

  /// An item that changed.
  ///
  /// @param item the item
  /// @param before its heads before
  /// @param after its heads after
  /// @param isLocal whether this process made the change
  public record Touched(ItemEntry item, List<Node> before, List<Node> after, boolean isLocal) {}
}
