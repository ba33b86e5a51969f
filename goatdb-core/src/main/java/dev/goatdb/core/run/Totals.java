package dev.goatdb.core.run;

/// What there is at the end of a stretch.
///
/// @param existing items that exist
/// @param forked items with several heads
/// @param commits commits in the graph
public record Totals(long existing, int forked, long commits) {

  /// Nothing.
  public static final Totals NONE = new Totals(0, 0, 0);
}
