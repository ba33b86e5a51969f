package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Session;
import dev.goatdb.core.merge.Explainer;
import dev.goatdb.core.merge.Merger;
import dev.goatdb.core.merge.RecentMerges;
import dev.goatdb.core.merge.Strategies;
import dev.goatdb.core.observe.Observer;
import dev.goatdb.core.repository.AppendedBatch;
import dev.goatdb.core.repository.EditScope;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.repository.Surroundings;
import dev.goatdb.core.repository.ViewBudget;
import dev.goatdb.core.state.StateCache;
import dev.goatdb.core.trust.Authorizer;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An open database: everything that there is one of. Any thread.
final class Database implements GoatDb {

  /// Names a system property that makes runs more frequent than they should be, for tests.
  private static final String RUN_EVERY = "dev.goatdb.runEvery";

  private final URI location;
  private final GoatDbConfig config;
  private final Env env;
  private final Keys keys;
  private final Providers providers;
  private final SchemaRegistry schemas;
  private final Explainer explainer;
  private final Observer observer;
  private final Warnings warnings = new Warnings();
  private final Authorizer authorizer;
  private final Sessions sessions;
  private final Repositories repositories;
  private final Listeners listeners;
  private final IdlePolicy idle;
  private final Executor userExecutor;
  private final ItemListeners itemListeners = new ItemListeners();
  private final Presences presences = new Presences(() -> session().id());
  private final OpenQueries queries;
  private final List<Mailbox<Refusal>> refusalListeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable SyncRuntime sync; // made under this object's lock
  private volatile @Nullable String closedBy;

