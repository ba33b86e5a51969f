package dev.goatdb.merge.spi;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.value.Value;
import java.util.List;
import java.util.Objects;

/// What a strategy merges.
///
/// @param field the field, as the newest schema version among the heads declares it
/// @param base the value at the merge base; [Value#NULL] if the field was absent or there is no
///   base
/// @param heads at least one head, in the order of their commits
public record MergeInput(Field<?, ?> field, Value base, List<Head> heads) {

  /// One side of the merge.
  ///
  /// @param value the field's value there; [Value#NULL] if it is absent
  /// @param commit the newest commit of that side (the greatest id, where a side is itself a merge)
  /// @param written when the field was last written on that side
  /// @param author who made `commit`
  /// @param edits what was typed and deleted since the base, in places of the base's text, by
  ///   position, none overlapping; applied to the base they give `value`. Empty unless the strategy
  ///   [reads them][MergeStrategy#readsEdits()] and every change of that side was recorded
  public record Head(
      Value value, CommitId commit, CommitTime written, SessionId author, List<TextEdit> edits) {

    /// A side of which no edits are known.
    ///
    /// @param value the field's value there; [Value#NULL] if it is absent
    /// @param commit the newest commit of that side
    /// @param written when the field was last written on that side
    /// @param author who made `commit`
    public Head(Value value, CommitId commit, CommitTime written, SessionId author) {
      this(value, commit, written, author, List.of());
    }

    /// Checks that nothing is missing.
    public Head {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(commit, "commit");
      Objects.requireNonNull(written, "written");
      Objects.requireNonNull(author, "author");
      edits = List.copyOf(edits);
    }
  }

  /// Copies the heads.
  ///
  /// @throws IllegalArgumentException if there are none
  public MergeInput {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(base, "base");
    heads = List.copyOf(heads);
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("a merge needs at least one head");
    }
  }

  /// {@return the heads whose value is not the base's}
  public List<Head> changed() {
    return heads.stream().filter(head -> !head.value().equals(base)).toList();
  }
}
