package dev.goatdb.core.engine;

import dev.goatdb.api.Conflict;
import dev.goatdb.api.Item;
import dev.goatdb.api.Presence;
import dev.goatdb.api.Query;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.Transaction;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.repository.RepositoryClosed;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A repository as the application sees it. It finds its engine anew when that was closed. Any
/// thread.
final class RepositoryView implements Repository {

  private static final String KEY_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int KEY_CHARS = 20;

  private final Database database;
  private final RepositoryPath path;
  private volatile RepositoryEngine engine;
  private volatile @Nullable Typed<?> latest;

  RepositoryView(Database database, RepositoryPath path) {
    this.database = database;
    this.path = path;
    this.engine = database.engine(path);
  }

  /// {@return the engine, opened again if it was closed}
  RepositoryEngine engine() {
    RepositoryEngine current = engine;
    if (current.isClosed()) {
      current = database.engine(path);
      engine = current;
    }
    current.usage().use();
    return current;
  }

  /// {@return what comes of using the engine; once more if it was closed before that began}
  <R> R onEngine(Function<RepositoryEngine, R> use) {
    while (true) {
      try {
        return use.apply(engine());
      } catch (RepositoryClosed e) {
        database.requireOpen();
        Thread.onSpinWait(); // it opens again when it is closed
      }
    }
  }

  /// Lets somebody listen to an item, also after the repository was closed and opened again.
  Subscription listen(String key, ItemListener<?> listener) {
    database.itemListeners().add(path, key, listener);
    engine().entry(key).listen(listener);
    return () -> {
      listener.close();
      database.itemListeners().remove(path, key, listener);
      database
          .all()
          .ifOpen(path)
          .map(current -> current.find(key))
          .ifPresent(item -> item.unlisten(listener));
    };
  }

  @Override
  public RepositoryPath path() {
    return path;
  }

  @Override
  public long count() {
    return engine().count();
  }

  @Override
  public List<String> keys() {
    return engine().keys();
  }

  @Override
  public <T> Item<T> create(Schema<T> schema, T value) {
    return put(schema, randomKey(), value);
  }

  /// 100 random bits: two peers never make the same key.
  String randomKey() {
    byte[] random = new byte[KEY_CHARS];
    database.env().random(random);
    StringBuilder key = new StringBuilder(KEY_CHARS);
    for (byte b : random) {
      key.append(KEY_ALPHABET.charAt(b & 31));
    }
    return key.toString();
  }

  @Override
  public <T> Item<T> put(Schema<T> schema, String key, T value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    requireWritable(schema);
    ItemView<T> item = view(schema, key);
    onEngine(engine -> engine.edit(key, typed(schema).put(key, value)));
    return item;
  }

  @Override
  public <T> Item<T> item(Schema<T> schema, String key) {
    return new ItemView<>(this, registered(schema), Objects.requireNonNull(key, "key"));
  }

  /// Most calls come with the schema of the call before.
  @SuppressWarnings("unchecked") // one schema has one type
  private <T> Typed<T> registered(Schema<T> schema) {
    Typed<?> known = latest;
    if (known != null && known.schema() == schema) {
      return (Typed<T>) known;
    }
    database.register(schema);
    Typed<T> typed = typed(schema);
    latest = typed;
    return typed;
  }

  <T> ItemView<T> view(Schema<T> schema, String key) {
    return new ItemView<>(this, typed(schema), key);
  }

  private <T> Typed<T> typed(Schema<T> schema) {
    return new Typed<>(schema, path);
  }

  @Override
  public <T> Optional<Item<T>> find(Schema<T> schema, String key) {
    Item<T> item = item(schema, key);
    return item.exists() ? Optional.of(item) : Optional.empty();
  }

  @Override
  public <T> Query.Builder<T> query(Schema<T> schema) {
    database.register(schema);
    return new QueryBuilder<>(database, schema, QuerySources.of(database, this, schema));
  }

  @Override
  public Receipt transaction(Consumer<Transaction> body) {
    Objects.requireNonNull(body, "body");
    return onEngine(
        engine -> engine.transact(group -> body.accept(new TransactionView(this, group))));
  }

  @Override
  public <T> Presence<T> presence(Schema<T> schema) {
    requireWritable(schema);
    return new PresenceView<>(database, this, schema);
  }

  @Override
  public Optional<Commit> commit(CommitId id) {
    return engine().commit(id);
  }

  @Override
  public List<Conflict> conflicts() {
    return conflicts(engine()).ofOpenForks();
  }

  /// {@return what merges decided}
  Conflicts conflicts(RepositoryEngine engine) {
    return new Conflicts(database.explainer(), engine);
  }

  @Override
  public String digest() {
    return engine().digest().toString();
  }

  @Override
  public void flush() {
    database.flush(path);
  }

  @Override
  public CompletableFuture<Void> sync() {
    return database.exchange(Optional.of(path));
  }

  @Override
  public void close() {
    database.close(path);
  }

  /// {@return runs the application's listeners}
  Executor listenerExecutor() {
    return database.userExecutor();
  }

  /// Registers a schema that is about to be written with.
  ///
  /// @throws IllegalArgumentException if it writes nothing
  void requireWritable(Schema<?> schema) {
    if (schema == Schema.UNTYPED) {
      throw new IllegalArgumentException(
          "Schema.UNTYPED reads every schema and writes none; use the item's own schema");
    }
    database.register(schema);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryView that
        && database == that.database
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
