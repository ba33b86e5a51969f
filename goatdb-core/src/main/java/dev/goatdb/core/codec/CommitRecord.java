package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;

/// A commit as it is stored and sent.
///
/// @param id its name, computed from the header
/// @param header what the name is the hash of
/// @param body the content
/// @param edits the recorded operations, [Edits#NONE] if there are none or only their hash is left
public record CommitRecord(CommitId id, CommitHeader header, Body body, Edits edits) {

  /// {@return a record whose id is computed from its header}
  public static CommitRecord of(CommitHeader header, Body body, Edits edits) {
    return new CommitRecord(header.id(), header, body, edits);
  }
}
