package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who listens to which item, also while its repository is closed: when it is opened again, they
/// hear of it again. Any thread; one lock.
final class ItemListeners {

  private final Map<RepositoryPath, Map<String, List<ItemListener<?>>>> byPlace = new HashMap<>();

  synchronized void add(RepositoryPath path, String key, ItemListener<?> listener) {
    byPlace
        .computeIfAbsent(path, p -> new HashMap<>())
        .computeIfAbsent(key, k -> new ArrayList<>(1))
        .add(listener);
  }

  synchronized void remove(RepositoryPath path, String key, ItemListener<?> listener) {
    byPlace.computeIfPresent(
        path,
        (p, byKey) -> {
          byKey.computeIfPresent(
              key, (k, list) -> list.remove(listener) && list.isEmpty() ? null : list);
          return byKey.isEmpty() ? null : byKey;
        });
  }

  /// {@return whether anybody listens to an item of a repository}
  synchronized boolean any(RepositoryPath path) {
    return byPlace.containsKey(path);
  }

  /// Lets everybody hear of a repository that is about to be used.
  synchronized void attach(RepositoryEngine engine) {
    byPlace
        .getOrDefault(engine.path(), Map.of())
        .forEach((key, list) -> list.forEach(engine.entry(key)::listen));
  }
}
