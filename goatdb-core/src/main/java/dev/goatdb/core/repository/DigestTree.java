package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.Sha256;
import dev.goatdb.core.run.KeyHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// The hash of everything in a repository's graph, in two levels: an item's hash covers its key,
/// heads, number of commits and known holes (until they are healed, so that peers notice); 256
/// buckets by key cover their items; the digest covers the buckets. A commit marks its bucket,
/// which is hashed again when somebody asks. Guarded by the repository's graph lock.
final class DigestTree {

  /// Nothing was collected yet: the horizon is the beginning of time.
  private static final long NO_HORIZON = 0;

  private static final byte[] ITEM_TAG = Sha256.tag("goatdb/digest-item/1");
  private static final byte[] BUCKET_TAG = Sha256.tag("goatdb/digest-bucket/1");
  private static final byte[] ROOT_TAG = Sha256.tag("goatdb/digest/1");

  private final CommitId[] buckets = new CommitId[KeyHash.BUCKETS];
  private final BitSet stale = new BitSet(KeyHash.BUCKETS);

  DigestTree() {
    stale.set(0, KeyHash.BUCKETS);
  }

  /// What an item adds.
  ///
  /// @param heads the ids of its heads, ascending
  /// @param commits the number of its commits, holes not counted
  /// @param holes its holes
  record Member(List<CommitId> heads, int commits, Collection<CommitId> holes) {}

  /// Begins with what was known when the log ended.
  void restore(SortedMap<Integer, CommitId> known) {
    known.forEach((bucket, digest) -> {
      buckets[bucket] = digest;
      stale.clear(bucket);
    });
  }

  /// {@return the digests of the buckets in which nothing changed since they were hashed}
  SortedMap<Integer, CommitId> known() {
    SortedMap<Integer, CommitId> known = new TreeMap<>();
    for (int i = stale.nextClearBit(0); i < KeyHash.BUCKETS; i = stale.nextClearBit(i + 1)) {
      known.put(i, buckets[i]);
    }
    return known;
  }

  /// Notes that an item of a bucket changed.
  void mark(int bucket) {
    stale.set(bucket);
  }

  /// {@return the buckets that have to be hashed again}
  BitSet stale() {
    return (BitSet) stale.clone();
  }

  /// {@return the digest}
  ///
  /// @param members gives the items of a bucket, by the hash of their keys
  CommitId digest(IntFunction<SortedMap<CommitId, Member>> members) {
    for (int bucket = stale.nextSetBit(0); bucket >= 0; bucket = stale.nextSetBit(bucket + 1)) {
      buckets[bucket] = hash(members.apply(bucket));
    }
    stale.clear();
    CborWriter out = new CborWriter(KeyHash.BUCKETS * 34 + 16).array(KeyHash.BUCKETS + 1);
    Arrays.stream(buckets).forEach(out::id);
    return Sha256.hash(ROOT_TAG, out.unsigned(NO_HORIZON));
  }

  private static CommitId hash(SortedMap<CommitId, Member> members) {
    CborWriter out = new CborWriter(members.size() * 34 + 16).array(members.size());
    members.forEach((keyHash, member) -> out.id(itemHash(keyHash, member)));
    return Sha256.hash(BUCKET_TAG, out);
  }

  private static CommitId itemHash(CommitId keyHash, Member member) {
    boolean whole = member.holes().isEmpty();
    CborWriter out = new CborWriter(128).array(whole ? 3 : 4).id(keyHash);
    out.array(member.heads().size());
    member.heads().forEach(out::id);
    out.unsigned(member.commits());
    if (!whole) {
      List<CommitId> holes = new ArrayList<>(member.holes());
      out.array(holes.size());
      holes.stream().sorted().forEach(out::id);
    }
    return Sha256.hash(ITEM_TAG, out);
  }
}
