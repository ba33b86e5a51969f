package dev.goatdb.core.query;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.core.repository.AppendedBatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Who follows which repository. Any thread.
public final class Feeds {

  private final Map<RepositoryPath, Feed> byRepository = new ConcurrentHashMap<>();
  private final List<Consumer<RepositoryPath>> watchers = new CopyOnWriteArrayList<>();
  private final Executor worker;

  /// @param worker runs the queries' work, one task after the other
  public Feeds(Executor worker) {
    this.worker = worker;
  }

  Executor worker() {
    return worker;
  }

  /// Lets a query hear of every append to a repository from now on.
  ///
  /// @return tells of them
  Feed add(RepositoryPath path, Part<?> part) {
    return byRepository.compute(
        path,
        (same, known) -> {
          Feed feed = known == null ? new Feed(worker) : known;
          feed.add(part);
          return feed;
        });
  }

  void remove(RepositoryPath path, Part<?> part) {
    byRepository.computeIfPresent(path, (same, feed) -> feed.remove(part) ? null : feed);
  }

  /// {@return whether anybody follows a repository}
  public boolean follows(RepositoryPath path) {
    return byRepository.containsKey(path);
  }

  void watch(Consumer<RepositoryPath> watcher) {
    watchers.add(watcher);
  }

  void unwatch(Consumer<RepositoryPath> watcher) {
    watchers.remove(watcher);
  }

  /// Notes what an append changed. The writer's.
  ///
  /// @param batch what it changed
  public void appended(AppendedBatch batch) {
    Feed feed = byRepository.get(batch.repository().path());
    if (feed != null) {
      feed.note(batch);
    }
  }

  /// Notes that a repository was opened. The caller may hold a lock.
  ///
  /// @param path where it is
  public void opened(RepositoryPath path) {
    watchers.forEach(watcher -> watcher.accept(path));
  }

  /// {@return whether nobody follows anything}
  public boolean isIdle() {
    return byRepository.isEmpty() && watchers.isEmpty();
  }
}
