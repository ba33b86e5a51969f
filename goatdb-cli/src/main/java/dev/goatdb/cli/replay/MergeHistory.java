package dev.goatdb.cli.replay;

import java.util.List;
import java.util.Set;

/// A history of one item, with the exact results of some merges.
///
/// @param commits in an order where parents come before children
/// @param checks results
record MergeHistory(List<Step> commits, List<Check> checks) {

  /// What one commit did to the merged value of its parents.
  ///
  /// @param parents indexes of commits; none for a root
  /// @param increment what was added to the counter
  /// @param added elements added to the set
  /// @param removed elements removed from the set
  record Step(List<Integer> parents, long increment, Set<String> added, Set<String> removed) {
    /// Copies the collections.
    Step {
      parents = List.copyOf(parents);
      added = Set.copyOf(added);
      removed = Set.copyOf(removed);
    }
  }

  /// What a merge must give.
  ///
  /// @param heads indexes of the commits to merge
  /// @param counter the exact counter
  /// @param set the exact set
  record Check(List<Integer> heads, long counter, Set<String> set) {
    /// Copies the collections.
    Check {
      heads = List.copyOf(heads);
      set = Set.copyOf(set);
    }
  }

  /// Checks the indexes.
  ///
  /// @throws IllegalArgumentException if a parent does not come before its child, or a head is not
  ///   there
  MergeHistory {
    commits = List.copyOf(commits);
    checks = List.copyOf(checks);
    for (int i = 0; i < commits.size(); i++) {
      requireBelow(i, commits.get(i).parents());
    }
    for (Check check : checks) {
      requireBelow(commits.size(), check.heads());
    }
  }

  private static void requireBelow(int bound, List<Integer> indexes) {
    for (int index : indexes) {
      if (index < 0 || index >= bound) {
        throw new IllegalArgumentException(
            "the index %d must be at least 0 and below %d".formatted(index, bound));
      }
    }
  }
}
