package dev.goatdb.core.merge;

import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeMap;

/// What several edit scripts make of one sequence: what any of them deletes goes, what any of them
/// inserts comes.
///
/// A run that a script inserts between two neighbours stays whole, so that two people who write in
/// one place get both passages and not a mixture. Runs in one place follow each other in the order
/// of their bytes; a run that several scripts insert there comes once. A run inserted into a
/// passage that another script deletes stays.
///
/// @param <R> a run
final class SequenceMerge<R> {

  /// Takes the result from start to end.
  interface Target<R> {
    /// A passage of the sequence that stays, not empty.
    void keep(int start, int end);

    /// A run that comes.
    void insert(R run);
  }

  private final TreeMap<Integer, TreeMap<byte[], R>> runs = new TreeMap<>();
  private final BitSet deleted = new BitSet();

  void delete(int start, int end) {
    deleted.set(start, end);
  }

  /// Adds a run, which is not empty.
  ///
  /// @param position the element before which it comes
  /// @param run the run
  /// @param bytes its canonical bytes, which decide on order and equality
  void insert(int position, R run, byte[] bytes) {
    runs.computeIfAbsent(position, _ -> new TreeMap<>(Arrays::compareUnsigned)).put(bytes, run);
  }

  /// Hands over the result.
  ///
  /// @param length the number of elements of the sequence
  void writeTo(int length, Target<? super R> target) {
    int position = 0;
    for (var place : runs.entrySet()) {
      keep(position, place.getKey(), target);
      position = place.getKey();
      place.getValue().values().forEach(target::insert);
    }
    keep(position, length, target);
  }

  private void keep(int start, int end, Target<? super R> target) {
    int from = deleted.nextClearBit(start);
    while (from < end) {
      int next = deleted.nextSetBit(from);
      int to = next < 0 ? end : Math.min(next, end);
      target.keep(from, to);
      from = deleted.nextClearBit(to);
    }
  }
}
