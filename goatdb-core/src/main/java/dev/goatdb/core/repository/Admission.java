package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.trust.AuthContext.Operation;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.AuthorizedBatch;
import dev.goatdb.core.trust.AuthorizedCommit;
import dev.goatdb.core.trust.Authorizer;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import dev.goatdb.core.trust.Verifier;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Takes genuine commits in: parents known, or parked; content as signed; shape, times and stamps;
/// the write rule; then the log. One thread: the writer's.
///
/// The commits of a bundle are staged and appended together, so a later one may have an earlier one
/// as its parent.
final class Admission {

  private final Surroundings around;
  private final ItemTable items;
  private final Materializer materializer;
  private final Appender appender;
  private final Parking parking = new Parking();
  private final ChainWatch chains = new ChainWatch();
  private final RefusedIds refusedIds = new RefusedIds();
  private long refusedCount;

  Admission(Surroundings around, ItemTable items, Materializer materializer, Appender appender) {
    this.around = around;
    this.items = items;
    this.materializer = materializer;
    this.appender = appender;
  }

  /// {@return the number of commits that wait for parents}
  int parked() {
    return parking.size();
  }

  /// {@return the number of commits refused so far}
  long refused() {
    return refusedCount;
  }

  /// What one call collects.
  private static final class Outcome {
    private int appended;
    private int parked;
    private final List<Verifier.Rejected> refused = new ArrayList<>();
    private final List<CommitId> needBase = new ArrayList<>();

    /// Commits whose children need not wait any longer, for better or worse.
    private final ArrayDeque<CommitId> decided = new ArrayDeque<>();
  }

  /// A commit that may go into the log with the others of its bundle.
  private record Staged(AuthorizedCommit commit, State state) {}

  /// Takes commits in.
  ///
  /// @param bundle the bundle
  /// @param commits those of its commits that came, in order
  /// @throws IOException if the log cannot be written; what was appended before stays
  Admitted admit(VerifiedBundle bundle, List<VerifiedCommit> commits) throws IOException {
    Outcome outcome = new Outcome();
    admitBundle(bundle, commits, outcome);
    while (!outcome.decided.isEmpty()) {
      Map<VerifiedBundle, List<VerifiedCommit>> released = new LinkedHashMap<>();
      for (VerifiedCommit commit : parking.release(outcome.decided.remove())) {
        released.computeIfAbsent(commit.bundle(), b -> new ArrayList<>()).add(commit);
      }
      for (Map.Entry<VerifiedBundle, List<VerifiedCommit>> entry : released.entrySet()) {
        admitBundle(entry.getKey(), entry.getValue(), outcome);
      }
    }
    refusedCount += outcome.refused.size();
    return new Admitted(outcome.appended, outcome.parked, outcome.refused, outcome.needBase);
  }

  private void admitBundle(VerifiedBundle bundle, List<VerifiedCommit> commits, Outcome outcome)
      throws IOException {
    Map<CommitId, Staged> staged = new LinkedHashMap<>();
    for (VerifiedCommit commit : inSlotOrder(bundle, commits)) {
      admitOne(commit, staged, outcome);
    }
    if (staged.isEmpty()) {
      return;
    }
    Map<CommitId, State> states = new HashMap<>();
    staged.forEach((id, one) -> states.put(id, one.state()));
    List<AuthorizedCommit> authorized = staged.values().stream().map(Staged::commit).toList();
    AuthorizedBatch batch = AuthorizedBatch.of(bundle, authorized);
    appender.append(batch, false);
    appender.publish(batch, states, false);
    chains.see(bundle.bundle()).ifPresent(around.warnings());
    outcome.appended += staged.size();
    staged.keySet().forEach(refusedIds::remove);
    outcome.decided.addAll(staged.keySet());
  }

  private static List<VerifiedCommit> inSlotOrder(
      VerifiedBundle bundle, List<VerifiedCommit> commits) {
    Map<CommitId, VerifiedCommit> byId = new HashMap<>();
    commits.forEach(commit -> byId.put(commit.commit().id(), commit));
    List<VerifiedCommit> ordered = new ArrayList<>(commits.size());
    for (CommitId slot : bundle.slots()) {
      VerifiedCommit commit = byId.remove(slot);
      if (commit != null) {
        ordered.add(commit);
      }
    }
    return ordered;
  }

  private void admitOne(VerifiedCommit commit, Map<CommitId, Staged> staged, Outcome outcome) {
    CommitRecord record = commit.commit();
    ItemEntry item = items.entry(record.header().key());
    if (items.has(item, record.id()) || staged.containsKey(record.id())) {
      return;
    }
    List<AdmissionCheck.Parent> parents = new ArrayList<>();
    for (CommitId parent : record.header().parents()) {
      Optional<AdmissionCheck.Parent> known = parent(item, parent, staged);
      if (known.isEmpty()) {
        if (refusedIds.contains(parent)) {
          refuse(record.id(), buildsOn(parent, record.header()), outcome);
          return;
        }
        parking.park(commit, parent);
        outcome.parked++;
        return;
      }
      parents.add(known.get());
    }
    try {
      State state = stateOf(record, staged);
      refusal(commit, item, state, parents, staged)
          .ifPresentOrElse(
              refusal -> refuse(record.id(), refusal, outcome),
              () -> authorize(commit, item, state, staged, outcome));
    } catch (Materializer.MissingBase e) {
      outcome.needBase.add(record.id());
    } catch (IOException | CodecException e) {
      String where = record.header().repository() + "/" + record.header().key();
      Refusal refusal = new Refusal(Refusal.Reason.HASH, where, String.valueOf(e.getMessage()));
      outcome.refused.add(new Verifier.Rejected(record.id(), refusal));
    }
  }

