package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.core.codec.CanonicalOrder;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An edit that is not yet a commit. Guarded by its item's lock until it is sealed, immutable from
/// then on.
final class Draft {

  final ItemEntry item;

  /// The heads whose merged value it was made on; empty if it was made on another draft, or begins
  /// an item.
  final List<Node> heads;

  /// The draft it was made on, if that was not yet in the graph; forgotten when this one is.
  @Nullable Draft previous;

  /// What the item was before this commit, deleted or not; nothing if it never was.
  final Optional<State> before;

  final State base;
  final Commit.Kind kind;
  final CommitTime time;
  final EditReceipt receipt;
  State state;
  boolean sealed;

  /// Whether later edits may join; not those of a commit on given parents.
  boolean joinable = true;

  /// How many drafts of the same transaction follow it: all of them go to the log together.
  int groupRest;

  /// Whether it could not be written.
  boolean failed;

  /// Whether it is in the log. The writer's.
  boolean logged;

  /// Set by the writer when it seals.
  @Nullable CommitId id;

  private long editWeight;
  private SortedMap<String, List<Splice>> splices = Collections.emptySortedMap();

  /// Fields that were written as a whole: their operations would not tell the whole story any more.
  private Set<String> overwritten = Set.of();

  Draft(
      ItemEntry item,
      List<Node> heads,
      @Nullable Draft previous,
      Optional<State> before,
      State base,
      Commit.Kind kind,
      CommitTime time,
      EditReceipt receipt) {
    this.item = item;
    this.heads = heads;
    this.previous = previous;
    this.before = before;
    this.base = base;
    this.kind = kind;
    this.time = time;
    this.receipt = receipt;
    this.state = base;
  }

  /// {@return the state that this commit would have with one more edit}
  State after(Edit.Change change) {
    return change.base().with(change.schema(), change.values(), time);
  }

  /// {@return whether one more edit leaves its operations small enough}
  boolean hasRoomFor(Edit.Change change) {
    return editWeight + CommitLimits.weight(change) <= CommitLimits.MAX_JOINED_EDITS;
  }

  /// {@return whether one more edit may join, as far as this draft is concerned}
  boolean takes(Edit.Change change) {
    return !sealed && kind == change.kind() && joinable && hasRoomFor(change);
  }

  /// Takes one more edit of this commit in.
  ///
  /// @param after what [#after] gave for it
  void apply(Edit.Change change, State after) {
    state = after;
    editWeight += CommitLimits.weight(change);
    if (overwritten.isEmpty() && change.splices().isEmpty() && splices.isEmpty()) {
      overwritten = change.values().keySet();
    } else {
      merge(change);
    }
  }

  private void merge(Edit.Change change) {
    SortedMap<String, List<Splice>> operations = new TreeMap<>(CanonicalOrder.TEXT);
    operations.putAll(splices);
    Set<String> whole = new HashSet<>(overwritten);
    for (String field : change.values().keySet()) {
      if (!change.splices().containsKey(field)) {
        operations.remove(field);
        whole.add(field);
      }
    }
    change
        .splices()
        .forEach((field, made) -> {
          if (!whole.contains(field)) {
            operations.computeIfAbsent(field, f -> new ArrayList<>()).addAll(made);
          }
        });
    splices = operations;
    overwritten = whole;
  }

  /// {@return the recorded operations}
  Edits edits() {
    if (splices.isEmpty()) {
      return Edits.NONE;
    }
    List<Edits.FieldEdits> fields = new ArrayList<>();
    for (Map.Entry<String, List<Splice>> entry : splices.entrySet()) {
      fields.add(new Edits.FieldEdits(entry.getKey(), entry.getValue()));
    }
    return new Edits(fields);
  }

  /// {@return the ids of the parents, ascending}
  List<CommitId> parents() {
    if (previous != null) {
      CommitId parent = previous.id;
      if (parent == null) {
        throw new IllegalStateException(
            "draft of " + item.key + " sealed before the one it was made on");
      }
      return List.of(parent);
    }
    return heads.isEmpty() ? List.of() : heads.stream().map(Node::id).sorted().toList();
  }
}
