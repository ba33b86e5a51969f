package dev.goatdb.core.merge;

import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.Optional;

/// Where a merge finds the states of commits.
@FunctionalInterface
public interface StateSource {

  /// {@return the state at a commit, or nothing if it is not there}
  ///
  /// @param node a commit
  Optional<State> state(Node node);
}