  private Optional<AdmissionCheck.Parent> parent(
      ItemEntry item, CommitId id, Map<CommitId, Staged> staged) {
    Staged here = staged.get(id);
    if (here != null) {
      CommitRecord record = here.commit().commit();
      return record.header().key().equals(item.key)
          ? Optional.of(new AdmissionCheck.Parent(record.header().time(), here.state()))
          : Optional.empty();
    }
    Optional<Node> node = items.node(item, id);
    return node.flatMap(
        n -> materializer.state(n).map(state -> new AdmissionCheck.Parent(n.time(), state)));
  }

  private State stateOf(CommitRecord record, Map<CommitId, Staged> staged)
      throws IOException, CodecException {
    if (record.body() instanceof Body.Delta delta && staged.containsKey(delta.base())) {
      Staged base = staged.get(delta.base());
      CommitId content = base.commit().commit().header().content();
      if (!content.equals(delta.baseContent())) {
        throw new CodecException(0, "delta to another content of " + delta.base());
      }
      State state = Materializer.apply(record.header(), delta, base.state());
      materializer.remember(record.id(), state);
      return state;
    }
    return materializer.stateOf(record);
  }

  private Optional<Refusal> refusal(
      VerifiedCommit commit,
      ItemEntry item,
      State state,
      List<AdmissionCheck.Parent> parents,
      Map<CommitId, Staged> staged) {
    CommitHeader header = commit.commit().header();
    if (isSystem(header) && !commit.session().isRoot() && !around.trusted()) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.RULE,
              header.repository() + "/" + header.key(),
              "only the root session writes here"));
    }
    return AdmissionCheck.refusal(header, state, parents);
  }

  private static boolean isSystem(CommitHeader header) {
    return header.repository().type().equals("sys");
  }

  private void authorize(
      VerifiedCommit commit,
      ItemEntry item,
      State state,
      Map<CommitId, Staged> staged,
      Outcome outcome) {
    CommitHeader header = commit.commit().header();
    Authorizer.Authorization answer =
        around
            .authorizer()
            .authorize(
                commit,
                operation(header, item, staged),
                () -> before(header, item, staged),
                () -> existing(state));
    switch (answer) {
      case Authorizer.Authorization.Granted(AuthorizedCommit allowed) ->
          staged.put(commit.commit().id(), new Staged(allowed, state));
      case Authorizer.Authorization.Denied(Refusal refusal) ->
          refuse(commit.commit().id(), refusal, outcome);
    }
  }

  /// Refuses a commit for what its id stands for: what builds on it is refused as well instead of
  /// waiting for it for ever. A body that does not fit its id is none of the commit's faults, and
  /// does not come here.
  private void refuse(CommitId id, Refusal refusal, Outcome outcome) {
    outcome.refused.add(new Verifier.Rejected(id, refusal));
    refusedIds.add(id);
    outcome.decided.add(id);
  }

  private static Refusal buildsOn(CommitId parent, CommitHeader header) {
    return new Refusal(
        Refusal.Reason.RULE,
        header.repository() + "/" + header.key(),
        "builds on commit %s, which was refused".formatted(parent.brief()));
  }

  private static Operation operation(
      CommitHeader header, ItemEntry item, Map<CommitId, Staged> staged) {
    if (header.kind() == Commit.Kind.DELETE) {
      return Operation.DELETE;
    }
    return header.parents().isEmpty() ? Operation.CREATE : Operation.UPDATE;
  }

  /// The value of the parents. Those that are only staged are not in the graph yet; a single one is
  /// its own value.
  private Optional<Document> before(
      CommitHeader header, ItemEntry item, Map<CommitId, Staged> staged) {
    List<CommitId> parents = header.parents();
    if (parents.isEmpty()) {
      return Optional.empty();
    }
    Staged single = parents.size() == 1 ? staged.get(parents.getFirst()) : null;
    if (single != null) {
      return existing(single.state());
    }
    List<Node> nodes = new ArrayList<>();
    for (CommitId parent : parents) {
      items.node(item, parent).ifPresent(nodes::add);
    }
    boolean complete = nodes.size() == parents.size();
    return complete && materializer.value(nodes) instanceof MergeResult.Merged(State state)
        ? existing(state)
        : Optional.empty();
  }

  /// {@return the item at a state; nothing if it is deleted there}
  private static Optional<Document> existing(State state) {
    return state.isDeleted() ? Optional.empty() : Optional.of(document(state));
  }

  /// {@return the fields of a state as the application sees them}
  static Document document(State state) {
    SortedMap<String, Value> values = state.values();
    values.keySet().removeIf(name -> name.startsWith("$"));
    return Document.of(state.schema(), values);
  }

  /// The latest time that a new commit on some parents must lie after.
  static CommitTime latest(List<Node> parents) {
    CommitTime latest = CommitTime.MIN;
    for (Node parent : parents) {
      latest = latest.max(parent.time());
    }
    return latest;
  }
}
