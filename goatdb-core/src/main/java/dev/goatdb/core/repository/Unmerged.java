package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.core.merge.MergeResult;

/// Words for an item whose heads have no common value.
final class Unmerged {

  private Unmerged() {}

  /// {@return why there is none}
  ///
  /// @param where the item
  /// @param heads how many heads it has
  /// @param incomplete what the merge said
  static Refusal refusal(String where, int heads, MergeResult.Incomplete incomplete) {
    return switch (incomplete.reason()) {
      case UNKNOWN_SCHEMA ->
          new Refusal(
              Refusal.Reason.SCHEMA,
              where,
              "has %d concurrent versions and this program does not know the schema to merge them by; register it with .schemas(…), or look at heads()"
                  .formatted(heads));
      case TOO_MANY_HEADS ->
          new Refusal(
              Refusal.Reason.LIMIT,
              where,
              "has %d concurrent versions; call settle()".formatted(heads));
      case MISSING_COMMITS ->
          new Refusal(
              Refusal.Reason.HASH,
              where,
              "commits that a merge needs are missing or damaged: %s; connect to a peer that has them"
                  .formatted(incomplete.missing().stream().limit(4).map(CommitId::brief).toList()));
    };
  }
}
