package dev.goatdb.core.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Against the text of RFC 6962 §2.1, written down as it stands there.
class MerkleTest {

  private static final byte[] NO_SALT = {};

  private static CommitId id(int number) {
    return Sha256.hash(ByteBuffer.allocate(4).putInt(0, number).array());
  }

  private static List<CommitId> ids(int count) {
    List<CommitId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id(i));
    }
    return ids;
  }

  /// MTH({}) = SHA-256(); MTH({d0}) = SHA-256(0x00 || d0); MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k])
  /// || MTH(D[k:n])), k the largest power of two smaller than n.
  private static byte[] naive(List<byte[]> leaves) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    if (leaves.size() == 1) {
      digest.update((byte) 0);
      digest.update(leaves.getFirst());
    } else if (leaves.size() > 1) {
      int k = Integer.highestOneBit(leaves.size() - 1);
      digest.update((byte) 1);
      digest.update(naive(leaves.subList(0, k)));
      digest.update(naive(leaves.subList(k, leaves.size())));
    }
    return digest.digest();
  }

  private static byte[] salted(byte[] salt, int index, CommitId id) throws Exception {
    if (salt.length == 0) {
      return id.toByteArray();
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(salt);
    byte[] own = digest.digest(ByteBuffer.allocate(4).putInt(0, index).array());
    return ByteBuffer.allocate(48).put(own, 0, 16).put(id.toByteArray()).array();
  }

  private static CommitId naiveRoot(List<CommitId> ids, byte[] salt) throws Exception {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      leaves.add(salted(salt, i, ids.get(i)));
    }
    return CommitId.of(naive(leaves));
  }

  @Test
  void saltedRootIsThatOfTheDefinition() throws Exception {
    byte[] salt = new byte[16];
    Arrays.fill(salt, (byte) 5);
    for (int count = 1; count <= 70; count++) {
      List<CommitId> ids = ids(count);
      assertEquals(naiveRoot(ids, salt), Merkle.saltedRoot(ids, salt), count + " leaves");
    }
    List<CommitId> most = ids(4096);
    assertEquals(naiveRoot(most, salt), Merkle.saltedRoot(most, salt));
  }

  @Test
  void historyGrownLeafByLeafHasTheRootOfTheWholeList() throws Exception {
    ChainHistory history = new ChainHistory();
    for (int count = 0; count <= 130; count++) {
      assertEquals(naiveRoot(ids(count), NO_SALT), history.root(), count + " bundles");
      history.add(id(count));
    }
  }

  @Test
  void lastLeafIsNeverDoubled() {
    byte[] salt = new byte[16];
    List<CommitId> three = ids(3);
    List<CommitId> four = new ArrayList<>(three);
    four.add(three.getLast());
    assertNotEquals(Merkle.saltedRoot(three, salt), Merkle.saltedRoot(four, salt));
  }

  @Test
  void orderAndSaltMatter() {
    byte[] salt = new byte[16];
    byte[] other = new byte[16];
    other[15] = 1;
    List<CommitId> ids = ids(5);
    assertNotEquals(Merkle.saltedRoot(ids, salt), Merkle.saltedRoot(ids.reversed(), salt));
    assertNotEquals(Merkle.saltedRoot(ids, salt), Merkle.saltedRoot(ids, other));
  }
}
