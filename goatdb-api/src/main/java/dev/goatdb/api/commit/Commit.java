package dev.goatdb.api.commit;

import dev.goatdb.api.schema.SchemaId;
import java.util.List;
import java.util.Objects;

/// The facts of a commit. The value at a commit comes from its item.
///
/// @param id its name, the hash of everything below and of its content
/// @param repository where it lies
/// @param key the item it belongs to
/// @param parents what it was made on, sorted; empty for a root
/// @param schema the schema of its content
/// @param author the session that signed it
/// @param time when, by the author's clock
/// @param kind what was done
public record Commit(
    CommitId id,
    RepositoryPath repository,
    String key,
    List<CommitId> parents,
    SchemaId schema,
    SessionId author,
    CommitTime time,
    Kind kind) {

  /// What a commit does.
  public enum Kind {
    /// Creates, changes or restores an item, or closes a fork.
    EDIT,
    /// Deletes an item.
    DELETE,
    /// Reserved; commits of this kind are refused.
    MERGE
  }

  /// Copies the parents.
  public Commit {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(key, "key");
    parents = List.copyOf(parents);
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(author, "author");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(kind, "kind");
  }
}
