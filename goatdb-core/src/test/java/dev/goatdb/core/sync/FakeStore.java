package dev.goatdb.core.sync;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.trust.Signer;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import dev.goatdb.core.trust.Verifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A repository in memory, with rules and faults that a test sets.
final class FakeStore implements SyncStore {

  private static final SchemaId SCHEMA = new SchemaId("note", 1);

  /// A bundle and the commits that it brought.
  record Entry(Bundle bundle, List<CommitId> slots, Map<CommitId, CommitRecord> members) {}

  /// Commits that wait for their parents.
  private record Waiting(VerifiedBundle bundle, VerifiedCommit commit) {}

  final FakeHost host;
  final RepositoryPath path;
  final List<Entry> entries = new ArrayList<>();
  final Map<CommitId, CommitRecord> graph = new LinkedHashMap<>();
  final Map<String, TreeSet<CommitId>> heads = new TreeMap<>();
  final Map<SessionId, BitSet> durableAt = new HashMap<>();
  final Set<CommitId> lacksBase = new HashSet<>();
  final List<Integer> fullReads = new ArrayList<>();
  final List<Runnable> stuck = new ArrayList<>();
  Predicate<CommitRecord> rule = commit -> true;
  boolean isStuck;
  int forces;
  int duplicates;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Signer signer;
  private long clock;
  private long x0;
  private long x1;

  FakeStore(FakeHost host, RepositoryPath path) {
    this.host = host;
    this.path = path;
    this.signer = new Signer(path, host.keys, host.trusted, host);
  }

  /// Writes an item, as the application does.
  CommitId write(String key, Value value) {
    return write(Map.of(key, value)).getFirst();
  }

  /// Writes items in one bundle.
  List<CommitId> write(Map<String, Value> values) {
    return write(values, host.world.now);
  }

  List<CommitId> write(Map<String, Value> values, long millis) {
    List<CommitRecord> commits = new ArrayList<>();
    new TreeMap<>(values).forEach((key, value) -> commits.add(make(key, value, millis)));
    if (!signer.keys().equals(host.keys)) {
      signer.rekey(host.keys);
    }
    var batch = signer.sign(commits);
    append(batch.bundle(), batch.slots(), commits);
    return batch.slots();
  }

  private CommitRecord make(String key, Value value, long millis) {
    long bits = CommitTime.ofMillis(millis).bits();
    clock = Math.max(clock + 1, bits);
    CommitTime time = new CommitTime(clock);
    State state = State.of(SCHEMA, Map.of("v", value), Map.of("v", time));
    List<CommitId> parents =
        heads.getOrDefault(key, new TreeSet<>()).stream().limit(CommitHeader.MAX_PARENTS).toList();
    CommitHeader header =
        new CommitHeader(
            path,
            key,
            parents,
            SCHEMA,
            state.contentHash(time),
            null,
            host.keys.session().session(),
            time,
            Commit.Kind.EDIT,
            new TreeMap<>());
    return CommitRecord.of(header, new Body.Full(state), Edits.NONE);
  }

  /// Everything so far belongs to the database that was adopted.
  void resign() {
    if (graph.isEmpty()) {
      return;
    }
    signer.rekey(host.keys);
    List<CommitRecord> all = List.copyOf(graph.values());
    List<CommitId> ids = all.stream().map(CommitRecord::id).toList();
    Bundle bundle = signer.resign(ids, all.stream().map(c -> c.header().time()).toList());
    entries.replaceAll(entry -> new Entry(entry.bundle(), entry.slots(), Map.of()));
    Map<CommitId, CommitRecord> members = new LinkedHashMap<>();
    all.forEach(commit -> members.put(commit.id(), commit));
    entries.add(new Entry(bundle, ids, members));
    host.events.add(() -> host.node.onAppended(this));
  }

  /// Holds what another one holds, as if its log had been damaged.
  void adoptGraphOf(FakeStore other) {
    graph.putAll(other.graph);
    other.heads.forEach((key, tips) -> heads.put(key, new TreeSet<>(tips)));
    x0 = other.x0;
    x1 = other.x1;
  }

  private void append(Bundle bundle, List<CommitId> slots, List<CommitRecord> commits) {
    Map<CommitId, CommitRecord> members = new LinkedHashMap<>();
    for (CommitRecord commit : commits) {
      members.put(commit.id(), commit);
      graph.put(commit.id(), commit);
      x0 ^= commit.id().w0();
      x1 ^= commit.id().w1();
      TreeSet<CommitId> tips = heads.computeIfAbsent(commit.header().key(), k -> new TreeSet<>());
      commit.header().parents().forEach(tips::remove);
      tips.add(commit.id());
      clock = Math.max(clock, commit.header().time().bits());
      if (path.equals(SyncNode.SESSIONS) && commit.body() instanceof Body.Full(State state)) {
        host.onSession(commit, state.value("v"));
      }
    }
    entries.add(new Entry(bundle, slots, members));
    host.events.add(() -> host.node.onAppended(this));
  }

