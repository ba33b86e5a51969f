package dev.goatdb.core.merge;

import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.Optional;

/// Where a merge finds the states of commits, and what was typed.
@FunctionalInterface
public interface StateSource {

  /// {@return the state at a commit, or nothing if it is not there}
  ///
  /// @param node a commit
  Optional<State> state(Node node);

  /// {@return the operations that a commit recorded, [Edits#NONE] if it recorded none; nothing if
  /// they are not there} Asked only where a strategy reads them.
  ///
  /// @param node a commit
  default Optional<Edits> edits(Node node) {
    return Optional.of(Edits.NONE);
  }
}
