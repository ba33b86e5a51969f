package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// One side of a merge: a head, or heads that are merged already.
///
/// @param state the value of the side
/// @param commit the commit with the greatest id among its heads
/// @param author who made that commit
/// @param line the operations since the base of the step in which the side is merged
record Side(State state, CommitId commit, SessionId author, RecordedLine line) {

  static Side of(Node head, State state) {
    return new Side(state, head.id(), head.author(), RecordedLine.NONE);
  }

  Side with(RecordedLine line) {
    return new Side(state, commit, author, line);
  }

  /// {@return the side that stands for some sides}
  static Side joined(List<Side> sides, State merged) {
    Side greatest = Collections.max(sides, Comparator.comparing(Side::commit));
    return new Side(merged, greatest.commit, greatest.author, RecordedLine.NONE);
  }
}
