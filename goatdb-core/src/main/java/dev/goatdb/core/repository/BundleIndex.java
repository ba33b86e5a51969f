package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  /// @param isWhole whether the ids of all slots are known; they are not where a commit was lost
  record Ref(
      CommitId id,
      List<Node> nodes,
      List<ItemEntry> items,
      List<CommitId> others,
      CommitId database,
      boolean isWhole) {
    Ref {
      nodes = List.copyOf(nodes);
      items = List.copyOf(items);
      others = List.copyOf(others);
    }

    static Ref of(Bundle bundle, List<Node> nodes, List<ItemEntry> items, List<CommitId> slots) {
      List<CommitId> others = slots.size() == nodes.size() ? List.of() : slots;
      boolean isWhole = slots.size() == bundle.header().count();
      return new Ref(bundle.id(), nodes, items, others, bundle.header().database(), isWhole);
    }

    /// {@return this with more commits of the same bundle, in the order of its slots}
    Ref with(List<Node> moreNodes, List<ItemEntry> moreItems) {
      Map<CommitId, Integer> at = new HashMap<>();
      List<Node> allNodes = new ArrayList<>(nodes);
      allNodes.addAll(moreNodes);
      List<ItemEntry> allItems = new ArrayList<>(items);
      allItems.addAll(moreItems);
      for (int i = 0; i < allNodes.size(); i++) {
        at.put(allNodes.get(i).id(), i);
      }
      List<Integer> order = slots().stream().map(at::get).filter(Objects::nonNull).toList();
      return new Ref(
          id,
          order.stream().map(allNodes::get).toList(),
          order.stream().map(allItems::get).toList(),
          slots(),
          database,
          true);
    }

    /// {@return the ids of all slots, in order}
    List<CommitId> slots() {
      return others.isEmpty() ? nodes.stream().map(Node::id).toList() : others;
    }
  }

  private @Nullable Ref[] refs = new Ref[16];
  private volatile int size;

  /// Where the bundles lie of which a commit was lost.
  private final Map<CommitId, List<Integer>> damaged = new HashMap<>();

  /// Adds a bundle. If it is one of which a commit was lost, and that comes now, the others move to
  /// where all slots are known: they can be sent again.
  synchronized void add(Ref ref) {
    if (!ref.isWhole()) {
      damaged.computeIfAbsent(ref.id(), id -> new ArrayList<>()).add(size);
      append(ref);
      return;
    }
    List<Node> nodes = new ArrayList<>();
    List<ItemEntry> items = new ArrayList<>();
    for (int index : damaged.getOrDefault(ref.id(), List.of())) {
      Ref old = at(index);
      for (int k = 0; k < old.nodes().size(); k++) {
        if (old.nodes().get(k).bundle == index) {
          nodes.add(old.nodes().get(k));
          items.add(old.items().get(k));
        }
      }
    }
    damaged.remove(ref.id());
    nodes.forEach(node -> node.bundle = size);
    append(nodes.isEmpty() ? ref : ref.with(nodes, items));
  }

  private void append(Ref ref) {
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

  /// {@return whether the newest bundle of a commit of a session was signed for another database}
  /// Those of others are not this process's to sign again.
  boolean anyOutside(CommitId database, SessionId session) {
    for (int i = 0; i < size; i++) {
      Ref ref = at(i);
      int index = i;
      if (!ref.database().equals(database)
          && ref.nodes().stream()
              .anyMatch(node -> node.bundle == index && node.author().equals(session))) {
        return true;
      }
    }
    return false;
  }
}
