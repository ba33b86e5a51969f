package dev.goatdb.core.query;

/// Which of the matching rows are results.
///
/// @param offset how many are left out at the start
/// @param limit how many there are at most
public record Window(int offset, int limit) {

  /// All of them.
  public static final Window WHOLE = new Window(0, Integer.MAX_VALUE);

  boolean isWhole() {
    return offset == 0 && limit == Integer.MAX_VALUE;
  }

  /// {@return the rank of the first row behind it}
  int end() {
    return (int) Math.min(Integer.MAX_VALUE, (long) offset + limit);
  }

  /// {@return how many of some matching rows are results}
  int count(int matching) {
    return Math.min(limit, Math.max(0, matching - offset));
  }

  boolean contains(int rank) {
    return rank >= offset && rank < end();
  }
}
