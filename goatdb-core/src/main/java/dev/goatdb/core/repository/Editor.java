package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.state.Materializer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes drafts out of edits. Any thread.
///
/// **No lock is held while the application's functions run**: an edit's function, the checks of a
/// schema, the rules. They work on what the item was; then the locks are taken, and if the item has
/// changed meanwhile, everything is done once more. So nobody can hold up the writer, and edits
/// that wait for one another do not exist. Who was overtaken [#MAX_TRIES] times keeps other edits
/// of the repository out while he tries again; only commits of peers may come between then, and
/// they are siblings of his.
///
/// An edit of an item whose newest draft still waits in the queue joins that draft, if both do the
/// same kind of thing and the rules allow what both do together, since peers judge the commit. An
/// edit of an item whose draft is being written is a new draft on top of it.
final class Editor {

  /// How often an edit is made again because the item changed meanwhile, before it keeps others
  /// out.
  static final int MAX_TRIES = 16;

  private final RepositoryEngine repository;
  private final ItemTable items;
  private final RepositoryWriter writer;
  private final Surroundings around;
  private final Drafting drafting;
  private final ParentEdits onParents;

  /// Edits that count share it; a transaction, and who was overtaken too often, has it alone.
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  Editor(
      RepositoryEngine repository,
      ItemTable items,
      Materializer materializer,
      RepositoryWriter writer,
      Surroundings around) {
    this.repository = repository;
    this.items = items;
    this.writer = writer;
    this.around = around;
    this.drafting = new Drafting(repository, items, materializer, around);
    this.onParents = new ParentEdits(repository, this, drafting, writer);
  }

  /// An edit that is ready to count.
  ///
  /// @param base what it was made on
  /// @param change what it does
  /// @param draft the draft that it joins, or a new one
  /// @param after the item after it
  private record Plan(EditBase base, Edit.Change change, Draft draft, State after) {
    boolean joins() {
      return draft == base.pending();
    }
  }

  /// Changes an item.
  ///
  /// @throws IllegalStateException if called from inside of an edit's function
  EditReceipt edit(String key, Edit edit) {
    requireKey(key);
    requireOutside(key);
    writer.queue().reserve(1);
    boolean queued = false;
    try {
      for (int tries = 1; ; tries++) {
        Outcome outcome = attempt(items.entry(key), edit, tries > MAX_TRIES);
        if (outcome != null) {
          queued = outcome.queued();
          return outcome.receipt();
        }
      }
    } finally {
      if (!queued) {
        writer.queue().release(1);
      }
    }
  }

  private record Outcome(EditReceipt receipt, boolean queued) {}

  /// {@return what came of it; null if the item changed meanwhile}
  private @Nullable Outcome attempt(ItemEntry item, Edit edit, boolean alone) {
    if (!alone) {
      return attempt(item, edit, gate.readLock(), false);
    }
    gate.writeLock().lock();
    try {
      return attempt(item, edit, gate.writeLock(), true);
    } finally {
      gate.writeLock().unlock();
    }
  }

  private @Nullable Outcome attempt(ItemEntry item, Edit edit, Lock lock, boolean alone) {
    Optional<EditBase> base = drafting.base(item);
    if (base.isEmpty()) {
      onParents.settleSome(item);
      return null;
    }
    Optional<Plan> plan = inside(item, () -> plan(item, base.get(), edit));
    if (plan.isEmpty()) {
      return new Outcome(receipt(item), false);
    }
    lock.lock();
    try {
      return count(item, plan.get(), alone);
    } finally {
      lock.unlock();
    }
  }

  /// Runs what an edit calls of the application.
  <R> R inside(ItemEntry item, EditScope.Body<R> body) {
    return around.scope().update(repository.path().toString(), item.key, body);
  }

  private Optional<Plan> plan(ItemEntry item, EditBase base, Edit edit) {
    return edit.apply(base.state())
        .map(change -> {
          Draft pending = base.pending();
          if (pending != null && pending.takes(change)) {
            State after = pending.after(change);
            drafting.requireLimits(item, change, pending, after);
            if (drafting.refusal(item, pending.before, pending.kind, after).isEmpty()) {
              return new Plan(base, change, pending, after);
            }
          }
          Draft draft = drafting.draft(item, base, change);
          State after = draft.after(change);
          drafting.requireLimits(item, change, draft, after);
          drafting.authorize(item, base.state(), change.kind(), after);
          return new Plan(base, change, draft, after);
        });
  }

