package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.EditReceipt;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SessionDirectory;
import dev.goatdb.core.trust.SessionRecord;
import dev.goatdb.core.trust.Verifier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sessions that the root registered: items of `/sys/sessions`, each a commit of the root
/// session. A record is believed only after the root's signature was checked, also when it comes
/// from the local file. Any thread.
final class Sessions implements SessionDirectory {

  /// Where the records are.
  static final RepositoryPath PATH = RepositoryPath.parse("/sys/sessions");

  /// Most sessions that one root registers.
  static final int MAX_SESSIONS = 100_000;

  private static final Field<Document, Value.Bytes> KEY =
      Field.of("key", FieldType.BYTES).required();
  private static final Field<Document, String> OWNER = Field.of("owner", FieldType.TEXT).orElse("");
  private static final Field<Document, Instant> FROM = Field.of("from", FieldType.TIME).required();
  private static final Field<Document, Instant> UNTIL =
      Field.of("until", FieldType.TIME).required();
  private static final Schema<Document> SCHEMA =
      Schema.of("goatdb-session", 1, KEY, OWNER, FROM, UNTIL);

  private final Supplier<KeyRing> keys;
  private final boolean trusted;
  private final Supplier<RepositoryEngine> repository;
  private final Consumer<String> warnings;

  /// Replaced when records change: what was looked up before goes into a map that nobody asks any
  /// more.
  private volatile Map<SessionId, SessionRecord> known = new ConcurrentHashMap<>();

  private volatile @Nullable Self self;

  /// Who signs here, as long as these keys are in use and no records change.
  private record Self(KeyRing keys, Map<SessionId, SessionRecord> known, Session session) {

    boolean isOf(KeyRing now, Map<SessionId, SessionRecord> records) {
      return keys == now && known == records;
    }
  }

  Sessions(
      Supplier<KeyRing> keys,
      boolean trusted,
      Supplier<RepositoryEngine> repository,
      Consumer<String> warnings) {
    this.keys = keys;
    this.trusted = trusted;
    this.repository = repository;
    this.warnings = warnings;
  }

  /// {@return the schema of the records}
  static Schema<Document> schema() {
    return SCHEMA;
  }

  @Override
  public Optional<SessionRecord> find(SessionId id) {
    KeyRing ring = keys.get();
    if (id.equals(ring.rootSession())) {
      return Optional.of(root(ring.root()));
    }
    Map<SessionId, SessionRecord> now = known;
    SessionRecord cached = now.get(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<SessionRecord> found = load(id, ring);
    found.ifPresent(record -> now.put(id, record));
    return found;
  }

  private static SessionRecord root(PublicKey key) {
    return new SessionRecord(
        new Session(key.session(), "", true, Instant.EPOCH, SessionRecord.FOREVER), key);
  }

  /// {@return the session that signs here; anonymous and for its usual life, as long as the root
  /// has not registered it}
  Session self() {
    KeyRing ring = keys.get();
    Map<SessionId, SessionRecord> now = known;
    Self cached = self;
    if (cached == null || !cached.isOf(ring, now)) {
      cached = new Self(ring, now, look(ring));
      self = cached;
    }
    return cached.session();
  }

  private Session look(KeyRing ring) {
    SessionId id = ring.session().session();
    if (ring.isRoot()) {
      return root(ring.root()).session();
    }
    Instant created = Instant.ofEpochMilli(ring.createdMillis());
    return find(id)
        .map(SessionRecord::session)
        .orElseGet(() -> new Session(id, "", false, created, created.plus(SessionRecord.LIFE)));
  }

  /// Forgets what was looked up, since records changed.
  void changed() {
    known = new ConcurrentHashMap<>();
  }

  private Optional<SessionRecord> load(SessionId id, KeyRing ring) {
    RepositoryEngine engine = repository.get();
    ItemEntry item = engine.find(id.toString());
    if (item == null || engine.heads(item).isEmpty() || !areRoots(engine, item, ring)) {
      return Optional.empty();
    }
    Optional<State> state = engine.committed(item).filter(s -> !s.isDeleted());
    return state.map(Typed::document).flatMap(document -> record(id, document));
  }

  private Optional<SessionRecord> record(SessionId id, Document document) {
    Optional<Value.Bytes> bytes = document.find(KEY);
    Optional<Instant> from = document.find(FROM);
    Optional<Instant> until = document.find(UNTIL);
    if (bytes.isEmpty() || from.isEmpty() || until.isEmpty() || bytes.get().size() != 32) {
      return Optional.empty();
    }
    PublicKey key = new PublicKey(bytes.get());
    String owner = document.find(OWNER).orElse("");
    return key.session().equals(id)
        ? Optional.of(
            new SessionRecord(new Session(id, owner, false, from.get(), until.get()), key))
        : Optional.empty();
  }

  /// A record that somebody wrote into the file is not the root's: every head's signature is
  /// checked before it is believed.
  private boolean areRoots(RepositoryEngine engine, ItemEntry item, KeyRing ring) {
    if (trusted) {
      return true;
    }
    SessionDirectory rootOnly =
        session ->
            session.equals(ring.rootSession()) ? Optional.of(root(ring.root())) : Optional.empty();
    Verifier verifier = new Verifier(ring.database(), false, rootOnly);
    for (Node head : engine.heads(item)) {
      if (!isVerified(engine, head, verifier)) {
        warnings.accept(
            "the record of session %s is not signed by the root; it is ignored"
                .formatted(item.key()));
        return false;
      }
    }
    return true;
  }

  private static boolean isVerified(RepositoryEngine engine, Node head, Verifier verifier) {
    try {
      Optional<BundleCodec.Sent> sent = engine.read(engine.bundle(head), false);
      return sent.isPresent()
          && verifier.verify(sent.get(), PATH) instanceof Verifier.Outcome.Verified verified
          && verified.commits().stream()
              .map(commit -> commit.commit().id())
              .anyMatch(head.id()::equals);
    } catch (IOException e) {
      return false;
    }
  }

  /// Registers a session of which possession of the key was proven. For the root's process.
  ///
  /// @param key the session's key
  /// @param since when the peer says it was made; believed no further back than a session's life
  /// @param now the wall clock, in milliseconds
  /// @return tells when the record is safe; nothing if there is one already or there is no room
  Optional<EditReceipt> register(PublicKey key, Instant since, long now) {
    RepositoryEngine engine = repository.get();
    if (!keys.get().isRoot() || find(key.session()).isPresent() || !key.isSafe()) {
      return Optional.empty();
    }
    if (engine.count() >= MAX_SESSIONS) {
      warnings.accept("no more than " + MAX_SESSIONS + " sessions can be registered");
      return Optional.empty();
    }
    Instant present = Instant.ofEpochMilli(now);
    Instant earliest = present.minus(SessionRecord.LIFE);
    Instant from = since.isBefore(earliest) ? earliest : since.isAfter(present) ? present : since;
    Document record =
        Document.of(SCHEMA)
            .with(KEY, key.bytes())
            .with(FROM, from)
            .with(UNTIL, present.plus(SessionRecord.LIFE));
    String name = key.session().toString();
    return Optional.of(engine.edit(name, new Typed<>(SCHEMA, PATH).put(name, record)));
  }

  /// {@return whether this process's session ends so soon that it should have a new key}
  boolean isRenewalDue(long now) {
    KeyRing ring = keys.get();
    return !ring.isRoot()
        && Instant.ofEpochMilli(now).isAfter(self().until().minus(Duration.ofDays(10)));
  }
}
