package dev.goatdb.core.engine;

import dev.goatdb.api.Query;
import dev.goatdb.core.query.LiveQuery;
import dev.goatdb.core.query.Selection;
import dev.goatdb.core.query.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/// Collects what a query looks for. One thread.
///
/// @param <T> type of the values
final class QueryBuilder<T> implements Query.Builder<T> {

  private final Database database;
  private final RepositoryView repository;
  private final Source<T> source;
  private final Typed<T> typed;
  private final List<Predicate<? super T>> tests = new ArrayList<>();
  private Comparator<T> order = (left, right) -> 0;
  private int offset;
  private int limit = Integer.MAX_VALUE;

  QueryBuilder(Database database, RepositoryView repository, Source<T> source, Typed<T> typed) {
    this.database = database;
    this.repository = repository;
    this.source = source;
    this.typed = typed;
  }

  @Override
  public Query.Builder<T> where(Predicate<? super T> test) {
    tests.add(test);
    return this;
  }

  @Override
  public <K extends Comparable<? super K>> Query.Builder<T> sortBy(
      Function<? super T, ? extends K> key) {
    order = (left, right) -> key.apply(left).compareTo(key.apply(right));
    return this;
  }

  @Override
  public Query.Builder<T> sortBy(Comparator<? super T> comparator) {
    order = comparator::compare;
    return this;
  }

  @Override
  public Query.Builder<T> descending() {
    order = order.reversed();
    return this;
  }

  @Override
  public Query.Builder<T> offset(int count) {
    offset = requireNotNegative("offset", count);
    return this;
  }

  @Override
  public Query.Builder<T> limit(int count) {
    limit = requireNotNegative("limit", count);
    return this;
  }

  private static int requireNotNegative(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(what + " must not be negative, was " + count);
    }
    return count;
  }

  private Selection<T> selection() {
    return new Selection<>(tests, order, offset, limit);
  }

  @Override
  public List<Query.Row<T>> list() {
    return LiveQuery.list(source, selection());
  }

  @Override
  public int count() {
    return list().size();
  }

  @Override
  public Query<T> open() {
    LiveQuery<T> query = database.queries().open(repository.path(), this::make);
    query.scan();
    return query;
  }

  @Override
  public CompletableFuture<Query<T>> openAsync() {
    CompletableFuture<Query<T>> opened = new CompletableFuture<>();
    LiveQuery<T> query = database.queries().open(repository.path(), this::make);
    database
        .listeners()
        .execute(() -> {
          try {
            query.scan();
            opened.complete(query);
          } catch (RuntimeException e) {
            opened.completeExceptionally(e);
          }
        });
    return opened;
  }

  private LiveQuery<T> make(Runnable onClose) {
    return new LiveQuery<>(
        source,
        selection(),
        (before, after) -> typed.differing(Optional.of(before), Optional.of(after)),
        database.listeners(),
        onClose);
  }
}
