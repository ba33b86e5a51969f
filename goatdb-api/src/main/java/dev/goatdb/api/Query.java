package dev.goatdb.api;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A live view on the items of a repository. It sees committed state: an edit appears when its
/// commit is in the log. Any thread.
///
/// A predicate or comparator that throws closes this query alone; [#completion()] then says at
/// which item.
///
/// @param <T> type of the values
public interface Query<T> extends AutoCloseable {

  /// An item in the results.
  ///
  /// @param item the item
  /// @param value its value at the moment that the results show
  /// @param <T> type of the value
  record Row<T>(Item<T> item, T value) {}

  /// {@return the results: an immutable snapshot of one moment}
  List<Row<T>> results();

  /// {@return the values of the results}
  default List<T> values() {
    return results().stream().map(Row::value).toList();
  }

  /// {@return the number of results}
  default int count() {
    return results().size();
  }

  /// Listens to changes. The first call brings the present rows as [Change.Added]; then every
  /// change comes once, in order.
  ///
  /// @param listener called on the database's listener thread
  /// @return ends it
  Subscription onChange(Consumer<List<Change<T>>> listener);

  /// Listens to changes on an executor.
  ///
  /// @param listener called with changes, in order, never twice at the same time
  /// @param executor runs the calls
  /// @return ends it
  Subscription onChange(Consumer<List<Change<T>>> listener, Executor executor);

  /// {@return completes when the query is closed; exceptionally if it failed}
  CompletableFuture<Void> completion();

  /// Ends the query and frees what it holds. Idempotent.
  @Override
  void close();

  /// Says what to look for. One thread; each method returns this builder.
  ///
  /// @param <T> type of the values
  interface Builder<T> {

    /// Keeps values that pass a test; several tests must all pass.
    ///
    /// @param test pure
    /// @return this
    Builder<T> where(Predicate<? super T> test);

    /// Sorts by a key. Without sorting, results stand in the order of the items' keys, which also
    /// breaks ties.
    ///
    /// @param key pure; gives what to sort by
    /// @param <K> type of the key
    /// @return this
    <K extends Comparable<? super K>> Builder<T> sortBy(Function<? super T, ? extends K> key);

    /// Sorts by a comparator.
    ///
    /// @param order pure
    /// @return this
    Builder<T> sortBy(Comparator<? super T> order);

    /// Turns the order of the sorting around.
    ///
    /// @return this
    Builder<T> descending();

    /// Leaves out the first results.
    ///
    /// @param count how many, not negative
    /// @return this
    Builder<T> offset(int count);

    /// Keeps no more than a number of results.
    ///
    /// @param count how many, not negative
    /// @return this
    Builder<T> limit(int count);

    /// {@return the results now, once}
    List<Row<T>> list();

    /// {@return the number of results now}
    int count();

    /// {@return a live query} Waits for the first scan.
    Query<T> open();

    /// {@return completes with a live query after the first scan}
    CompletableFuture<Query<T>> openAsync();
  }
}
