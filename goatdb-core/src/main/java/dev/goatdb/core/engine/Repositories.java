package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.repository.Surroundings;
import dev.goatdb.core.repository.WriterLane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The repositories of a database: those that are open, and the way to the others. Any thread;
/// opening one holds a lock.
final class Repositories {

  /// Most repositories that peers can make.
  private static final int MAX_REPOSITORIES = 10_000;

  private static final int LANES = 2;

  private final Storage storage;
  private final Surroundings surroundings;
  private final Runnable requireOpen;
  private final Consumer<RepositoryEngine> beforeUse;
  private final Consumer<RepositoryEngine> onOpened;
  private final List<WriterLane> lanes = new ArrayList<>();
  private final Map<RepositoryPath, RepositoryEngine> engines = new ConcurrentHashMap<>();

  /// Why repositories ended by themselves that are open again, until somebody is told.
  private final Map<RepositoryPath, GoatDbException> defects = new ConcurrentHashMap<>();

  /// @param storage where they are
  /// @param surroundings the database around them
  /// @param requireOpen throws if the database is closed
  /// @param beforeUse gets each that is opened before anybody uses it
  /// @param onOpened hears of each that is opened
  Repositories(
      Storage storage,
      Surroundings surroundings,
      Runnable requireOpen,
      Consumer<RepositoryEngine> beforeUse,
      Consumer<RepositoryEngine> onOpened) {
    this.storage = storage;
    this.surroundings = surroundings;
    this.requireOpen = requireOpen;
    this.beforeUse = beforeUse;
    this.onOpened = onOpened;
    for (int i = 0; i < LANES; i++) {
      lanes.add(new WriterLane("goatdb-writer-" + i, surroundings.env()));
    }
  }

  /// {@return the engine of a repository, opened if it is not open}
  RepositoryEngine engine(RepositoryPath path) {
    while (true) {
      RepositoryEngine known = engines.get(path);
      if (known != null && !known.isClosed()) {
        return known;
      }
      if (known != null) {
        requireOpen.run();
        awaitClosed(known);
      }
      RepositoryEngine opened = open(path, known);
      if (opened != null) {
        return opened;
      }
    }
  }

  /// What is being closed can be opened again when it is closed; but a writer does not wait for
  /// writers.
  private void awaitClosed(RepositoryEngine closing) {
    if (lanes.stream().noneMatch(WriterLane::isCurrent)) {
      closing.close().handle((nothing, failure) -> failure).join();
    }
  }

  /// {@return the engine; null if another thread opened it meanwhile, and it is being closed again}
  ///
  /// @param closed the engine that is closed by now, if there was one
  private @Nullable RepositoryEngine open(RepositoryPath path, @Nullable RepositoryEngine closed) {
    RepositoryEngine opened;
    synchronized (this) {
      requireOpen.run();
      RepositoryEngine known = engines.get(path);
      if (known != null && known != closed) {
        return known.isClosed() ? null : known;
      }
      try {
        WriterLane lane = lanes.get(Math.floorMod(path.hashCode(), lanes.size()));
        opened = open(path, storage.open(path), lane);
      } catch (IOException e) {
        throw new GoatDbException.Storage(path + " cannot be opened: " + e.getMessage(), e);
      }
      beforeUse.accept(opened);
      engines.put(path, opened);
      if (known != null) {
        known.defect().ifPresent(defect -> defects.put(path, defect));
      }
      onOpened.accept(opened);
    }
    return opened;
  }

