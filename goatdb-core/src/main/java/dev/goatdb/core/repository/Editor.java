package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.trust.AuthContext.Operation;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.Authorizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Makes drafts out of edits. Any thread; each item's edits are serialized by the item's lock.
///
/// An edit of an item whose newest draft still waits in the queue joins that draft, if both do the
/// same kind of thing. An edit of an item whose draft is being written is a new draft on top of it.
final class Editor {

  private final RepositoryEngine repository;
  private final ItemTable items;
  private final Materializer materializer;
  private final RepositoryWriter writer;
  private final Surroundings around;

  Editor(
      RepositoryEngine repository,
      ItemTable items,
      Materializer materializer,
      RepositoryWriter writer,
      Surroundings around) {
    this.repository = repository;
    this.items = items;
    this.materializer = materializer;
    this.writer = writer;
    this.around = around;
  }

  EditReceipt edit(ItemEntry item, Edit edit) {
    requireKey(item.key);
    requireNotEditing(item);
    Optional<EditReceipt> receipt = tryEdit(item, edit);
    while (receipt.isEmpty()) {
      settleSome(item);
      receipt = tryEdit(item, edit);
    }
    return receipt.get();
  }

  /// What an edit is made on: a draft, or the value of exactly these heads. Commits may arrive
  /// while the edit's function runs; they are no parents of it, or it would take them back.
  private record Base(@Nullable Draft pending, List<Node> heads, Optional<State> state) {}

  /// {@return what an edit is made on; nothing if there are too many heads for one commit}
  private Optional<Base> base(ItemEntry item) {
    Draft pending = item.pending;
    if (pending != null) {
      return Optional.of(new Base(pending, List.of(), Optional.of(pending.state)));
    }
    if (item.graph.heads().size() > CommitHeader.MAX_PARENTS) {
      return Optional.empty();
    }
    ItemEntry.View view = items.view(item, materializer);
    if (view == null) {
      return Optional.of(new Base(null, List.of(), Optional.empty()));
    }
    return view.heads().size() > CommitHeader.MAX_PARENTS
        ? Optional.empty()
        : Optional.of(new Base(null, view.heads(), Optional.of(require(item, view.value()))));
  }

  /// {@return how far the edit has come; nothing if there are too many heads for one commit}
  private Optional<EditReceipt> tryEdit(ItemEntry item, Edit edit) {
    writer.queue().reserve();
    boolean queued = false;
    try {
      synchronized (item) {
        Optional<Base> base = base(item);
        if (base.isEmpty()) {
          return Optional.empty();
        }
        Optional<Edit.Change> change = edit.apply(base.get().state());
        if (change.isEmpty()) {
          return Optional.of(receipt(item));
        }
        Draft pending = base.get().pending();
        Draft draft = joins(pending, change.get()) ? pending : null;
        Draft next = draft != null ? draft : draft(item, pending, base.get().heads(), change.get());
        accept(item, base.get().state(), next, change.get());
        if (draft == null) {
          enqueue(item, next);
          queued = true;
        }
        items.recount(item);
        return Optional.of(next.receipt);
      }
    } finally {
      if (!queued) {
        writer.queue().release();
      }
    }
  }

  private void accept(ItemEntry item, Optional<State> current, Draft draft, Edit.Change change) {
    State after = draft.after(change);
    CommitLimits.require(() -> repository.path() + "/" + item.key, change, draft, after);
    authorize(item, current, change, after);
    draft.apply(change, after);
  }

  private static boolean joins(@Nullable Draft pending, Edit.Change change) {
    return pending != null
        && !pending.sealed
        && pending.kind == change.kind()
        && pending.joinable
        && pending.hasRoomFor(change);
  }

  private Draft draft(
      ItemEntry item, @Nullable Draft previous, List<Node> heads, Edit.Change change) {
    CommitTime now = CommitTime.ofMillis(Math.max(0, around.env().now()));
    // Later than all heads, not just its parents: two like edits on one parent within a millisecond
    // are two commits.
    CommitTime latest = Admission.latest(heads).max(Admission.latest(item.graph.heads()));
    CommitTime before = previous != null ? previous.time.max(latest) : latest;
    CommitTime time = now.max(before.next());
    EditReceipt receipt = new EditReceipt(repository);
    return new Draft(
        item,
        previous != null ? List.of() : heads,
        previous,
        change.base(),
        change.kind(),
        time,
        receipt);
  }

  private void enqueue(ItemEntry item, Draft draft) {
    item.pending = draft;
    item.latest = draft.receipt;
    writer.submit(new Command.Append(draft));
  }

  /// An edit's function runs under its item's lock: it could wait for itself, or be lost.
  private static void requireNotEditing(ItemEntry item) {
    if (Thread.holdsLock(item)) {
      throw new IllegalStateException(
          "update of '"
              + item.key
              + "' called the database from inside its function; compute first");
    }
  }

