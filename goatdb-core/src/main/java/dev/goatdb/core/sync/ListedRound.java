package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import java.util.Arrays;
import java.util.BitSet;

/// The acceptor's part of a round: compares what the opener lists with what is here. One thread.
final class ListedRound {

  private final SyncStore store;
  private final Salt salt;
  private final int number;
  private final int bundles;
  private final long[] mine;
  private final BitSet listed = new BitSet();
  private int pages;

  /// @param store what is compared
  /// @param salt makes the short ids
  /// @param number number of the round
  /// @param bundles the bundles below this index are compared
  ListedRound(SyncStore store, Salt salt, int number, int bundles) {
    this.store = store;
    this.salt = salt;
    this.number = number;
    this.bundles = bundles;
    this.mine = shortIds();
  }

  private long[] shortIds() {
    long[] ids = new long[1024];
    int size = 0;
    for (int i = 0; i < bundles; i++) {
      for (CommitId id : store.members(i)) {
        ids = size == ids.length ? Arrays.copyOf(ids, 2 * size) : ids;
        ids[size++] = salt.shortId(id);
      }
    }
    long[] sorted = Arrays.copyOf(ids, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /// {@return the bundles below this index are compared}
  int bundles() {
    return bundles;
  }

  /// {@return those of a page that are not here}
  ///
  /// @throws ProtocolException if it is not the next page
  Frame.Want onPage(Frame.Listing page) throws ProtocolException {
    if (page.round() != number || page.page() != pages) {
      throw new ProtocolException(
          ByeCode.MALFORMED,
          "LIST page %d of round %d, expected page %d of round %d"
              .formatted(page.page(), page.round(), pages, number));
    }
    pages++;
    ShortIdList ids = page.ids();
    long[] wanted = new long[ids.size()];
    int size = 0;
    for (int i = 0; i < ids.size(); i++) {
      int found = Arrays.binarySearch(mine, ids.at(i));
      if (found >= 0) {
        listed.set(found);
      } else {
        wanted[size++] = ids.at(i);
      }
    }
    return new Frame.Want(
        page.channel(), number, page.page(), page.isLast(), ShortIdList.of(wanted, size));
  }

  /// {@return the indexes of the bundles that the opener lacks, once it has listed everything}
  BitSet lacking() {
    BitSet lacking = new BitSet();
    for (int i = 0; i < bundles; i++) {
      for (CommitId id : store.members(i)) {
        int found = Arrays.binarySearch(mine, salt.shortId(id));
        if (found < 0 || !listed.get(found)) {
          lacking.set(i);
          break;
        }
      }
    }
    return lacking;
  }
}