  /// Makes a plan count, if the item is still what the plan was made for.
  private @Nullable Outcome count(ItemEntry item, Plan plan, boolean alone) {
    synchronized (item) {
      boolean stands = alone ? plan.base().stands(item) : plan.base().isCurrent(item);
      boolean isLate = plan.joins() && (plan.draft().sealed || item.pending != plan.draft());
      if (!stands || isLate) {
        return null;
      }
      plan.draft().apply(plan.change(), plan.after());
      if (!plan.joins()) {
        enqueue(item, plan.draft());
      }
      items.recount(item);
      return new Outcome(plan.draft().receipt, !plan.joins());
    }
  }

  /// Under the item's lock.
  private void enqueue(ItemEntry item, Draft draft) {
    show(item, draft);
    writer.submit(new Command.Append(draft));
  }

  private static void show(ItemEntry item, Draft draft) {
    item.pending = draft;
    item.latest = draft.receipt;
  }

  /// Makes a draft count whose parents were chosen.
  ///
  /// @return whether it did; it does not while another one waits
  boolean countOnParents(ItemEntry item, Draft draft, Edit.Change change, State after) {
    gate.readLock().lock();
    try {
      synchronized (item) {
        if (item.pending != null) {
          return false;
        }
        draft.apply(change, after);
        enqueue(item, draft);
        items.recount(item);
        return true;
      }
    } finally {
      gate.readLock().unlock();
    }
  }

  /// Changes several items at once: all of it goes to the log as one group, or nothing.
  ///
  /// @param body makes the edits; called again if one of the items changed meanwhile
  /// @return how far the group has come
  GroupReceipt transact(Consumer<EditGroup> body) {
    around.scope().requireOutside("repository " + repository.path());
    writer.queue().reserve(1); // from here on the repository stays open
    try {
      for (int tries = 1; ; tries++) {
        GroupReceipt receipt = tries > MAX_TRIES ? transactAlone(body) : attempt(body, false);
        if (receipt != null) {
          return receipt;
        }
      }
    } finally {
      writer.queue().release(1);
    }
  }

  private @Nullable GroupReceipt transactAlone(Consumer<EditGroup> body) {
    gate.writeLock().lock();
    try {
      return attempt(body, true);
    } finally {
      gate.writeLock().unlock();
    }
  }

  private @Nullable GroupReceipt attempt(Consumer<EditGroup> body, boolean alone) {
    EditGroup group = new EditGroup(repository, items, drafting);
    GroupReceipt receipt = transactOnce(group, body, alone);
    group.crowded().forEach(onParents::settleSome);
    return receipt;
  }

  private @Nullable GroupReceipt transactOnce(
      EditGroup group, Consumer<EditGroup> body, boolean alone) {
    boolean isRunnable =
        around
            .scope()
            .group(
                repository.path().toString(),
                () -> {
                  boolean ran = group.run(body);
                  if (ran) {
                    group.authorize();
                  }
                  return ran;
                });
    if (!isRunnable) {
      return null;
    }
    List<Draft> drafts = group.drafts();
    if (drafts.isEmpty()) {
      return GroupReceipt.ofNothing();
    }
    writer.queue().reserve(drafts.size());
    boolean queued = false;
    gate.writeLock().lock();
    try {
      queued = group.stands(alone);
      if (queued) {
        drafts.forEach(this::showOne);
        writer.submit(new Command.AppendGroup(drafts));
      }
    } finally {
      gate.writeLock().unlock();
      if (!queued) {
        writer.queue().release(drafts.size());
      }
    }
    return queued ? new GroupReceipt(drafts.stream().map(draft -> draft.receipt).toList()) : null;
  }

  private void showOne(Draft draft) {
    synchronized (draft.item) {
      show(draft.item, draft);
      items.recount(draft.item);
    }
  }

  EditReceipt editOn(String key, List<CommitId> parents, Edit edit) {
    requireKey(key);
    requireOutside(key);
    return onParents.editOn(items.entry(key), parents, edit);
  }

  EditReceipt settle(String key) {
    requireOutside(key);
    return onParents.settle(items.entry(key));
  }

  private void requireOutside(String key) {
    if (!around.scope().isOutside()) {
      around.scope().requireOutside("item " + repository.path() + "/" + key);
    }
  }

  static void requireKey(String key) {
    if (key.isEmpty() || key.length() > CommitHeader.MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "an item's key has 1 to %d characters, was %d long"
              .formatted(CommitHeader.MAX_KEY_LENGTH, key.length()));
    }
    // Two keys that differ in lone surrogates only would have one encoding.
    new Value.Text(key);
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
    return drafting.require(item, value);
  }
}
