package dev.goatdb.api.spi.storage;

/// Whether a log takes entries.
///
/// @param state what it does
/// @param reason why not, for people; empty if it takes entries
public record Health(State state, String reason) {

  /// It takes entries.
  public static final Health GOOD = new Health(State.GOOD, "");

  /// What a log does.
  public enum State {
    /// It takes entries.
    GOOD,
    /// There was no room for the last ones. It takes entries again once there is; all that it took
    /// before is safe, and read.
    FULL,
    /// It takes no more until it is opened again: nobody can say what the medium holds. Reading
    /// goes on.
    READ_ONLY
  }
}
