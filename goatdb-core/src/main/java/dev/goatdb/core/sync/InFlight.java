package dev.goatdb.core.sync;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A COMMITS frame that was sent and is not known to be durable at the other side. One thread.
final class InFlight {

  /// A bundle of the frame.
  ///
  /// @param index where it stands in the repository
  /// @param isWhole whether the other side has the whole bundle once it has this frame
  record Place(int index, boolean isWhole) {}

  private final long number;
  private final int bytes;
  private final List<Place> places;
  private final BitSet missing = new BitSet();

  /// @param number number of the frame on its channel, from 1
  /// @param bytes its length
  /// @param places its bundles
  InFlight(long number, int bytes, List<Place> places) {
    this.number = number;
    this.bytes = bytes;
    this.places = new ArrayList<>(places);
    for (int i = 0; i < places.size(); i++) {
      missing.set(i, !places.get(i).isWhole());
    }
  }

  long number() {
    return number;
  }

  int bytes() {
    return bytes;
  }

  int size() {
    return places.size();
  }

  int index(int position) {
    return places.get(position).index();
  }

  /// Notes that a bundle is not whole in the other side's log.
  void miss(int position) {
    missing.set(position);
  }

  /// Adds the indexes of the bundles that are whole in the other side's log.
  void addArrived(BitSet indexes) {
    for (int i = missing.nextClearBit(0); i < places.size(); i = missing.nextClearBit(i + 1)) {
      indexes.set(places.get(i).index());
    }
  }
}
