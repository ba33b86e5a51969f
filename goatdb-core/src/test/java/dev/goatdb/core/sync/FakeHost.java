package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SessionDirectory;
import dev.goatdb.core.trust.SessionRecord;
import dev.goatdb.core.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A database in memory around a [SyncNode].
final class FakeHost implements SyncHost, Env {

  static final RepositoryPath TODO = RepositoryPath.parse("/data/todo");

  /// A commit of ours that a peer refused.
  record RefusedByPeer(RepositoryPath repository, CommitId id, Refusal refusal) {}

  final World world;
  final String name;
  final boolean trusted;
  final ArrayDeque<Runnable> events;
  final TreeMap<RepositoryPath, FakeStore> stores = new TreeMap<>();
  final Map<SessionId, SessionRecord> known = new HashMap<>();
  final Set<SessionId> hidden = new HashSet<>();
  final Set<RepositoryPath> denied = new HashSet<>();
  final List<String> warnings = new ArrayList<>();
  final List<RefusedByPeer> refusals = new ArrayList<>();
  final Map<SessionId, String> present = new HashMap<>();
  final SyncNode node;
  KeyRing keys;

  FakeHost(World world, String name, boolean trusted) {
    this.world = world;
    this.name = name;
    this.trusted = trusted;
    this.events = world.queue();
    this.keys = KeyRing.fresh(SigningKey.generate(this), world.now);
    this.node = new SyncNode(this, world.limits);
    learnRoot();
    store(SyncNode.SESSIONS);
    world.hosts.add(this);
  }

  void claim() {
    keys = keys.claimed();
  }

  private void learnRoot() {
    Session root =
        new Session(
            keys.rootSession(),
            "",
            true,
            Instant.EPOCH,
            Instant.EPOCH.plus(Duration.ofDays(100_000)));
    known.put(root.id(), new SessionRecord(root, keys.root()));
  }

  FakeStore todo() {
    return store(TODO);
  }

  /// Opens a repository, as the application does.
  FakeStore store(RepositoryPath path) {
    FakeStore there = stores.get(path);
    if (there == null) {
      there = new FakeStore(this, path);
      stores.put(path, there);
      node.onOpened(there);
    }
    return there;
  }

  /// A commit arrived in the sessions' repository.
  void onSession(CommitRecord commit, Value value) {
    boolean isByRoot = commit.header().author().equals(keys.rootSession());
    if (isByRoot && value instanceof Value.Bytes bytes) {
      PublicKey key = new PublicKey(bytes);
      Instant from = Instant.ofEpochMilli(world.now - 86_400_000);
      Session session = new Session(key.session(), "", false, from, from.plus(Duration.ofDays(31)));
      known.put(key.session(), new SessionRecord(session, key));
      events.add(node::onSessionsChanged);
    }
  }

  @Override
  public String place() {
    return "/srv/" + name;
  }

  @Override
  public KeyRing keys() {
    return keys;
  }

  @Override
  public boolean trusted() {
    return trusted;
  }

  @Override
  public SessionDirectory sessions() {
    return id -> hidden.contains(id) ? Optional.empty() : Optional.ofNullable(known.get(id));
  }

  @Override
  public List<SyncStore> open() {
    List<SyncStore> open = new ArrayList<>(stores.values());
    open.sort((a, b) -> Boolean.compare(isSessions(b), isSessions(a)));
    return open;
  }

  private static boolean isSessions(SyncStore store) {
    return store.path().equals(SyncNode.SESSIONS);
  }

  @Override
  public StoreAnswer store(RepositoryPath path, Session session) {
    if (denied.contains(path)) {
      String message = "no rule matches";
      return new StoreAnswer.Denied(new Refusal(Refusal.Reason.RULE, path.toString(), message));
    }
    return new StoreAnswer.Open(store(path));
  }

  @Override
  public void adopt(PublicKey root, Consumer<Optional<String>> done) {
    events.add(() -> {
      keys = keys.adopting(root);
      learnRoot();
      stores.values().forEach(FakeStore::resign);
      done.accept(Optional.empty());
    });
  }

  @Override
  public boolean isAdoptionDue() {
    return false;
  }

  @Override
  public void register(PublicKey key, Instant since, Consumer<Optional<String>> done) {
    if (keys.isRoot() && !known.containsKey(key.session())) {
      store(SyncNode.SESSIONS).write(key.session().toString(), key.bytes());
    }
    events.add(() -> done.accept(Optional.empty()));
  }

  @Override
  public void refusedByPeer(RepositoryPath repository, CommitId id, Refusal refusal) {
    refusals.add(new RefusedByPeer(repository, id, refusal));
  }

  @Override
  public void present(
      RepositoryPath repository, SessionId session, String topic, Optional<Value.Bytes> content) {
    if (content.isPresent()) {
      present.put(session, new String(content.get().toByteArray(), StandardCharsets.UTF_8));
    } else {
      present.remove(session);
    }
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public long now() {
    return world.now;
  }

  @Override
  public long nanoTime() {
    return world.now * 1_000_000;
  }

  @Override
  public void random(byte[] bytes) {
    world.random.nextBytes(bytes);
  }

  @Override
  public Worker worker(String name, Runnable work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Thread start(String name, Runnable body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }
}
