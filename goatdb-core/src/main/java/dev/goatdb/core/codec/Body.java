package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import java.lang.foreign.MemorySegment;

/// The content of a commit as it is stored and sent: whole, or as a difference.
public sealed interface Body {

  /// The whole state.
  ///
  /// @param state the state
  record Full(State state) implements Body {}

  /// A difference to the state of an ancestor.
  ///
  /// @param base the ancestor
  /// @param baseContent content hash of the ancestor, so that a wrong base is found at once
  /// @param patch the encoded difference
  record Delta(CommitId base, CommitId baseContent, MemorySegment patch) implements Body {}
}
