package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Query;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.query.LiveQuery;
import dev.goatdb.core.query.Order;
import dev.goatdb.core.query.ParentSource;
import dev.goatdb.core.query.ScanProgress;
import dev.goatdb.core.query.Selection;
import dev.goatdb.core.query.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Collects what a query looks for. One thread.
///
/// @param <T> type of the values
final class QueryBuilder<T> implements Query.Builder<T> {

  private final Database database;
  private final Schema<T> schema;
  private final QuerySources.Origin<T> origin;
  private final List<Predicate<State>> fieldTests = new ArrayList<>();
  private final List<Predicate<? super T>> tests = new ArrayList<>();
  private @Nullable Order<T> order;
  private boolean isDescending;
  private int offset;
  private int limit = Integer.MAX_VALUE;
  private Optional<Instant> asOf = Optional.empty();
  private ScanProgress progress = ScanProgress.NONE;

  QueryBuilder(Database database, Schema<T> schema, QuerySources.Origin<T> origin) {
    this.database = database;
    this.schema = schema;
    this.origin = origin;
  }

  /// {@return a builder of a query on the results of another one, in its order}
  private QueryBuilder<T> chained(LiveQuery<T> parent) {
    QueryBuilder<T> builder =
        new QueryBuilder<>(database, schema, QuerySources.of(new ParentSource<>(parent)));
    builder.order = order;
    builder.isDescending = isDescending;
    return builder;
  }

  @Override
  public Query.Builder<T> where(Predicate<? super T> test) {
    tests.add(test);
    return this;
  }

  @Override
  public <V> Query.Builder<T> where(Field<T, V> field, Predicate<? super V> test) {
    Field<T, V> own = own(field);
    if (origin.isOfStates()) {
      fieldTests.add(new FieldTest<>(schema, own, test));
    } else {
      tests.add(value -> schema.value(value, own).filter(test).isPresent());
    }
    return this;
  }

  private <V> Field<T, V> own(Field<T, V> field) {
    return schema == Schema.UNTYPED ? field : schema.own(field);
  }

  @Override
  public <K extends Comparable<? super K>> Query.Builder<T> sortBy(
      Function<? super T, ? extends K> key) {
    order = Order.by(key);
    isDescending = false;
    return this;
  }

  @Override
  public <V extends Comparable<? super V>> Query.Builder<T> sortBy(Field<T, V> field) {
    Field<T, V> own = own(field);
    order = Order.by(own, value -> schema.value(value, own));
    isDescending = false;
    return this;
  }

  @Override
  public Query.Builder<T> sortBy(Comparator<? super T> comparator) {
    order = Order.by(comparator);
    isDescending = false;
    return this;
  }

  @Override
  public Query.Builder<T> descending() {
    isDescending = true;
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

  @Override
  public Query.Builder<T> asOf(Instant time) {
    origin.requirePast();
    asOf = Optional.of(time);
    return this;
  }

  @Override
  public Query.Builder<T> progress(Consumer<GoatDb.Progress> listener) {
    progress =
        (done, total) ->
            listener.accept(new GoatDb.Progress("query " + origin.name(), done, total));
    return this;
  }

  private Selection<T> selection() {
    return new Selection<>(
        fieldTests, Selection.all(tests), order, isDescending, new Window(offset, limit));
  }

  @Override
  public List<Query.Row<T>> list() {
    Measured measured = new Measured();
    List<Query.Row<T>> rows = origin.source(asOf).list(selection(), measured);
    measured.over();
    return rows;
  }

  @Override
  public int count() {
    Measured measured = new Measured();
    int count = origin.source(asOf).count(selection(), measured);
    measured.over();
    return count;
  }

  @Override
  public Query<T> open() {
    LiveQuery<T> query = make();
    Measured measured = new Measured();
    query.open(measured);
    measured.over();
    return query;
  }

  @Override
  public CompletableFuture<Query<T>> openAsync() {
    CompletableFuture<Query<T>> opened = new CompletableFuture<>();
    Measured measured = new Measured();
    make().open(measured, opened);
    return opened.whenComplete((query, failure) -> measured.over());
  }

  /// One evaluation of all items, for those who measure.
  private final class Measured implements ScanProgress {
    private final ScanProgress told = progress;
    private final long start = database.observer().start();
    private volatile long items;

    @Override
    public void advanced(long done, long total) {
      items = done;
      told.advanced(done, total);
    }

    void over() {
      database.observer().evaluated(origin.name(), (int) Math.min(Integer.MAX_VALUE, items), start);
    }
  }

  private LiveQuery<T> make() {
    OpenQueries queries = database.queries();
    Listeners listeners = database.listeners();
    LiveQuery.Setting<T> setting =
        new LiveQuery.Setting<>(
            queries,
            queries.calls(database.userExecutor()),
            executor -> queries.calls(task -> executor.execute(() -> listeners.run(task))),
            schema::value,
            copy()::chained,
            database.observer());
    LiveQuery<T> query = new LiveQuery<>(origin.source(asOf), selection(), setting);
    queries.add(query);
    return query;
  }

  /// This builder may be used again; the query's order is what it is now.
  private QueryBuilder<T> copy() {
    QueryBuilder<T> copy = new QueryBuilder<>(database, schema, origin);
    copy.order = order;
    copy.isDescending = isDescending;
    return copy;
  }
}