  private Database(
      URI location, GoatDbConfig config, Env env, Storage storage, Providers providers) {
    this.location = location;
    this.config = config;
    this.env = env;
    this.providers = providers;
    this.keys = Keys.open(storage, config, env, Location.place(location));
    Strategies strategies = providers.strategies();
    this.schemas = new SchemaRegistry(strategies);
    this.authorizer = new Authorizer(config.rules(), config.defaultVerdict(), config.trusted());
    this.sessions =
        new Sessions(keys::ring, config.trusted(), () -> engine(Sessions.PATH), warnings);
    this.observer = new Observer(location, providers.metrics(), env::nanoTime, warnings);
    long budget = config.memoryBudget();
    Merger merger = new Merger(schemas, strategies, new RecentMerges(budget / 4));
    this.explainer = new Explainer(schemas, strategies, merger);
    Surroundings surroundings =
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
            Integer.getInteger(RUN_EVERY, Surroundings.RUN_EVERY),
            this::onAppended,
            observer,
            new EditScope(),
            warnings);
    this.repositories =
        new Repositories(
            storage, surroundings, this::requireOpen, itemListeners::attach, this::onOpened);
    this.listeners = new Listeners(env, warnings);
    this.queries = new OpenQueries(env, warnings);
    this.idle = new IdlePolicy(this);
    this.userExecutor = config.listeners().<Executor>map(this::serial).orElse(listeners);
  }

  /// An application's executor that takes no more tasks, or runs them on the very thread that hands
  /// them over, must not stop a writer.
  private Executor serial(Executor own) {
    return new SerialExecutor(
        own,
        listeners::run,
        e -> warnings.accept("the executor for listeners refused a call: " + e.getMessage()));
  }

  static Database open(URI location, GoatDbConfig config) {
    Providers providers = new Providers(config);
    Env env = config.env().orElseGet(SystemEnv::new);
    Storage storage = Location.openStorage(location, providers, env);
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

  private static void closeQuietly(Storage storage, RuntimeException cause) {
    try {
      storage.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /// @throws IllegalStateException if it is closed, saying by whom
  void requireOpen() {
    String by = closedBy;
    if (by != null) {
      throw new IllegalStateException("database " + location + " was closed by " + by);
    }
  }

  /// {@return the engine of a repository, opened if it is not open}
  RepositoryEngine engine(RepositoryPath path) {
    return repositories.engine(path);
  }

  /// {@return the repositories, open and not}
  Repositories all() {
    return repositories;
  }

  /// {@return why a session may not open a repository; nothing if it may}
  Optional<Refusal> mayOpen(RepositoryPath path, Session session) {
    return authorizer
        .refusal(Authorizer.Question.read(session, path))
        .or(() -> repositories.refusalToMake(path));
  }

  /// Hears of every append, on a writer.
  private void onAppended(AppendedBatch batch) {
    RepositoryEngine engine = batch.repository();
    ItemListener.tellAll(batch, warnings);
    queries.feeds().appended(batch);
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

  /// Hears of a repository that was opened.
  private void onOpened(RepositoryEngine engine) {
    idle.opened();
    queries.feeds().opened(engine.path());
    SyncRuntime running = sync;
    if (running != null) {
      running.opened(engine);
    }
  }

  /// Tells of an edit that a peer refused.
  void refused(Refusal refusal) {
    refusalListeners.forEach(listener -> listener.post(refusal));
  }

  private Refusal newerRefusal(Refusal earlier, Refusal later) {
    warnings.once("a listener for refusals is too slow to hear of each of them");
    return later;
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
    return repositories.list().stream().filter(path -> !path.type().equals("sys")).toList();
  }

  @Override
  public <T> Query.Builder<T> query(Schema<T> schema, String pattern) {
    requireOpen();
    register(schema);
    return new QueryBuilder<>(
        this, schema, QuerySources.of(this, new PathPattern(pattern), schema));
  }

  private SyncRuntime startSync() {
    synchronized (this) {
      requireOpen();
      SyncRuntime running = sync;
      if (running == null) {
        running = new SyncRuntime(this, env);
        sync = running;
        presences.connect(running::publish);
      }
      return running;
    }
  }

  @Override
  public Peer connect(URI address) {
    Location.requirePin(address);
    renewIfDue();
    engine(Sessions.PATH);
    return startSync().connect(address);
  }

  /// A session that ends soon gets a new key, which the root registers at the next connection. What
  /// the old key signed stays valid.
  void renewIfDue() {
    if (keys.ring().isClaimed() && sessions.isRenewalDue(env.now())) {
      keys.replace(keys.ring().renewed(SigningKey.generate(env), env.now()));
      KeyRing ring = keys.ring();
      repositories.open().forEach(engine -> engine.between(() -> engine.rekey(ring)));
    }
  }

  @Override
  public Endpoint listen(URI address) {
    engine(Sessions.PATH);
    SyncRuntime running = startSync();
    KeyRing before = keys.ring();
    if (before.isClaimed()) {
      return running.listen(address);
    }
    keys.replace(before.claimed());
    try {
      return running.listen(address);
    } catch (GoatDbException e) {
      // Nobody could connect: the database is as free as it was.
      keys.replace(before);
      throw e;
    }
  }

  @Override
  public Session session() {
    return sessions.self();
  }

  @Override
  public Subscription onRefusal(Consumer<Refusal> listener) {
    Mailbox<Refusal> mailbox = new Mailbox<>(userExecutor, this::newerRefusal, listener);
    refusalListeners.add(mailbox);
    return () -> refusalListeners.remove(mailbox);
  }

  @Override
  public void flush() {
    requireOpen();
    // All of them are flushed, also when one fails.
    await(CompletableFuture.allOf(repositories.flushAll().toArray(CompletableFuture[]::new)));
  }

  void flush(RepositoryPath path) {
    await(repositories.flush(path));
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
    SyncRuntime running = sync;
    KeyRing ring = keys.ring();
    return new Status(
        location,
        ring.database().toString(),
        ring.isClaimed(),
        config.trusted(),
        repositories.status(),
        running == null ? List.of() : running.status(),
        listeners.failures(),
        warnings.latest());
  }

  @Override
  public Report verify(Consumer<Progress> progress) {
    requireOpen();
    return new Verification(this, progress).run(repositories.list());
  }

  /// Closes one repository; a later use opens it again.
  void close(RepositoryPath path) {
    SyncRuntime running = sync;
    await(
        repositories.close(
            path,
            () -> {
              if (running != null) {
                running.closed(path);
              }
            }));
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closedBy != null) {
        return;
      }
      closedBy = Location.caller();
    }
    // An interrupt would close file channels before they are forced; it is kept for later.
    boolean interrupted = Thread.interrupted();
    try {
      closeAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeAll() {
    SyncRuntime running = sync;
    if (running != null) {
      running.close();
    }
    idle.stop();
    queries.closeAll();
    List<String> failures =
        repositories.closeAll(() -> {
          queries.close();
          listeners.close();
        });
    if (env instanceof SystemEnv own) {
      own.close();
    }
    if (!failures.isEmpty()) {
      throw new GoatDbException.Storage(
          "closed, but not everything is safe: " + String.join("; ", failures));
    }
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

  Explainer explainer() {
    return explainer;
  }

  Sessions sessions() {
    return sessions;
  }

  /// {@return what synchronizes, once there are peers}
  Optional<SyncRuntime> running() {
    return Optional.ofNullable(sync);
  }

  Observer observer() {
    return observer;
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

  ItemListeners itemListeners() {
    return itemListeners;
  }

  Presences presences() {
    return presences;
  }

  OpenQueries queries() {
    return queries;
  }

  /// {@return the location, for people}
  String place() {
    return Location.place(location);
  }

  CommitId databaseId() {
    return keys.ring().database();
  }
}
