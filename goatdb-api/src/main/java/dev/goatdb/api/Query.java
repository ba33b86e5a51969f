package dev.goatdb.api;

import dev.goatdb.api.schema.Field;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A live view on the items of one or several repositories, or on the results of another query. It
/// sees committed state: an edit appears when its commit is in the log. Any thread.
///
/// What it shows is what evaluating it anew would give, a moment later: all that one transaction
/// changed, or nothing of it. Following a change costs O(log n) in the number of rows that match.
///
/// A predicate or comparator that throws closes this query alone; [#completion()] then says at
/// which item. A closed query has no results.
///
/// @param <T> type of the values
public interface Query<T> extends AutoCloseable {

  /// An item in the results.
  ///
  /// @param item the item
  /// @param value its value at the moment that the results show
  /// @param <T> type of the value
  record Row<T>(Item<T> item, T value) {}

  /// {@return the results: an immutable snapshot of one moment} O(1): nothing is copied, neither
  /// now nor later, and reading a row costs O(log n). A snapshot that is kept holds on to its rows.
  ///
  /// @throws IllegalStateException if the query is closed
  List<Row<T>> results();

  /// {@return the values of the results}
  default List<T> values() {
    return results().stream().map(Row::value).toList();
  }

  /// {@return the number of results} O(1).
  ///
  /// @throws IllegalStateException if the query is closed
  default int count() {
    return results().size();
  }

  /// {@return the results whose field holds a value} O(log n) if the query is sorted by this very
  /// field ([Builder#sortBy(Field)]), else O(n).
  ///
  /// @param field a field of the schema
  /// @param value what it must hold
  /// @param <V> type of the field
  <V> List<Row<T>> find(Field<T, V> field, V value);

  /// Listens to changes. The first call brings the present rows as [Change.Added]; then every
  /// change comes once, in order. A listener that is more than 10,000 changes late gets what leads
  /// from the rows it knows to those that are there now.
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

  /// {@return the results as a reactive stream} Each subscriber gets the newest results when it
  /// asks for more and they changed since its last element; results in between are left out. It
  /// completes when the query is closed.
  Flow.Publisher<List<Row<T>>> publisher();

  /// {@return a new query on the results of this one} It sees what this one shows, follows its
  /// changes alone, stands in its order unless it is sorted anew, and ends with it.
  Builder<T> chain();

  /// {@return how many results there are of each kind, live}
  ///
  /// @param key pure; gives the kind of a value, which is not null and has `equals`
  /// @param <K> type of the kind
  /// @throws IllegalStateException if the query is closed, or `key` throws
  <K> Groups<K> groupBy(Function<? super T, ? extends K> key);

  /// {@return completes when the query is closed; exceptionally if it failed}
  CompletableFuture<Void> completion();

  /// Ends the query and frees what it holds. Idempotent.
  @Override
  void close();

  /// How many results of a query there are of each kind. Any thread.
  ///
  /// @param <K> type of the kind
  interface Groups<K> extends AutoCloseable {

    /// {@return the number of results of each kind that there is} An immutable snapshot; empty when
    /// closed.
    Map<K, Integer> counts();

    /// Listens to changes. The first call brings all counts; then each brings the kinds whose count
    /// changed since the call before, with their new count, 0 if there are none left.
    ///
    /// @param listener called on the database's listener thread
    /// @return ends it
    Subscription onChange(Consumer<Map<K, Integer>> listener);

    /// Listens to changes on an executor.
    ///
    /// @param listener called with changed counts, never twice at the same time
    /// @param executor runs the calls
    /// @return ends it
    Subscription onChange(Consumer<Map<K, Integer>> listener, Executor executor);

    /// {@return completes when this or its query is closed; exceptionally if either failed}
    CompletableFuture<Void> completion();

    /// Stops counting. Idempotent.
    @Override
    void close();
  }

  /// Says what to look for. One thread; each method returns this builder.
  ///
  /// @param <T> type of the values
  interface Builder<T> {

    /// Keeps values that pass a test; several tests must all pass.
    ///
    /// @param test pure
    /// @return this
    Builder<T> where(Predicate<? super T> test);

    /// Keeps values with a field that passes a test. Where values are not at hand this is cheaper
    /// than a test of the whole value: no record is made of what does not pass.
    ///
    /// @param field a field of the schema
    /// @param test pure; a field that is absent and has no default does not pass
    /// @param <V> type of the field
    /// @return this
    /// @throws IllegalArgumentException if the schema does not declare the field
    <V> Builder<T> where(Field<T, V> field, Predicate<? super V> test);

    /// Sorts by a key. Without sorting, results stand in the order of the items' keys, which also
    /// breaks ties.
    ///
    /// @param key pure; gives what to sort by
    /// @param <K> type of the key
    /// @return this
    <K extends Comparable<? super K>> Builder<T> sortBy(Function<? super T, ? extends K> key);

    /// Sorts by a field; values without it come last. Such results can be searched by
    /// [Query#find(Field, Object)] in O(log n).
    ///
    /// @param field a field of the schema
    /// @param <V> type of the field
    /// @return this
    /// @throws IllegalArgumentException if the schema does not declare the field
    <V extends Comparable<? super V>> Builder<T> sortBy(Field<T, V> field);

    /// Sorts by a comparator.
    ///
    /// @param order pure
    /// @return this
    Builder<T> sortBy(Comparator<? super T> order);

    /// Sorts descending. Equal values stand in the ascending order of their keys all the same;
    /// where nothing is sorted, the keys are in descending order.
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

    /// Answers from the past: as the items stood at a time, by the commits that are known. A commit
    /// from before that time that arrives later still changes the answer.
    ///
    /// @param time when
    /// @return this
    Builder<T> asOf(Instant time);

    /// Hears how far the scan is, every thousand items or so.
    ///
    /// @param listener called by whoever scans: the caller of `list`, `count` and `open`, or a
    ///   thread of the engine's; what it throws ends the scan
    /// @return this
    Builder<T> progress(Consumer<GoatDb.Progress> listener);

    /// {@return the results now, once} O(n). Immutable.
    ///
    /// @throws IllegalStateException if a predicate or comparator throws; it names the item
    List<Row<T>> list();

    /// {@return the number of results now} O(n); nothing is sorted.
    ///
    /// @throws IllegalStateException if a predicate throws; it names the item
    int count();

    /// {@return a live query} Waits for the first scan.
    ///
    /// @throws IllegalStateException if a predicate or comparator throws; it names the item
    Query<T> open();

    /// {@return completes with a live query after the first scan} The scan lets other queries have
    /// their turn in between.
    CompletableFuture<Query<T>> openAsync();
  }
}
