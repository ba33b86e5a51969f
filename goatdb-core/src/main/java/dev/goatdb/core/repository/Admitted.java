package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.trust.Verifier;
import java.util.List;

/// What became of received commits.
///
/// @param appended how many are in the log now that were not
/// @param parked how many are not here now and may come in later: they wait for their parents, or
///   the log could not be written
/// @param refused those that may not be here
/// @param needBase those whose delta has a base that is not here
public record Admitted(
    int appended, int parked, List<Verifier.Rejected> refused, List<CommitId> needBase) {

  /// Copies the lists.
  public Admitted {
    refused = List.copyOf(refused);
    needBase = List.copyOf(needBase);
  }
}
