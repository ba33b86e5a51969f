package dev.goatdb.api;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The unit of storage, synchronization and access: items by key. Any thread.
public interface Repository extends AutoCloseable {

  /// {@return where it is}
  RepositoryPath path();

  /// {@return number of items that exist, deleted ones not counted}
  long count();

  /// {@return the keys of the items that exist, sorted}
  List<String> keys();

  /// Makes an item with a new random key.
  ///
  /// @param schema its schema
  /// @param value its value
  /// @param <T> type of the value
  /// @return the item
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the value is invalid, or a rule denies
  ///   it
  <T> Item<T> create(Schema<T> schema, T value);

  /// Makes an item with a given key, or replaces the value of the one that is there.
  ///
  /// @param schema its schema
  /// @param key its key, 1 to 255 characters
  /// @param value its value
  /// @param <T> type of the value
  /// @return the item
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the value is invalid, or a rule denies
  ///   it
  <T> Item<T> put(Schema<T> schema, String key, T value);

  /// {@return a handle on a place, whether there is an item or not}
  ///
  /// @param schema how to read it
  /// @param key its key, 1 to 255 characters
  /// @param <T> type of the value
  <T> Item<T> item(Schema<T> schema, String key);

  /// {@return a handle on an item that exists, or nothing}
  ///
  /// @param schema how to read it
  /// @param key its key
  /// @param <T> type of the value
  <T> Optional<Item<T>> find(Schema<T> schema, String key);

  /// Edits several items of this repository together: all of the edits count, or none.
  ///
  /// The body works on the items as they are when it first touches them. If another thread, or a
  /// peer, changes one of them before the body ends, the body is run again; so it has no effects
  /// but through the transaction. It makes no edits in other ways, which would not belong to the
  /// transaction and are refused.
  ///
  /// @param body makes the edits
  /// @return tells how far all of them have come, naming the last commit; zeros if nothing changed
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if a value is invalid, a rule denies one
  ///   of the commits, or they are too many or too large
  /// @throws IllegalStateException if called from inside of a transaction or an update's function
  Receipt transaction(Consumer<Transaction> body);

  /// {@return a query over the items of a schema's namespace; [Schema#UNTYPED] sees all}
  ///
  /// @param schema how to read them
  /// @param <T> type of the values
  <T> Query.Builder<T> query(Schema<T> schema);

  /// {@return who is here, as far as they say so by a schema} Nothing of it is stored.
  ///
  /// @param schema what they say
  /// @param <T> type of what they say
  /// @throws IllegalArgumentException for [Schema#UNTYPED]
  <T> Presence<T> presence(Schema<T> schema);

  /// {@return the facts of a commit, or nothing if it is not in the log}
  ///
  /// @param id the commit
  Optional<Commit> commit(CommitId id);

  /// {@return the fields that the open forks of this repository's items changed on more than one
  /// side, by key} Reads every item that has more than one head. Items whose heads cannot be merged
  /// here are left out.
  List<Conflict> conflicts();

  /// {@return a hash of everything that is here: equal at two peers exactly when they hold the same
  /// commits} 64 hexadecimal digits.
  String digest();

  /// Waits until every edit made so far is on the medium.
  ///
  /// @throws dev.goatdb.api.error.GoatDbException.Storage if it cannot be written
  void flush();

  /// {@return completes when this repository and every connected peer have exchanged what each had
  /// at the time of the call}
  CompletableFuture<Void> sync();

  /// Commits what is pending, forces it and frees what the repository holds. A later use opens it
  /// again. Idempotent.
  @Override
  void close();
}
