package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Session;
import dev.goatdb.core.merge.Merger;
import dev.goatdb.core.merge.RecentMerges;
import dev.goatdb.core.merge.Strategies;
import dev.goatdb.core.repository.AppendedBatch;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.repository.Surroundings;
import dev.goatdb.core.repository.ViewBudget;
import dev.goatdb.core.repository.WriterLane;
import dev.goatdb.core.state.StateCache;
import dev.goatdb.core.trust.Authorizer;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An open database: everything that there is one of. Any thread.
final class Database implements GoatDb {

  /// Most repositories that peers can make here.
  private static final int MAX_REPOSITORIES = 10_000;

  private static final int LANES = 2;

  private final URI location;
  private final GoatDbConfig config;
  private final Env env;
  private final Storage storage;
  private final Keys keys;
  private final Providers providers;
  private final SchemaRegistry schemas;
  private final Warnings warnings = new Warnings();
  private final Authorizer authorizer;
  private final Sessions sessions;
  private final Surroundings surroundings;
  private final List<WriterLane> lanes = new ArrayList<>();
  private final Listeners listeners;
  private final Executor userExecutor;
  private final OpenQueries queries = new OpenQueries();
  private final Map<RepositoryPath, RepositoryEngine> engines = new ConcurrentHashMap<>();
  private final List<Consumer<Refusal>> refusalListeners = new CopyOnWriteArrayList<>();
  private final Object openLock = new Object();
  private volatile @Nullable SyncRuntime sync; // made under openLock
  private volatile @Nullable String closedBy;

  private Database(
      URI location, GoatDbConfig config, Env env, Storage storage, Providers providers) {
    this.location = location;
    this.config = config;
    this.env = env;
    this.storage = storage;
    this.providers = providers;
    this.keys = Keys.open(storage, config, env);
    Strategies strategies = providers.strategies();
    this.schemas = new SchemaRegistry(strategies);
    this.authorizer = new Authorizer(config.rules(), config.defaultVerdict(), config.trusted());
    this.sessions =
        new Sessions(keys::ring, config.trusted(), () -> engine(Sessions.PATH), warnings);
    long budget = config.memoryBudget();
    Merger merger = new Merger(schemas, strategies, new RecentMerges(budget / 4));
    this.surroundings =
        new Surroundings(
            env,
            merger,
            new StateCache(budget / 4),
            new ViewBudget(budget / 2),
            authorizer,
            keys::ring,
            sessions::self,
            config.trusted(),
            config.flushWindow(),
            this::onAppended,
            warnings);
    for (int i = 0; i < LANES; i++) {
      lanes.add(new WriterLane("goatdb-writer-" + i, env));
    }
    this.listeners = new Listeners(env, warnings);
    this.userExecutor =
        config
            .listeners()
            .<Executor>map(own -> reporting(new SerialExecutor(own)))
            .orElse(listeners);
  }

