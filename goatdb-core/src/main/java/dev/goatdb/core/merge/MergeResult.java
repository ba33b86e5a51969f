package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.State;
import java.util.List;

/// What a merge came to.
public sealed interface MergeResult {

  /// The one value of the heads.
  ///
  /// @param state the value
  record Merged(State state) implements MergeResult {}

  /// No value: something is not there, and any other base would give a wrong one.
  ///
  /// @param reason what is not there
  /// @param missing the commits to fetch, sorted; empty unless the reason is
  ///   [Reason#MISSING_COMMITS]
  record Incomplete(Reason reason, List<CommitId> missing) implements MergeResult {
    /// Copies the list.
    public Incomplete {
      missing = missing.stream().sorted().distinct().toList();
    }

    /// {@return an answer that names no commits}
    ///
    /// @param reason what is not there
    static Incomplete because(Reason reason) {
      return new Incomplete(reason, List.of());
    }
  }

  /// Why there is no value.
  enum Reason {
    /// The states of commits that the rule needs are not there.
    MISSING_COMMITS,
    /// More heads than [Merger#MAX_HEADS]; the item has to be settled first.
    TOO_MANY_HEADS,
    /// The schema of the newest head is not registered, or it lacks an upgrade from an older one.
    UNKNOWN_SCHEMA
  }
}
