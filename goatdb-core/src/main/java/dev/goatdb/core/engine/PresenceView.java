package dev.goatdb.core.engine;

import dev.goatdb.api.Presence;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.codec.CborReader;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.sync.SyncNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Who is here, by one schema. A word travels as the schema's version and a map of values. Any
/// thread.
///
/// @param <T> type of what is said
final class PresenceView<T> implements Presence<T> {

  private final Database database;
  private final RepositoryView repository;
  private final Schema<T> schema;
  private final String topic;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  PresenceView(Database database, RepositoryView repository, Schema<T> schema) {
    this.database = database;
    this.repository = repository;
    this.schema = schema;
    this.topic = schema.id().name();
  }

  @Override
  public void publish(T value) {
    requireOpen();
    Document document = schema.toDocument(value);
    new Typed<>(schema, repository.path()).requireValid(repository.path()::toString, document);
    byte[] encoded =
        new CborWriter(256)
            .unsigned(document.schema().version())
            .raw(CanonicalCbor.encode(new Value.MapOf(document.values())))
            .toByteArray();
    if (encoded.length > SyncNode.MAX_PRESENCE_BYTES) {
      throw new GoatDbException.Refused(
          new Refusal(
              Refusal.Reason.LIMIT,
              repository.path().toString(),
              "presence takes %d bytes, at most %d; put what is larger into an item"
                  .formatted(encoded.length, SyncNode.MAX_PRESENCE_BYTES)));
    }
    repository.engine(); // open, so that it is exchanged with peers
    database.presences().publish(repository.path(), topic, this, Value.Bytes.of(encoded));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this presence of " + repository.path() + " is closed");
    }
    database.requireOpen();
  }

  @Override
  public Map<SessionId, T> present() {
    Map<SessionId, T> present = new TreeMap<>();
    database
        .presences()
        .words(repository.path(), topic)
        .forEach((session, content) -> decode(content).ifPresent(v -> present.put(session, v)));
    return Collections.unmodifiableMap(present);
  }

  /// A peer may say anything; what cannot be read is not there.
  private Optional<T> decode(Value.Bytes content) {
    try {
      CborReader in = new CborReader(content.toByteArray());
      int version = Math.max(1, in.unsigned(Integer.MAX_VALUE, "version"));
      Value values = CanonicalCbor.read(in);
      in.requireEnd();
      return values instanceof Value.MapOf(Map<String, Value> entries)
          ? Document.of(new SchemaId(topic, version), new LinkedHashMap<>(entries)).as(schema)
          : Optional.empty();
    } catch (CodecException | IllegalStateException | IllegalArgumentException e) {
      database
          .warnings()
          .once("presence in %s cannot be read: %s".formatted(repository.path(), e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public Subscription onChange(Consumer<Map<SessionId, T>> listener) {
    requireOpen();
    AtomicBoolean asked = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicReference<Map<SessionId, T>> told = new AtomicReference<>();
    Runnable tell =
        () -> {
          asked.set(false);
          Map<SessionId, T> now = present();
          if (!ended.get() && !now.equals(told.getAndSet(now))) {
            listener.accept(now);
          }
        };
    Runnable onChange =
        () -> {
          if (asked.compareAndSet(false, true)) {
            database.userExecutor().execute(tell);
          }
        };
    repository.engine();
    Runnable remove = database.presences().listen(repository.path(), topic, onChange);
    Subscription subscription =
        () -> {
          ended.set(true);
          remove.run();
        };
    subscriptions.add(subscription);
    onChange.run();
    return subscription;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      subscriptions.forEach(Subscription::close);
      database.presences().retract(repository.path(), topic, this);
    }
  }
}
