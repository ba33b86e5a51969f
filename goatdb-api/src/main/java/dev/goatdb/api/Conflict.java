package dev.goatdb.api;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// A field that more than one side of a merge had changed, and what its strategy made of that. A
/// pure function of history: every peer that has the commits gives the same answer.
///
/// @param repository where
/// @param key the item
/// @param field name of the field
/// @param base the value that the sides began with; [Value#NULL] if it was absent
/// @param sides what each side made of it, in the order of their commits
/// @param result the merged value; [Value#NULL] if it is absent
/// @param strategy who decided
/// @param dropped whether a side's change made no difference to the result
public record Conflict(
    RepositoryPath repository,
    String key,
    String field,
    Value base,
    List<Side> sides,
    Value result,
    StrategyId strategy,
    boolean dropped) {

  /// Copies the sides.
  public Conflict {
    sides = List.copyOf(sides);
  }

  /// What a side's change came to.
  public enum Outcome {
    /// The side had not changed the field.
    UNCHANGED,
    /// The result is this side's value.
    WON,
    /// The result is another value, and would be yet another without this side.
    MERGED,
    /// The result would be the same without this side: another one won, or changed the same and
    /// more.
    NO_EFFECT
  }

  /// One side of a merge.
  ///
  /// @param value the field's value there; [Value#NULL] if it is absent
  /// @param commit the newest commit of the side (the greatest id, where a side is itself a merge)
  /// @param author who made that commit
  /// @param written when the field was last written on that side
  /// @param outcome what came of it
  public record Side(
      Value value, CommitId commit, SessionId author, CommitTime written, Outcome outcome) {}

  /// {@return one sentence for people: which strategy chose or combined what}
  public String verdict() {
    String without = names(Outcome.NO_EFFECT);
    String rest = without.isEmpty() ? "" : "; without effect: " + without;
    String won = names(Outcome.WON);
    String merged = names(Outcome.MERGED);
    if (!merged.isEmpty()) {
      return strategy + " combined the changes of " + merged + rest;
    }
    return won.isEmpty()
        ? strategy + " took the value of no side" + rest
        : strategy + " took the value of " + won + rest;
  }

  private String names(Outcome outcome) {
    return sides.stream()
        .filter(side -> side.outcome() == outcome)
        .map(side -> side.commit().brief())
        .collect(Collectors.joining(", "));
  }
}
