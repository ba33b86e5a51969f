package dev.goatdb.api.trust;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Schema;
import java.util.Optional;

/// Who wants to do what. Valid while a rule decides.
public interface AuthContext {

  /// What is to be done.
  enum Operation {
    /// See an item, or a repository.
    READ,
    /// Make an item.
    CREATE,
    /// Change or restore an item.
    UPDATE,
    /// Delete an item.
    DELETE
  }

  /// {@return who}
  Session session();

  /// {@return what}
  Operation operation();

  /// {@return where}
  RepositoryPath repository();

  /// {@return which item; empty for a question about the whole repository, which only READ asks}
  Optional<String> key();

  /// {@return the item before the change, if it was there and can be read by the schema}
  ///
  /// @param schema how to read it
  /// @param <T> type of the value
  /// @throws IllegalStateException after the rule has decided
  <T> Optional<T> before(Schema<T> schema);

  /// {@return the item after the change, if it is there then and can be read by the schema}
  ///
  /// @param schema how to read it
  /// @param <T> type of the value
  /// @throws IllegalStateException after the rule has decided
  <T> Optional<T> after(Schema<T> schema);

  /// {@return whether the session belongs to a user} Two anonymous sessions do not make one user.
  ///
  /// @param name the user
  default boolean isUser(String name) {
    return session().user().filter(name::equals).isPresent();
  }

  /// {@return whether this is [Operation#READ]}
  default boolean isRead() {
    return operation() == Operation.READ;
  }
}