  @Override
  public RepositoryPath path() {
    return path;
  }

  @Override
  public CommitId digest() {
    return new CommitId(x0, x1, graph.size(), 0);
  }

  @Override
  public long commits() {
    return graph.size();
  }

  @Override
  public int bundles() {
    return entries.size();
  }

  @Override
  public List<CommitId> members(int index) {
    return List.copyOf(entries.get(index).members().keySet());
  }

  @Override
  public Optional<BundleCodec.Sent> read(int index, boolean full) {
    Entry entry = entries.get(index);
    if (entry.members().isEmpty()) {
      return Optional.empty();
    }
    if (full) {
      fullReads.add(index);
    }
    List<BundleCodec.Slot> slots = new ArrayList<>();
    for (CommitId id : entry.slots()) {
      CommitRecord commit = entry.members().get(id);
      slots.add(
          commit == null
              ? new BundleCodec.Slot.Named(id)
              : new BundleCodec.Slot.Carried(Value.Bytes.of(CommitCodec.encode(commit))));
    }
    return Optional.of(new BundleCodec.Sent(entry.bundle(), slots));
  }

  @Override
  public boolean contains(String key, CommitId id) {
    return graph.containsKey(id);
  }

  @Override
  public Optional<SessionId> authorOf(CommitId id) {
    return Optional.ofNullable(graph.get(id)).map(commit -> commit.header().author());
  }

  @Override
  public void receive(
      VerifiedBundle bundle, List<VerifiedCommit> commits, Consumer<Received> done) {
    Runnable work = () -> host.events.add(() -> done.accept(take(bundle, commits)));
    if (isStuck) {
      stuck.add(work);
    } else {
      host.events.add(work);
    }
  }

  /// Goes on with what a test held up.
  void release() {
    isStuck = false;
    stuck.forEach(host.events::add);
    stuck.clear();
  }

  private Received take(VerifiedBundle bundle, List<VerifiedCommit> commits) {
    List<Verifier.Rejected> refused = new ArrayList<>();
    List<CommitId> needBase = new ArrayList<>();
    List<CommitRecord> ready = new ArrayList<>();
    Set<CommitId> coming = new HashSet<>();
    int parked = 0;
    for (VerifiedCommit verified : commits) {
      CommitRecord commit = verified.commit();
      if (graph.containsKey(commit.id())) {
        duplicates++;
      } else if (!rule.test(commit)) {
        String where = path + "/" + commit.header().key();
        Refusal refusal = new Refusal(Refusal.Reason.RULE, where, "not here");
        refused.add(new Verifier.Rejected(commit.id(), refusal));
      } else if (lacksBase.remove(commit.id())) {
        needBase.add(commit.id());
      } else if (hasParents(commit, coming)) {
        ready.add(commit);
        coming.add(commit.id());
      } else {
        waiting.add(new Waiting(bundle, verified));
        parked++;
      }
    }
    if (!ready.isEmpty()) {
      append(bundle.bundle(), bundle.slots(), ready);
      unpark();
    }
    return new Received(ready.size(), parked, refused, needBase);
  }

  private boolean hasParents(CommitRecord commit, Set<CommitId> coming) {
    return commit.header().parents().stream()
        .allMatch(parent -> graph.containsKey(parent) || coming.contains(parent));
  }

  private void unpark() {
    boolean isAny = true;
    while (isAny) {
      isAny = false;
      for (Waiting one : List.copyOf(waiting)) {
        if (graph.containsKey(one.commit().commit().id())) {
          waiting.remove(one);
        } else if (hasParents(one.commit().commit(), Set.of())) {
          waiting.remove(one);
          append(one.bundle().bundle(), one.bundle().slots(), List.of(one.commit().commit()));
          isAny = true;
        }
      }
    }
  }

  @Override
  public void durableAt(SessionId peer, int fromIndex, int toIndex) {
    if (toIndex > entries.size() || fromIndex >= toIndex) {
      throw new AssertionError("durable from " + fromIndex + " to " + toIndex);
    }
    durableAt.computeIfAbsent(peer, key -> new BitSet()).set(fromIndex, toIndex);
  }

  /// Whether a peer has told that it has a bundle on its medium.
  boolean isDurableAt(FakeHost peer, int index) {
    return durableAt.getOrDefault(peer.keys.session().session(), new BitSet()).get(index);
  }

  @Override
  public void force(Runnable done) {
    forces++;
    host.events.add(done);
  }
}
