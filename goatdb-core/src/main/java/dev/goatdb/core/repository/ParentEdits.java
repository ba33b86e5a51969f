package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/// Commits on chosen parents instead of on the present heads, and commits that close forks. Any
/// thread.
final class ParentEdits {

  private final RepositoryEngine repository;
  private final Editor editor;
  private final Drafting drafting;
  private final RepositoryWriter writer;

  ParentEdits(
      RepositoryEngine repository, Editor editor, Drafting drafting, RepositoryWriter writer) {
    this.repository = repository;
    this.editor = editor;
    this.drafting = drafting;
    this.writer = writer;
  }

  EditReceipt editOn(ItemEntry item, List<CommitId> parents, Edit edit) {
    requireParents(parents);
    writer.queue().reserve(1); // from here on the repository stays open
    boolean queued = false;
    try {
      awaitQueue(item);
      List<Node> nodes = parents.stream().map(parent -> node(item, parent)).toList();
      EditBase base = new EditBase(null, nodes, repository.valueOf(item, nodes));
      while (true) {
        Prepared prepared = editor.inside(item, () -> prepare(item, base, edit));
        queued = editor.countOnParents(item, prepared.draft(), prepared.change(), prepared.after());
        if (queued) {
          return prepared.draft().receipt;
        }
        awaitQueue(item);
      }
    } finally {
      if (!queued) {
        writer.queue().release(1);
      }
    }
  }

  private record Prepared(Draft draft, Edit.Change change, State after) {}

  private Prepared prepare(ItemEntry item, EditBase base, Edit edit) {
    Edit.Change change =
        edit.apply(base.state())
            .orElseGet(() ->
                unchanged(
                    base.state()
                        .orElseThrow(
                            () -> new IllegalArgumentException("a new root needs a value"))));
    Draft draft = drafting.draft(item, base, change);
    draft.joinable = false;
    State after = draft.after(change);
    drafting.requireLimits(item, change, draft, after);
    drafting.authorize(item, base.state(), change.kind(), after);
    return new Prepared(draft, change, after);
  }

  private Node node(ItemEntry item, CommitId parent) {
    return repository
        .node(item, parent)
        .filter(node -> !item.holes.contains(parent))
        .orElseThrow(() ->
            new NoSuchElementException(
                "commit %s is not a commit of item %s/%s"
                    .formatted(parent, repository.path(), item.key)));
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

  private static Edit.Change unchanged(State state) {
    Commit.Kind kind = state.isDeleted() ? Commit.Kind.DELETE : Commit.Kind.EDIT;
    return new Edit.Change(state, state.schema(), Map.of(), kind, Map.of());
  }

  /// The parents may be drafts that still wait in the queue.
  private static void awaitQueue(ItemEntry item) {
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

  EditReceipt settle(ItemEntry item) {
    awaitQueue(item);
    settleSome(item);
    List<Node> heads = item.graph.heads();
    return heads.size() < 2 ? editor.receipt(item) : settleOnce(item, heads);
  }

  /// Commits without changes over the heads with the smallest ids, until one commit can have all
  /// that are left as parents.
  void settleSome(ItemEntry item) {
    awaitQueue(item);
    for (List<Node> heads = item.graph.heads();
        heads.size() > CommitHeader.MAX_PARENTS;
        heads = item.graph.heads()) {
      settleOnce(item, new ArrayList<>(heads.subList(0, CommitHeader.MAX_PARENTS)));
      awaitQueue(item);
    }
  }

  private EditReceipt settleOnce(ItemEntry item, List<Node> heads) {
    return editOn(item, heads.stream().map(Node::id).toList(), current -> Optional.empty());
  }
}
