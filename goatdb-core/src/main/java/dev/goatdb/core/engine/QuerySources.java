package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.query.ParentSource;
import dev.goatdb.core.query.RepositorySource;
import dev.goatdb.core.query.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Makes the sources of queries.
final class QuerySources {

  private QuerySources() {}

  /// Where a query begins, before it is known of which time.
  ///
  /// @param name names it in messages
  /// @param isOfStates whether it reads items and not another query's results
  /// @param sources makes the source, of a time or of now
  /// @param <T> type of the values
  record Origin<T>(
      String name, boolean isOfStates, Function<Optional<Instant>, Source<T>> sources) {

    Source<T> source(Optional<Instant> asOf) {
      return sources.apply(asOf);
    }

    /// @throws IllegalStateException if it knows no past
    void requirePast() {
      if (!isOfStates) {
        throw new IllegalStateException(
            "the results of another query are of its time; say asOf(…) there");
      }
    }
  }

  /// {@return the results of another query}
  static <T> Origin<T> of(ParentSource<T> parent) {
    return new Origin<>(parent.name(), false, asOf -> parent);
  }

  /// {@return the items of a repository}
  static <T> Origin<T> of(Database database, RepositoryView repository, Schema<T> schema) {
    RepositoryPath path = repository.path();
    return origin(database, path.toString(), schema, () -> List.of(path), other -> false);
  }

  /// {@return the items of all repositories that a pattern names, now and later}
  static <T> Origin<T> of(Database database, PathPattern pattern, Schema<T> schema) {
    return origin(
        database,
        pattern.toString(),
        schema,
        () -> database.all().list().stream().filter(pattern).toList(),
        pattern);
  }

  private static <T> Origin<T> origin(
      Database database,
      String name,
      Schema<T> schema,
      Supplier<List<RepositoryPath>> present,
      Predicate<RepositoryPath> joins) {
    return new Origin<>(
        name,
        true,
        asOf ->
            new RepositorySource<>(
                database.queries().feeds(),
                name,
                present,
                joins,
                path -> reader(database, path, schema, asOf),
                (before, after) ->
                    new Typed<>(schema, RepositoryPath.parse("/sys/any"))
                        .differing(Optional.of(before), Optional.of(after))));
  }

  private static <T> TypedReader<T> reader(
      Database database, RepositoryPath path, Schema<T> schema, Optional<Instant> asOf) {
    RepositoryView repository = new RepositoryView(database, path);
    return new TypedReader<>(repository, new Typed<>(schema, path), asOf, database.warnings());
  }
}