  private RepositoryEngine open(RepositoryPath path, CommitLog log, WriterLane lane)
      throws IOException {
    long start = surroundings.observer().start();
    try {
      RepositoryEngine engine = new RepositoryEngine(path, log, surroundings, lane);
      surroundings.observer().opened(path, engine.commits(), start);
      return engine;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /// {@return the engine of a repository, if it is open}
  Optional<RepositoryEngine> ifOpen(RepositoryPath path) {
    return Optional.ofNullable(engines.get(path)).filter(engine -> !engine.isClosed());
  }

  /// {@return the open engines}
  Collection<RepositoryEngine> open() {
    return engines.values().stream().filter(engine -> !engine.isClosed()).toList();
  }

  /// Flushes a repository.
  ///
  /// @return completes when everything edited so far is on the medium; exceptionally if some of it
  ///   was lost since somebody flushed last
  CompletableFuture<Void> flush(RepositoryPath path) {
    CompletableFuture<Void> flushed = engine(path).flush();
    GoatDbException defect = defects.remove(path);
    return defect == null
        ? flushed
        : flushed.thenCompose(nothing -> CompletableFuture.failedFuture(defect));
  }

  /// {@return as [#flush], for each repository that is open or ended by itself}
  List<CompletableFuture<Void>> flushAll() {
    Set<RepositoryPath> paths = new TreeSet<>(defects.keySet());
    engines.forEach((path, engine) -> {
      if (!engine.isClosed() || engine.defect().isPresent()) {
        paths.add(path);
      }
    });
    return paths.stream().map(this::flush).toList();
  }

  /// {@return the engines of all repositories, all of them open now}
  List<RepositoryEngine> openAll() {
    return list().stream().map(this::engine).toList();
  }

  /// {@return the repositories that exist, sorted}
  ///
  /// @throws GoatDbException.Storage if they cannot be listed
  List<RepositoryPath> list() {
    try {
      return storage.repositories();
    } catch (IOException e) {
      throw new GoatDbException.Storage("repositories cannot be listed: " + e.getMessage(), e);
    }
  }

  /// {@return why a peer may not make a repository that is not there; nothing if it is, or it may}
  Optional<Refusal> refusalToMake(RepositoryPath path) {
    if (engines.containsKey(path)) {
      return Optional.empty();
    }
    List<RepositoryPath> existing = list();
    return existing.contains(path) || existing.size() < MAX_REPOSITORIES
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.LIMIT,
                path.toString(),
                "there are " + MAX_REPOSITORIES + " repositories already"));
  }

  /// {@return what is to be known of the open ones, sorted by path}
  List<RepositoryStatus> status() {
    List<RepositoryStatus> all = new ArrayList<>();
    for (RepositoryEngine engine : open()) {
      long forks = engine.forks();
      all.add(
          new RepositoryStatus(
              engine.path(),
              engine.count(),
              engine.commits(),
              forks,
              engine.parked(),
              engine.refused(),
              engine.bytes()));
    }
    all.sort(Comparator.comparing(RepositoryStatus::path));
    return all;
  }

  /// Closes one.
  ///
  /// @param closing called when it takes no more edits
  /// @return completes when it is closed
  CompletableFuture<Void> close(RepositoryPath path, Runnable closing) {
    RepositoryEngine engine = engines.get(path);
    if (engine == null || engine.isClosed()) {
      return CompletableFuture.completedFuture(null);
    }
    return close(path, engine, closing);
  }

  private CompletableFuture<Void> close(
      RepositoryPath path, RepositoryEngine engine, Runnable closing) {
    CompletableFuture<Void> closed = engine.close();
    closing.run();
    return closed.whenComplete((nothing, failure) -> engines.remove(path, engine));
  }

  /// Closes one that nobody uses.
  ///
  /// @param closing called when it takes no more edits
  /// @return completes when it is closed, or at once if it is in use
  CompletableFuture<Void> retire(RepositoryEngine engine, Runnable closing) {
    if (!engine.retire()) {
      return CompletableFuture.completedFuture(null);
    }
    return close(engine.path(), engine, closing);
  }

  /// Closes all of them and the storage.
  ///
  /// @param beforeStorage called when no repository is open any more
  /// @return what could not be made safe, one line each
  List<String> closeAll(Runnable beforeStorage) {
    Map<RepositoryPath, CompletableFuture<Void>> closing = new HashMap<>();
    synchronized (this) {
      engines.forEach((path, engine) -> closing.put(path, engine.close()));
    }
    lanes.forEach(WriterLane::close);
    beforeStorage.run();
    List<String> failures = new ArrayList<>();
    closing.forEach((path, future) -> {
      if (future.isCompletedExceptionally() || !future.isDone()) {
        failures.add(path + ": " + reason(future));
      }
    });
    defects.forEach((path, defect) -> failures.add(String.valueOf(defect.getMessage())));
    try {
      storage.close();
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    return failures;
  }

  private static String reason(CompletableFuture<Void> future) {
    return future.isDone() ? String.valueOf(future.exceptionNow().getMessage()) : "did not end";
  }
}
