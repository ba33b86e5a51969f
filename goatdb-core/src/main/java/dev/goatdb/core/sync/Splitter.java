package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes of a bundle what a frame can take: parts that carry some of its commits and name the
/// others.
final class Splitter {

  /// What a bundle takes beside its slots: header, signature, collections.
  private static final int BUNDLE_BYTES = 1024;

  /// What a slot takes that names a commit; what one takes beside the commit that it carries.
  private static final int NAMED_BYTES = 72;

  private static final int CARRIED_BYTES = 256;

  private Splitter() {}

  /// {@return the bundle with some of its commits named only}
  ///
  /// @param sent the bundle
  /// @param carried the ids of the commits that it carries, in order
  /// @param keep which of them are carried still
  static BundleCodec.Sent keeping(
      BundleCodec.Sent sent, List<CommitId> carried, Predicate<CommitId> keep) {
    List<BundleCodec.Slot> slots = new ArrayList<>(sent.slots().size());
    int next = 0;
    for (BundleCodec.Slot slot : sent.slots()) {
      if (slot instanceof BundleCodec.Slot.Carried) {
        CommitId id = carried.get(next++);
        slots.add(keep.test(id) ? slot : new BundleCodec.Slot.Named(id));
      } else {
        slots.add(slot);
      }
    }
    return new BundleCodec.Sent(sent.bundle(), slots);
  }

  /// {@return the number of commits that a bundle carries}
  static int carried(BundleCodec.Sent sent) {
    int carried = 0;
    for (BundleCodec.Slot slot : sent.slots()) {
      carried += slot instanceof BundleCodec.Slot.Carried ? 1 : 0;
    }
    return carried;
  }

  /// {@return the memory that a bundle takes which is kept, by estimate: its header, every slot,
  /// also one that only names a commit, and each commit twice, as bytes and as what is read out of
  /// them}
  static int heldBytes(BundleCodec.Sent sent) {
    long bytes = BUNDLE_BYTES;
    for (BundleCodec.Slot slot : sent.slots()) {
      bytes +=
          switch (slot) {
            case BundleCodec.Slot.Named named -> NAMED_BYTES;
            case BundleCodec.Slot.Carried(var packed) -> CARRIED_BYTES + 2L * packed.size();
          };
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /// {@return the bundle in parts, each with as many commits as fit, in order; a commit that fits
  /// nowhere is in none of them}
  ///
  /// @param sent the bundle
  /// @param ids the ids of the commits that it carries, in order
  /// @param capacity most bytes of a part
  static List<BundleCodec.Sent> split(BundleCodec.Sent sent, List<CommitId> ids, int capacity) {
    CborWriter out = new CborWriter(1024);
    BundleCodec.write(out, keeping(sent, ids, id -> false));
    int room = capacity - out.size();
    List<BundleCodec.Sent> parts = new ArrayList<>();
    List<CommitId> part = new ArrayList<>();
    int size = 0;
    int next = 0;
    for (BundleCodec.Slot slot : sent.slots()) {
      if (!(slot instanceof BundleCodec.Slot.Carried(var packed))) {
        continue;
      }
      CommitId id = ids.get(next++);
      if (size + packed.size() > room && !part.isEmpty()) {
        parts.add(keeping(sent, ids, List.copyOf(part)::contains));
        part.clear();
        size = 0;
      }
      if (packed.size() <= room) {
        part.add(id);
        size += packed.size();
      }
    }
    if (!part.isEmpty()) {
      parts.add(keeping(sent, ids, List.copyOf(part)::contains));
    }
    return parts;
  }
}
