package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.Sha256;
import dev.goatdb.core.graph.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The hash of everything in a repository's graph, in two levels: an item's hash covers its key,
/// heads, number of commits and known holes (until they are healed, so that peers notice); 256
/// buckets by key cover their items; the digest covers the buckets. A commit marks its bucket,
/// which is hashed again when somebody asks. Guarded by the repository's graph lock.
final class DigestTree {

  private static final int BUCKETS = 256;

  /// Nothing was collected yet: the horizon is the beginning of time.
  private static final long NO_HORIZON = 0;

  private static final byte[] ITEM_TAG = Sha256.tag("goatdb/digest-item/1");
  private static final byte[] BUCKET_TAG = Sha256.tag("goatdb/digest-bucket/1");
  private static final byte[] ROOT_TAG = Sha256.tag("goatdb/digest/1");

  private final CommitId[] buckets = new CommitId[BUCKETS];
  private final BitSet stale = new BitSet(BUCKETS);

  DigestTree() {
    stale.set(0, BUCKETS);
  }

  /// {@return the hash of a key} Its first byte is the bucket.
  static CommitId keyHash(String key) {
    return Sha256.hash(key.getBytes(StandardCharsets.UTF_8));
  }

  static int bucketOf(CommitId keyHash) {
    return (int) (keyHash.w0() >>> 56);
  }

  /// Notes that an item changed.
  void mark(ItemEntry item) {
    stale.set(item.bucket);
  }

  /// {@return the digest}
  CommitId digest(Collection<ItemEntry> items) {
    if (!stale.isEmpty()) {
      refresh(items);
    }
    CborWriter out = new CborWriter(BUCKETS * 34 + 16).array(BUCKETS + 1);
    Arrays.stream(buckets).forEach(out::id);
    return Sha256.hash(ROOT_TAG, out.unsigned(NO_HORIZON));
  }

  private record Hashed(CommitId keyHash, ItemEntry item) {}

  private void refresh(Collection<ItemEntry> items) {
    List<List<Hashed>> members = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      members.add(new ArrayList<>());
    }
    for (ItemEntry item : items) {
      if (stale.get(item.bucket) && item.graph.size() > 0) {
        members.get(item.bucket).add(new Hashed(keyHash(item.key), item));
      }
    }
    for (int bucket = stale.nextSetBit(0); bucket >= 0; bucket = stale.nextSetBit(bucket + 1)) {
      buckets[bucket] = hash(members.get(bucket));
    }
    stale.clear();
  }

  private static CommitId hash(List<Hashed> members) {
    members.sort(Comparator.comparing(Hashed::keyHash));
    CborWriter out = new CborWriter(members.size() * 34 + 16).array(members.size());
    for (Hashed member : members) {
      out.id(itemHash(member));
    }
    return Sha256.hash(BUCKET_TAG, out);
  }

  private static CommitId itemHash(Hashed member) {
    ItemEntry item = member.item();
    List<Node> heads = item.graph.heads();
    boolean whole = item.holes.isEmpty();
    CborWriter out = new CborWriter(128).array(whole ? 3 : 4).id(member.keyHash());
    out.array(heads.size());
    heads.forEach(head -> out.id(head.id()));
    out.unsigned(item.graph.size() - item.holes.size());
    if (!whole) {
      out.array(item.holes.size());
      item.holes.stream().sorted().forEach(out::id);
    }
    return Sha256.hash(ITEM_TAG, out);
  }
}
