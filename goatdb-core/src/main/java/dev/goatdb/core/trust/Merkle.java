package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Sha256;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// The tree of RFC 6962 §2.1: the left half is the greatest power of two, and a last leaf is never
/// doubled, so that two lists never have one root.
///
/// Leaves and levels lie one after the other in an array, which each level overwrites from its
/// beginning.
final class Merkle {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;
  private static final int SALT_BYTES = 16;

  private Merkle() {}

  /// {@return the root over salted ids: leaf i = SHA-256(0x00 ‖ salt i ‖ id)}
  ///
  /// @param ids the ids, in order
  /// @param salt the bundle's salt
  static CommitId saltedRoot(List<CommitId> ids, byte[] salt) {
    MessageDigest digest = Sha256.start();
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
    byte[] saltOfLeaf = new byte[CommitId.BYTES];
    byte[] leaves = new byte[ids.size() * CommitId.BYTES];
    for (int i = 0; i < ids.size(); i++) {
      // Salt i is the first half of SHA-256(bundle salt ‖ i), so that one commit can be proven
      // without telling the others' salts.
      digest.update(salt);
      digest.update(number.putInt(0, i).array());
      finish(digest, saltOfLeaf, 0);
      digest.update(LEAF);
      digest.update(saltOfLeaf, 0, SALT_BYTES);
      digest.update(ids.get(i).toByteArray());
      finish(digest, leaves, i * CommitId.BYTES);
    }
    return root(digest, leaves);
  }

  static CommitId plainLeaf(CommitId id) {
    MessageDigest digest = Sha256.start();
    digest.update(LEAF);
    digest.update(id.toByteArray());
    return CommitId.of(digest.digest());
  }

  static CommitId node(CommitId left, CommitId right) {
    MessageDigest digest = Sha256.start();
    digest.update(NODE);
    digest.update(left.toByteArray());
    digest.update(right.toByteArray());
    return CommitId.of(digest.digest());
  }

  /// {@return the root over leaves}
  static CommitId root(List<CommitId> leaves) {
    ByteBuffer all = ByteBuffer.allocate(leaves.size() * CommitId.BYTES);
    leaves.forEach(leaf -> all.put(leaf.toByteArray()));
    return root(Sha256.start(), all.array());
  }

  /// Joining neighbours level by level, an odd last one going up as it is, gives the same tree as
  /// splitting at the greatest power of two.
  private static CommitId root(MessageDigest digest, byte[] level) {
    int size = level.length / CommitId.BYTES;
    if (size == 0) {
      return Sha256.hash();
    }
    while (size > 1) {
      int pairs = size / 2;
      for (int i = 0; i < pairs; i++) {
        digest.update(NODE);
        digest.update(level, 2 * i * CommitId.BYTES, 2 * CommitId.BYTES);
        finish(digest, level, i * CommitId.BYTES);
      }
      if (size % 2 == 1) {
        int last = (size - 1) * CommitId.BYTES;
        System.arraycopy(level, last, level, pairs * CommitId.BYTES, CommitId.BYTES);
      }
      size = pairs + size % 2;
    }
    return CommitId.of(Arrays.copyOf(level, CommitId.BYTES));
  }

  /// A digest starts anew after each result.
  private static void finish(MessageDigest digest, byte[] into, int offset) {
    try {
      digest.digest(into, offset, CommitId.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives 32 bytes", e);
    }
  }
}
