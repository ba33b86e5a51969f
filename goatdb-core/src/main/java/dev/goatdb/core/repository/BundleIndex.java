package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bundles of a repository in the order of the log. It only grows. The writer adds; any thread
/// reads what was there when it asked for the size.
final class BundleIndex {

  /// A bundle and the commits that it brought; the commits' keys come along, since a commit is
  /// found by its item.
  ///
  /// @param id the bundle's name
  /// @param nodes the commits, in order
  /// @param items their items
  /// @param others the ids of all slots, in order, where the bundle has more than these commits;
  ///   else empty
  /// @param database the database that it was signed for
  record Ref(
      CommitId id,
      List<Node> nodes,
      List<ItemEntry> items,
      List<CommitId> others,
      CommitId database) {
    Ref {
      nodes = List.copyOf(nodes);
      items = List.copyOf(items);
      others = List.copyOf(others);
    }

    static Ref of(Bundle bundle, List<Node> nodes, List<ItemEntry> items, List<CommitId> slots) {
      List<CommitId> others = slots.size() == nodes.size() ? List.of() : slots;
      return new Ref(bundle.id(), nodes, items, others, bundle.header().database());
    }

    /// {@return the ids of all slots, in order}
    List<CommitId> slots() {
      return others.isEmpty() ? nodes.stream().map(Node::id).toList() : others;
    }
  }

  private @Nullable Ref[] refs = new Ref[16];
  private volatile int size;

  /// Adds a bundle.
  synchronized void add(Ref ref) {
    if (size == refs.length) {
      @Nullable Ref[] larger = new Ref[size * 2];
      System.arraycopy(refs, 0, larger, 0, size);
      refs = larger;
    }
    refs[size] = ref;
    size = size + 1;
  }

  /// {@return the number of bundles}
  int size() {
    return size;
  }

  /// {@return the bundle at an index}
  ///
  /// @throws IndexOutOfBoundsException if there is none
  synchronized Ref at(int index) {
    Ref ref = index < size ? refs[index] : null;
    if (ref == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return ref;
  }

  /// {@return whether a commit's newest bundle was signed for another database}
  boolean anyOutside(CommitId database) {
    for (int i = 0; i < size; i++) {
      Ref ref = at(i);
      int index = i;
      if (!ref.database().equals(database)
          && ref.nodes().stream().anyMatch(node -> node.bundle == index)) {
        return true;
      }
    }
    return false;
  }
}
