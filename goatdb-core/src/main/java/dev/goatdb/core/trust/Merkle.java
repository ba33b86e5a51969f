package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The tree of RFC 6962 §2.1: the left half is the greatest power of two, and a last leaf is never
/// doubled, so that two lists never have one root.
final class Merkle {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private Merkle() {}

  /// {@return the root over salted ids: leaf i = SHA-256(0x00 ‖ salt i ‖ id)}
  ///
  /// @param ids the ids, in order
  /// @param salt the bundle's salt
  static CommitId saltedRoot(List<CommitId> ids, byte[] salt) {
    List<CommitId> leaves = new ArrayList<>(ids.size());
    MessageDigest digest = Sha256.start();
    for (int i = 0; i < ids.size(); i++) {
      byte[] saltOfLeaf = saltOf(digest, salt, i);
      leaves.add(leaf(digest, saltOfLeaf, ids.get(i)));
    }
    return root(leaves);
  }

  /// Salt i is the first half of SHA-256(bundle salt ‖ i), so that one commit can be proven without
  /// telling the others' salts.
  private static byte[] saltOf(MessageDigest digest, byte[] salt, int index) {
    digest.update(salt);
    digest.update(ByteBuffer.allocate(4).putInt(0, index));
    return Arrays.copyOf(digest.digest(), 16);
  }

  /// A digest starts anew after each result.
  private static CommitId leaf(MessageDigest digest, byte[] salt, CommitId id) {
    digest.update(LEAF);
    digest.update(salt);
    digest.update(id.toByteArray());
    return CommitId.of(digest.digest());
  }

  static CommitId plainLeaf(CommitId id) {
    return leaf(Sha256.start(), new byte[0], id);
  }

  static CommitId node(CommitId left, CommitId right) {
    return node(Sha256.start(), left, right);
  }

  private static CommitId node(MessageDigest digest, CommitId left, CommitId right) {
    digest.update(NODE);
    digest.update(left.toByteArray());
    digest.update(right.toByteArray());
    return CommitId.of(digest.digest());
  }

  /// Joining neighbours level by level, an odd last one going up as it is, gives the same tree as
  /// splitting at the greatest power of two.
  static CommitId root(List<CommitId> leaves) {
    if (leaves.isEmpty()) {
      return Sha256.hash();
    }
    MessageDigest digest = Sha256.start();
    List<CommitId> level = leaves;
    while (level.size() > 1) {
      List<CommitId> above = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i < level.size(); i += 2) {
        above.add(
            i + 1 < level.size() ? node(digest, level.get(i), level.get(i + 1)) : level.get(i));
      }
      level = above;
    }
    return level.getFirst();
  }
}
