package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.run.ItemImage;
import dev.goatdb.core.run.KeyHash;
import dev.goatdb.core.run.Runs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The items of the digest's buckets: those in memory, and what runs say of the others. Reads the
/// names of heads, no bodies. One use; the caller holds the graph lock.
final class DigestMembers {

  private final Runs runs;
  private final ItemLoader loader;
  private final Function<String, ItemEntry> entries;
  private final Map<Integer, List<ItemEntry>> inMemory = new HashMap<>();

  DigestMembers(
      Runs runs, ItemLoader loader, List<ItemEntry> items, Function<String, ItemEntry> entries) {
    this.runs = runs;
    this.loader = loader;
    this.entries = entries;
    for (ItemEntry item : items) {
      inMemory.computeIfAbsent(item.bucket, bucket -> new ArrayList<>()).add(item);
    }
  }

  /// {@return the items of a bucket, by the hash of their keys}
  SortedMap<CommitId, DigestTree.Member> of(int bucket) {
    SortedMap<CommitId, DigestTree.Member> members = new TreeMap<>();
    for (ItemEntry item : inMemory.getOrDefault(bucket, List.of())) {
      members.put(KeyHash.of(item.key), member(item));
    }
    runs.forEachIn(
        bucket,
        entry -> {
          if (!members.containsKey(entry.getKey())) {
            members.put(entry.getKey(), member(entry.getValue()));
          }
        });
    return members;
  }

  private static DigestTree.Member member(ItemEntry item) {
    List<CommitId> heads = item.graph.heads().stream().map(Node::id).toList();
    return new DigestTree.Member(heads, item.commits(), item.holes);
  }

  private DigestTree.Member member(ItemImage image) {
    List<CommitId> heads = new ArrayList<>(image.heads().size());
    for (long position : image.heads()) {
      Optional<CommitId> id = loader.id(position);
      if (id.isEmpty()) {
        // A damaged head: the item falls back to what is whole.
        return member(entries.apply(image.key()));
      }
      heads.add(id.get());
    }
    heads.sort(null);
    return new DigestTree.Member(heads, image.commits(), image.holes());
  }
}
