package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Optional;

/// Remembers merges by their heads. A memo changes how long a merge takes, never what it gives, so
/// it may forget anything at any time. Called from any thread.
public interface MergeMemo {

  /// The memo that remembers nothing.
  MergeMemo NONE =
      new MergeMemo() {
        @Override
        public Optional<State> find(List<CommitId> heads) {
          return Optional.empty();
        }

        @Override
        public void keep(List<CommitId> heads, State merged) {}
      };

  /// {@return the value of some heads, if it is remembered}
  ///
  /// @param heads two or more commits, sorted
  Optional<State> find(List<CommitId> heads);

  /// Remembers a value.
  ///
  /// @param heads two or more commits, sorted
  /// @param merged their value
  void keep(List<CommitId> heads, State merged);
}
