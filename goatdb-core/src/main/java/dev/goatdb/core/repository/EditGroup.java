package dev.goatdb.core.repository;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transaction while its body runs: the items that it has looked at or edited, each as it was
/// when first touched, and the drafts that it has made. Nobody else sees any of it. One thread,
/// until the body ends.
public final class EditGroup {

  /// Most commits of one transaction: it is one bundle.
  static final int MAX_COMMITS = BundleHeader.MAX_COMMITS;

  /// Most bytes of one transaction, by estimate: with its bundle it fits into a frame.
  static final long MAX_BYTES = 512 << 10;

  /// The body has touched an item that has too many heads for one commit.
  private static final class Crowded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crowded() {
      super("an item has too many heads; the transaction is begun anew", null, false, false);
    }
  }

  private static final class Touched {
    private final ItemEntry item;
    private final EditBase base;
    private @Nullable Draft newest;

    Touched(ItemEntry item, EditBase base) {
      this.item = item;
      this.base = base;
    }

    Optional<State> state() {
      return newest == null ? base.state() : Optional.of(newest.state);
    }

    @Nullable Draft previous() {
      return newest == null ? base.pending() : newest;
    }
  }

  private final RepositoryEngine repository;
  private final ItemTable items;
  private final Drafting drafting;
  private final Thread owner = Thread.currentThread();
  private final Map<String, Touched> touched = new LinkedHashMap<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final List<ItemEntry> crowded = new ArrayList<>();
  private volatile boolean isOver;
  private boolean isBusy;
  private long bytes;

  EditGroup(RepositoryEngine repository, ItemTable items, Drafting drafting) {
    this.repository = repository;
    this.items = items;
    this.drafting = drafting;
  }

  /// {@return whether the body could see all that it asked for}
  boolean run(Consumer<EditGroup> body) {
    try {
      body.accept(this);
    } catch (RuntimeException e) {
      if (crowded.isEmpty()) {
        throw e;
      }
    } finally {
      isOver = true;
    }
    return crowded.isEmpty();
  }

  /// {@return the item as this transaction has it; nothing if it never was}
  public Optional<State> state(String key) {
    return touch(key).state();
  }

  /// Edits an item.
  public void edit(String key, Edit edit) {
    Touched item = touch(key);
    Optional<Edit.Change> change;
    isBusy = true;
    try {
      change = edit.apply(item.state());
    } finally {
      isBusy = false;
    }
    change.ifPresent(wanted -> take(item, wanted));
  }

  private Touched touch(String key) {
    requireUsable();
    Editor.requireKey(key);
    Touched known = touched.get(key);
    if (known != null) {
      return known;
    }
    ItemEntry item = items.entry(key);
    Optional<EditBase> base = drafting.base(item);
    if (base.isEmpty()) {
      crowded.add(item);
      throw new Crowded();
    }
    Touched first = new Touched(item, base.get());
    touched.put(key, first);
    return first;
  }

  private void requireUsable() {
    if (isOver || Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "this transaction of %s ended; it belongs to the thread %s and to the body of transaction(…)."
              .formatted(repository.path(), owner.getName()));
    }
    if (isBusy) {
      throw new IllegalStateException(
          "an update in a transaction of %s called the transaction from inside its function; compute first."
              .formatted(repository.path()));
    }
  }

  private void take(Touched item, Edit.Change change) {
    Draft newest = item.newest;
    if (newest != null && newest.kind == change.kind() && newest.hasRoomFor(change)) {
      bytes -= newest.state.estimatedBytes();
      apply(item, newest, change);
      return;
    }
    if (drafts.size() == MAX_COMMITS) {
      throw tooLarge("more than " + MAX_COMMITS + " commits");
    }
    Draft draft = drafting.draft(item.item, item.base, item.previous(), change);
    draft.joinable = false;
    apply(item, draft, change);
    drafts.add(draft);
    item.newest = draft;
  }

  private void apply(Touched item, Draft draft, Edit.Change change) {
    State after = draft.after(change);
    drafting.requireLimits(item.item, change, draft, after);
    bytes += after.estimatedBytes();
    if (bytes > MAX_BYTES) {
      throw tooLarge("more than " + MAX_BYTES + " bytes");
    }
    draft.apply(change, after);
  }

  private GoatDbException tooLarge(String what) {
    return new GoatDbException.Refused(
        new Refusal(
            Refusal.Reason.LIMIT,
            repository.path().toString(),
            "a transaction takes " + what + "; make several. Nothing was stored."));
  }

  /// Asks the rules about each commit as a whole, as peers do.
  ///
  /// @throws GoatDbException.Refused if one is not allowed
  void authorize() {
    for (Draft draft : drafts) {
      drafting.authorize(draft.item, draft.before, draft.kind, draft.state);
    }
    for (int i = 0; i < drafts.size(); i++) {
      drafts.get(i).groupRest = drafts.size() - 1 - i;
    }
  }

  /// {@return the drafts, an item's in their order}
  List<Draft> drafts() {
    return List.copyOf(drafts);
  }

  /// {@return items that must be settled before the body can run}
  List<ItemEntry> crowded() {
    return crowded;
  }

  /// {@return whether the items are still what the body saw}
  ///
  /// @param alone whether other edits are kept out since before the body ran
  boolean stands(boolean alone) {
    for (Touched each : touched.values()) {
      synchronized (each.item) {
        if (alone ? !each.base.stands(each.item) : !each.base.isCurrent(each.item)) {
          return false;
        }
      }
    }
    return true;
  }
}
