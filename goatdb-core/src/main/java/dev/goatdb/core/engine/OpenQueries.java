package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.core.query.LiveQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The live queries of a database, by repository. Any thread.
final class OpenQueries {

  private final Map<RepositoryPath, List<LiveQuery<?>>> byRepository = new ConcurrentHashMap<>();

  /// {@return a query that hears of every change from now on}
  ///
  /// @param repository where
  /// @param make makes the query, given what to call when it ends
  <T> LiveQuery<T> open(RepositoryPath repository, Function<Runnable, LiveQuery<T>> make) {
    List<LiveQuery<?>> queries =
        byRepository.computeIfAbsent(repository, path -> new CopyOnWriteArrayList<>());
    List<LiveQuery<?>> self = new ArrayList<>(1);
    LiveQuery<T> query = make.apply(() -> queries.removeAll(self));
    self.add(query);
    queries.add(query);
    return query;
  }

  /// Tells the queries of a repository which items changed.
  void changed(RepositoryPath repository, Collection<String> keys, boolean isLocal) {
    List<LiveQuery<?>> queries = byRepository.getOrDefault(repository, List.of());
    for (LiveQuery<?> query : queries) {
      query.changed(keys, isLocal);
    }
  }

  /// {@return whether a repository has live queries}
  boolean any(RepositoryPath repository) {
    return !byRepository.getOrDefault(repository, List.of()).isEmpty();
  }

  /// Ends all queries.
  void close() {
    byRepository.values().forEach(queries -> queries.forEach(LiveQuery::close));
  }
}
