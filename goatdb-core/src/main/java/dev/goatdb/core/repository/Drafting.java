package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.trust.AuthContext.Operation;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.Authorizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns what an edit wants into a draft: looks at the item, makes the draft, asks limits and
/// rules. Changes nothing. Any thread.
final class Drafting {

  private final RepositoryEngine repository;
  private final ItemTable items;
  private final Materializer materializer;
  private final Surroundings around;

  Drafting(
      RepositoryEngine repository,
      ItemTable items,
      Materializer materializer,
      Surroundings around) {
    this.repository = repository;
    this.items = items;
    this.materializer = materializer;
    this.around = around;
  }

  /// {@return what an edit is made on now; nothing if there are too many heads for one commit}
  ///
  /// @throws GoatDbException.Refused if the heads cannot be merged
  Optional<EditBase> base(ItemEntry item) {
    if (item.pending != null) {
      synchronized (item) {
        Draft pending = item.pending;
        if (pending != null) {
          Optional<State> state = Optional.of(pending.state);
          return Optional.of(new EditBase(pending, item.graph.heads(), state));
        }
      }
    }
    if (item.graph.heads().size() > CommitHeader.MAX_PARENTS) {
      return Optional.empty();
    }
    ItemEntry.View view = items.view(item, materializer);
    if (view == null) {
      return Optional.of(new EditBase(null, List.of(), Optional.empty()));
    }
    return view.heads().size() > CommitHeader.MAX_PARENTS
        ? Optional.empty()
        : Optional.of(new EditBase(null, view.heads(), Optional.of(require(item, view.value()))));
  }

  /// {@return the merged state}
  ///
  /// @throws GoatDbException.Refused if there is none, saying why
  State require(ItemEntry item, MergeResult value) {
    return switch (value) {
      case MergeResult.Merged(State state) -> state;
      case MergeResult.Incomplete incomplete ->
          throw new GoatDbException.Refused(
              Unmerged.refusal(
                  repository.path() + "/" + item.key, item.graph.heads().size(), incomplete));
    };
  }

  /// {@return a new draft, later than everything the item has: two like edits on one parent within
  /// a millisecond are two commits}
  ///
  /// @param base what it is made on
  /// @param change its first edit
  Draft draft(ItemEntry item, EditBase base, Edit.Change change) {
    return draft(item, base, base.pending(), change);
  }

  /// {@return as above, on top of another draft than the base's}
  Draft draft(ItemEntry item, EditBase base, @Nullable Draft previous, Edit.Change change) {
    CommitTime now = CommitTime.ofMillis(Math.max(0, around.env().now()));
    CommitTime latest = Admission.latest(base.heads()).max(Admission.latest(item.graph.heads()));
    CommitTime before = previous != null ? previous.time.max(latest) : latest;
    List<Node> heads = previous != null ? List.of() : base.parents();
    Optional<State> current = previous != null ? Optional.of(previous.state) : base.state();
    return new Draft(
        item,
        heads,
        previous,
        current,
        change.base(),
        change.kind(),
        now.max(before.next()),
        new EditReceipt(repository));
  }

  /// Checks that a draft's commit is not too large with one more edit.
  ///
  /// @throws GoatDbException.Refused if it would be
  void requireLimits(ItemEntry item, Edit.Change change, Draft draft, State after) {
    CommitLimits.require(() -> repository.path() + "/" + item.key, change, draft, after);
  }

  /// {@return why the rules do not allow a commit; nothing if they do}
  ///
  /// @param before the item before the commit, deleted or not; nothing if it never was
  /// @param kind what the commit does
  /// @param after the item after it
  Optional<Refusal> refusal(ItemEntry item, Optional<State> before, Commit.Kind kind, State after) {
    Operation operation =
        kind == Commit.Kind.DELETE
            ? Operation.DELETE
            : before.isPresent() ? Operation.UPDATE : Operation.CREATE;
    return around
        .authorizer()
        .refusal(
            new Authorizer.Question(
                around.session().get(),
                operation,
                repository.path(),
                Optional.of(item.key),
                () -> before.filter(state -> !state.isDeleted()).map(Admission::document),
                () ->
                    kind == Commit.Kind.DELETE
                        ? Optional.empty()
                        : Optional.of(Admission.document(after))));
  }

  /// Checks that the rules allow a commit.
  ///
  /// @throws GoatDbException.Refused if they do not
  void authorize(ItemEntry item, Optional<State> before, Commit.Kind kind, State after) {
    refusal(item, before, kind, after)
        .ifPresent(refusal -> {
          throw new GoatDbException.Refused(refusal);
        });
  }
}
