package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The opener's part of a round: lists the short ids of what it has, and hears which of them are
/// wanted. One thread.
final class ListingRound {

  private final SyncStore store;
  private final Salt salt;
  private final int number;
  private final int bundles;
  private final BoundedIds refused;
  private int index;
  private int member;
  private int pages;
  private int answers;
  private boolean isListed;
  private long listed;
  private long[] wanted = new long[16];
  private int wantedSize;

  /// @param store what is listed
  /// @param salt makes the short ids
  /// @param number number of the round
  /// @param bundles the bundles below this index are listed
  /// @param refused what the other side refused, which is not listed
  ListingRound(SyncStore store, Salt salt, int number, int bundles, BoundedIds refused) {
    this.store = store;
    this.salt = salt;
    this.number = number;
    this.bundles = bundles;
    this.refused = refused;
  }

  /// {@return the bundles below this index are listed}
  int bundles() {
    return bundles;
  }

  /// {@return whether there is a page to send}
  boolean hasPage() {
    return !isListed;
  }

  /// {@return the next page}
  ///
  /// @param channel the channel
  /// @param capacity most ids on a page
  Frame.Listing nextPage(int channel, int capacity) {
    long[] ids = new long[Math.min(capacity, 1024)];
    int size = 0;
    while (index < bundles && size < capacity) {
      List<CommitId> members = store.members(index);
      for (; member < members.size() && size < capacity; member++) {
        CommitId id = members.get(member);
        if (!refused.contains(id)) {
          ids = size == ids.length ? Arrays.copyOf(ids, Math.min(capacity, 2 * size)) : ids;
          ids[size++] = salt.shortId(id);
        }
      }
      if (member >= members.size()) {
        index++;
        member = 0;
      }
    }
    isListed = index >= bundles;
    listed += size;
    return new Frame.Listing(channel, number, pages++, isListed, ShortIdList.of(ids, size));
  }

  /// Takes the answer to a page.
  ///
  /// @return whether it was the last one
  /// @throws ProtocolException if it is not the answer to the next page
  boolean onWant(Frame.Want want) throws ProtocolException {
    boolean isLast = isListed && answers == pages - 1;
    if (want.round() != number
        || want.page() != answers
        || answers >= pages
        || want.isLast() != isLast) {
      throw new ProtocolException(ByeCode.MALFORMED, "WANT answers a page that was not sent");
    }
    answers++;
    if (wantedSize + (long) want.ids().size() > listed) {
      throw new ProtocolException(ByeCode.MALFORMED, "more is wanted than was listed");
    }
    for (int i = 0; i < want.ids().size(); i++) {
      wanted = wantedSize == wanted.length ? Arrays.copyOf(wanted, 2 * wantedSize) : wanted;
      wanted[wantedSize++] = want.ids().at(i);
    }
    return isLast;
  }

  /// {@return the indexes of the bundles that the other side lacks, once it has answered every
  /// page}
  BitSet lacking() {
    Arrays.sort(wanted, 0, wantedSize);
    BitSet lacking = new BitSet();
    for (int i = 0; i < bundles && wantedSize > 0; i++) {
      for (CommitId id : store.members(i)) {
        if (Arrays.binarySearch(wanted, 0, wantedSize, salt.shortId(id)) >= 0) {
          lacking.set(i);
          break;
        }
      }
    }
    return lacking;
  }
}
