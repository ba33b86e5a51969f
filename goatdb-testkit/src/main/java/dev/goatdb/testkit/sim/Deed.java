package dev.goatdb.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/// What a commit did, as its author meant it.
///
/// @param votes by how much the counter changed
/// @param peak to what the mark was raised that is only raised, 0 if it was not
/// @param tagsAdded elements added to the set, each unique in the schedule
/// @param tagsRemoved elements taken out of the set
/// @param typed tokens typed into the text, each unique in the schedule
/// @param erased tokens deleted from the text
record Deed(
    long votes,
    long peak,
    List<String> tagsAdded,
    List<String> tagsRemoved,
    List<String> typed,
    List<String> erased) {

  static final Deed NONE = new Deed(0, 0, List.of(), List.of(), List.of(), List.of());

  static Deed votes(long votes) {
    return new Deed(votes, 0, List.of(), List.of(), List.of(), List.of());
  }

  static Deed raised(long peak) {
    return new Deed(0, peak, List.of(), List.of(), List.of(), List.of());
  }

  static Deed tagAdded(String tag) {
    return new Deed(0, 0, List.of(tag), List.of(), List.of(), List.of());
  }

  static Deed tagRemoved(String tag) {
    return new Deed(0, 0, List.of(), List.of(tag), List.of(), List.of());
  }

  static Deed typed(String token) {
    return new Deed(0, 0, List.of(), List.of(), List.of(token), List.of());
  }

  static Deed erased(String token) {
    return new Deed(0, 0, List.of(), List.of(), List.of(), List.of(token));
  }

  /// {@return this and another, done in one commit}
  Deed and(Deed other) {
    return new Deed(
        votes + other.votes,
        Math.max(peak, other.peak),
        joined(tagsAdded, other.tagsAdded),
        joined(tagsRemoved, other.tagsRemoved),
        joined(typed, other.typed),
        joined(erased, other.erased));
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