  private static void requireKey(String key) {
    if (key.isEmpty() || key.length() > CommitHeader.MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "an item's key has 1 to %d characters, was %d long"
              .formatted(CommitHeader.MAX_KEY_LENGTH, key.length()));
    }
    // Two keys that differ in lone surrogates only would have one encoding.
    new Value.Text(key);
  }

  private void authorize(ItemEntry item, Optional<State> current, Edit.Change change, State after) {
    boolean existed = current.isPresent();
    Operation operation =
        change.kind() == Commit.Kind.DELETE
            ? Operation.DELETE
            : existed ? Operation.UPDATE : Operation.CREATE;
    Authorizer.Question question =
        new Authorizer.Question(
            around.session().get(),
            operation,
            repository.path(),
            Optional.of(item.key),
            () -> current.filter(state -> !state.isDeleted()).map(Admission::document),
            () ->
                change.kind() == Commit.Kind.DELETE
                    ? Optional.empty()
                    : Optional.of(Admission.document(after)));
    around
        .authorizer()
        .refusal(question)
        .ifPresent(refusal -> {
          throw new GoatDbException.Refused(refusal);
        });
  }

  EditReceipt editOn(ItemEntry item, List<CommitId> parents, Edit edit) {
    requireKey(item.key);
    requireParents(parents);
    requireNotEditing(item);
    awaitQueue(item);
    writer.queue().reserve();
    boolean queued = false;
    try {
      synchronized (item) {
        List<Node> nodes = new ArrayList<>();
        for (CommitId parent : parents) {
          nodes.add(
              items
                  .node(item, parent)
                  .filter(node -> items.has(item, parent))
                  .orElseThrow(() ->
                      new NoSuchElementException(
                          "commit %s is not a commit of item %s/%s"
                              .formatted(parent, repository.path(), item.key))));
        }
        Optional<State> current = repository.valueOf(item, nodes);
        Edit.Change change =
            edit.apply(current)
                .orElseGet(() ->
                    unchanged(
                        current.orElseThrow(
                            () -> new IllegalArgumentException("a new root needs a value"))));
        Draft draft = draft(item, null, nodes, change);
        draft.joinable = false;
        accept(item, current, draft, change);
        enqueue(item, draft);
        items.recount(item);
        queued = true;
        return draft.receipt;
      }
    } finally {
      if (!queued) {
        writer.queue().release();
      }
    }
  }

  private static void requireParents(List<CommitId> parents) {
    if (parents.size() > CommitHeader.MAX_PARENTS) {
      throw new IllegalArgumentException(
          "a commit has at most %d parents, were %d; call settle() first"
              .formatted(CommitHeader.MAX_PARENTS, parents.size()));
    }
    if (Set.copyOf(parents).size() < parents.size()) {
      throw new IllegalArgumentException("a parent stands twice in " + parents);
    }
  }

  /// The parents may be drafts that still wait in the queue.
  private void awaitQueue(ItemEntry item) {
    if (item.pending == null) {
      return;
    }
    EditReceipt latest;
    synchronized (item) {
      latest = item.latest;
    }
    if (latest != null) {
      try {
        latest.appended().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof GoatDbException failure) {
          throw failure;
        }
        throw e;
      }
    }
  }

  private static Edit.Change unchanged(State state) {
    Commit.Kind kind = state.isDeleted() ? Commit.Kind.DELETE : Commit.Kind.EDIT;
    return new Edit.Change(state, state.schema(), Map.of(), kind, Map.of());
  }

  EditReceipt settle(ItemEntry item) {
    requireNotEditing(item);
    awaitQueue(item);
    settleSome(item);
    List<Node> heads = item.graph.heads();
    return heads.size() < 2 ? receipt(item) : settleOnce(item, heads);
  }

  /// Commits without changes over the heads with the smallest ids, until one commit can have all
  /// that are left as parents.
  private void settleSome(ItemEntry item) {
    for (List<Node> heads = item.graph.heads();
        heads.size() > CommitHeader.MAX_PARENTS;
        heads = item.graph.heads()) {
      settleOnce(item, heads.subList(0, CommitHeader.MAX_PARENTS));
      awaitQueue(item);
    }
  }

  private EditReceipt settleOnce(ItemEntry item, List<Node> heads) {
    return editOn(item, heads.stream().map(Node::id).toList(), current -> Optional.empty());
  }

  EditReceipt receipt(ItemEntry item) {
    synchronized (item) {
      EditReceipt latest = item.latest;
      if (latest != null) {
        return latest;
      }
    }
    List<Node> heads = item.graph.heads();
    if (heads.isEmpty()) {
      throw new NoSuchElementException(
          "item %s/%s was never written".formatted(repository.path(), item.key));
    }
    return EditReceipt.ofAppended(repository, heads.getFirst().id());
  }

  /// {@return the merged state}
  ///
  /// @throws GoatDbException.Refused if there is none, saying why
  State require(ItemEntry item, MergeResult value) {
    return switch (value) {
      case MergeResult.Merged(State state) -> state;
      case MergeResult.Incomplete(MergeResult.Reason reason, List<CommitId> missing) ->
          throw new GoatDbException.Refused(incomplete(item, reason, missing));
    };
  }

  private Refusal incomplete(ItemEntry item, MergeResult.Reason reason, List<CommitId> missing) {
    String where = repository.path() + "/" + item.key;
    int heads = item.graph.heads().size();
    return switch (reason) {
      case UNKNOWN_SCHEMA ->
          new Refusal(
              Refusal.Reason.SCHEMA,
              where,
              "has %d concurrent versions and this program does not know the schema to merge them by; register it with .schemas(…), or look at heads()"
                  .formatted(heads));
      case TOO_MANY_HEADS ->
          new Refusal(
              Refusal.Reason.LIMIT,
              where,
              "has %d concurrent versions; call settle()".formatted(heads));
      case MISSING_COMMITS ->
          new Refusal(
              Refusal.Reason.HASH,
              where,
              "commits that a merge needs are missing or damaged: %s; connect to a peer that has them"
                  .formatted(missing.stream().limit(4).map(CommitId::brief).toList()));
    };
  }
}