  /// An application's executor that takes no more tasks must not stop a writer.
  private Executor reporting(Executor executor) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        warnings.accept("the executor for listeners refused a call: " + e.getMessage());
      }
    };
  }

  static Database open(URI location, GoatDbConfig config) {
    Providers providers = new Providers(config);
    Env env = config.env().orElseGet(SystemEnv::new);
    Storage storage = openStorage(location, providers, env);
    try {
      Database database = new Database(location, config, env, storage, providers);
      database.schemas.register(Sessions.schema());
      config.schemas().forEach(database.schemas::register);
      if (config.trusted()) {
        database.warnings.accept(
            location + " is open in trusted mode: nothing is signed, checked or denied");
      }
      return database;
    } catch (RuntimeException e) {
      closeQuietly(storage, e);
      throw e;
    }
  }

  private static Storage openStorage(URI location, Providers providers, Env env) {
    try {
      return providers.storage(location).open(location, env);
    } catch (IOException e) {
      throw new GoatDbException.Storage(String.valueOf(e.getMessage()), e);
    }
  }

  private static void closeQuietly(Storage storage, RuntimeException cause) {
    try {
      storage.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void requireOpen() {
    String by = closedBy;
    if (by != null) {
      throw new IllegalStateException("database " + location + " was closed by " + by);
    }
  }

  /// {@return the engine of a repository, opened if it is not open}
  RepositoryEngine engine(RepositoryPath path) {
    RepositoryEngine known = engines.get(path);
    return known != null && !known.isClosed() ? known : openEngine(path);
  }

  private RepositoryEngine openEngine(RepositoryPath path) {
    RepositoryEngine opened;
    synchronized (openLock) {
      requireOpen();
      RepositoryEngine known = engines.get(path);
      if (known != null && !known.isClosed()) {
        return known;
      }
      try {
        WriterLane lane = lanes.get(Math.floorMod(path.hashCode(), lanes.size()));
        opened = openEngine(path, storage.open(path), lane);
      } catch (IOException e) {
        throw new GoatDbException.Storage(path + " cannot be opened: " + e.getMessage(), e);
      }
      engines.put(path, opened);
      SyncRuntime running = sync;
      if (running != null) {
        running.opened(opened);
      }
    }
    return opened;
  }

  private RepositoryEngine openEngine(RepositoryPath path, CommitLog log, WriterLane lane)
      throws IOException {
    try {
      return new RepositoryEngine(path, log, surroundings, lane);
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /// {@return the open engines}
  Collection<RepositoryEngine> openEngines() {
    return engines.values().stream().filter(engine -> !engine.isClosed()).toList();
  }

  /// {@return why a session may not open a repository; nothing if it may}
  Optional<Refusal> mayOpen(RepositoryPath path, Session session) {
    Optional<Refusal> refusal = authorizer.refusal(Authorizer.Question.read(session, path));
    if (refusal.isPresent() || engines.containsKey(path)) {
      return refusal;
    }
    try {
      List<RepositoryPath> existing = storage.repositories();
      return existing.contains(path) || existing.size() < MAX_REPOSITORIES
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  Refusal.Reason.LIMIT,
                  path.toString(),
                  "there are " + MAX_REPOSITORIES + " repositories already"));
    } catch (IOException e) {
      warnings.accept("repositories cannot be listed: " + e.getMessage());
      return Optional.of(
          new Refusal(Refusal.Reason.LIMIT, path.toString(), "storage cannot be read"));
    }
  }

  private void onAppended(AppendedBatch batch) {
    RepositoryEngine engine = batch.repository();
    for (AppendedBatch.Touched touched : batch.items()) {
      for (Object listener : touched.item().listeners()) {
        // One task each, so that a listener that throws keeps nothing from the others.
        userExecutor.execute(() -> tell(engine, touched, (ItemListener<?>) listener));
      }
    }
    if (queries.any(engine.path())) {
      List<String> names = batch.items().stream().map(t -> t.item().key()).toList();
      queries.changed(engine.path(), names, batch.items().getFirst().isLocal());
    }
    boolean areSessions = engine.path().equals(Sessions.PATH);
    if (areSessions) {
      sessions.changed();
    }
    SyncRuntime running = sync;
    if (running != null) {
      running.appended(engine);
      if (areSessions) {
        running.sessionsChanged();
      }
    }
  }

  private static void tell(
      RepositoryEngine engine, AppendedBatch.Touched touched, ItemListener<?> listener) {
    listener.tell(
        touched.item(),
        engine.valueOf(touched.item(), touched.before()),
        engine.valueOf(touched.item(), touched.after()),
        touched.isLocal(),
        touched.after().size() > 1);
  }

  /// Takes a peer's root for this database.
  void adopt(PublicKey root, Consumer<Optional<String>> done) {
    try {
      keys.replace(keys.ring().adopting(root));
      sessions.changed();
      List<RepositoryEngine> all = new ArrayList<>();
      for (RepositoryPath path : storage.repositories()) {
        all.add(engine(path));
      }
      resignAll(all, done);
    } catch (IOException | GoatDbException e) {
      done.accept(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private void resignAll(List<RepositoryEngine> all, Consumer<Optional<String>> done) {
    KeyRing ring = keys.ring();
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (RepositoryEngine engine : all) {
      CompletableFuture<Void> signed = new CompletableFuture<>();
      engine.between(() -> {
        try {
          engine.resign(ring);
          signed.complete(null);
        } catch (IOException e) {
          signed.completeExceptionally(e);
        }
      });
      futures.add(signed);
    }
    CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .whenComplete((nothing, failure) ->
            done.accept(
                failure == null
                    ? Optional.empty()
                    : Optional.of(String.valueOf(failure.getMessage()))));
  }

  /// Tells of an edit that a peer refused.
  void refused(Refusal refusal) {
    refusalListeners.forEach(listener -> userExecutor.execute(() -> listener.accept(refusal)));
  }

  /// Waits for something and throws what it failed with.
  void await(CompletableFuture<Void> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GoatDbException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public Repository repository(String path) {
    requireOpen();
    return new RepositoryView(this, RepositoryPath.parse(path));
  }

  @Override
  public List<RepositoryPath> repositories() {
    requireOpen();
    try {
      return storage.repositories().stream().filter(path -> !path.type().equals("sys")).toList();
    } catch (IOException e) {
      throw new GoatDbException.Storage("repositories cannot be listed: " + e.getMessage(), e);
    }
  }

  private SyncRuntime startSync() {
    synchronized (openLock) {
      requireOpen();
      SyncRuntime running = sync;
      if (running == null) {
        running = new SyncRuntime(this, env);
        sync = running;
      }
      return running;
    }
  }

  @Override
  public Peer connect(URI address) {
    renewIfDue();
    engine(Sessions.PATH);
    return startSync().connect(address);
  }

  /// A session that ends soon gets a new key, which the root registers at the next connection. What
  /// the old key signed stays valid.
  private void renewIfDue() {
    if (keys.ring().isClaimed() && sessions.isRenewalDue(env.now())) {
      keys.replace(keys.ring().renewed(SigningKey.generate(env), env.now()));
      KeyRing ring = keys.ring();
      openEngines().forEach(engine -> engine.between(() -> engine.rekey(ring)));
    }
  }

  @Override
  public Endpoint listen(URI address) {
    engine(Sessions.PATH);
    SyncRuntime running = startSync();
    if (!keys.ring().isClaimed()) {
      keys.replace(keys.ring().claimed());
    }
    return running.listen(address);
  }

  @Override
  public Session session() {
    return sessions.self();
  }

  @Override
  public Subscription onRefusal(Consumer<Refusal> listener) {
    refusalListeners.add(listener);
    return () -> refusalListeners.remove(listener);
  }

  @Override
  public void flush() {
    requireOpen();
    openEngines().forEach(engine -> await(engine.flush()));
  }

  @Override
  public CompletableFuture<Void> sync() {
    return exchange(Optional.empty());
  }

  /// {@return completes when one repository, or all, were exchanged with everybody who is
  /// connected}
  CompletableFuture<Void> exchange(Optional<RepositoryPath> path) {
    requireOpen();
    SyncRuntime running = sync;
    return running == null ? CompletableFuture.completedFuture(null) : running.sync(path);
  }

  @Override
  public Status status() {
    requireOpen();
    List<RepositoryStatus> all = new ArrayList<>();
    for (RepositoryEngine engine : openEngines()) {
      long forks = engine.items().stream().filter(item -> engine.heads(item).size() > 1).count();
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
    SyncRuntime running = sync;
    KeyRing ring = keys.ring();
    return new Status(
        location,
        ring.database().toString(),
        ring.isClaimed(),
        config.trusted(),
        all,
        running == null ? List.of() : running.status(),
        listeners.failures(),
        warnings.latest());
  }

  @Override
  public Report verify(Consumer<Progress> progress) {
    requireOpen();
    try {
      List<RepositoryEngine> all = new ArrayList<>();
      for (RepositoryPath path : storage.repositories()) {
        all.add(engine(path));
      }
      return new Verification(this, progress).run(all);
    } catch (IOException e) {
      throw new GoatDbException.Storage("repositories cannot be listed: " + e.getMessage(), e);
    }
  }

  /// Closes one repository; a later use opens it again.
  void close(RepositoryPath path) {
    RepositoryEngine engine = engines.get(path);
    if (engine != null && !engine.isClosed()) {
      CompletableFuture<Void> closing = engine.close();
      SyncRuntime running = sync;
      if (running != null) {
        running.closed(path);
      }
      await(closing);
      engines.remove(path, engine);
    }
  }

  @Override
  public void close() {
    synchronized (openLock) {
      if (closedBy != null) {
        return;
      }
      closedBy = caller();
    }
    SyncRuntime running = sync;
    if (running != null) {
      running.close();
    }
    queries.close();
    Map<RepositoryPath, CompletableFuture<Void>> closing = new HashMap<>();
    engines.forEach((path, engine) -> closing.put(path, engine.close()));
    lanes.forEach(WriterLane::close);
    listeners.close();
    finish(closing);
  }

  private void finish(Map<RepositoryPath, CompletableFuture<Void>> closing) {
    List<String> failures = new ArrayList<>();
    closing.forEach((path, future) -> {
      if (future.isCompletedExceptionally() || !future.isDone()) {
        failures.add(path + ": " + reason(future));
      }
    });
    try {
      storage.close();
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    if (env instanceof SystemEnv own) {
      own.close();
    }
    if (!failures.isEmpty()) {
      throw new GoatDbException.Storage(
          "closed, but not everything is safe: " + String.join("; ", failures));
    }
  }

  private static String reason(CompletableFuture<Void> future) {
    return future.isDone() ? String.valueOf(future.exceptionNow().getMessage()) : "did not end";
  }

  private static String caller() {
    return "thread "
        + Thread.currentThread().getName()
        + StackWalker.getInstance()
            .walk(frames ->
                frames
                    .filter(f -> !f.getClassName().startsWith("dev.goatdb.core."))
                    .findFirst()
                    .map(f -> " at " + f.getFileName() + ":" + f.getLineNumber())
                    .orElse(""));
  }

  void register(Schema<?> schema) {
    schemas.register(schema);
  }

  GoatDbConfig config() {
    return config;
  }

  Env env() {
    return env;
  }

  Keys keys() {
    return keys;
  }

  Providers providers() {
    return providers;
  }

  Sessions sessions() {
    return sessions;
  }

  Warnings warnings() {
    return warnings;
  }

  Listeners listeners() {
    return listeners;
  }

  Executor userExecutor() {
    return userExecutor;
  }

  OpenQueries queries() {
    return queries;
  }

  /// {@return the location, for people}
  String place() {
    String text = location.toString();
    return location.getScheme().equals("file") ? location.getPath() : text;
  }

  CommitId databaseId() {
    return keys.ring().database();
  }
}
