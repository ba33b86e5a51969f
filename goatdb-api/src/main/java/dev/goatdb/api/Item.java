package dev.goatdb.api;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A live handle on one item: a place in a repository. Cheap to make, nothing to close; two handles
/// on one place are equal. Any thread.
///
/// Reading gives the merged value of the item's heads, with this process's own edits applied at
/// once. Where a merge is not possible (an ancestor has not arrived, or the schema to merge by is
/// not known), reading and editing fail with [dev.goatdb.api.error.GoatDbException.Refused] that
/// says so, and [#heads()] with [#at(CommitId)] shows the sides.
///
/// Edits validate at the call: an invalid value throws
/// [dev.goatdb.api.error.GoatDbException.Refused] and changes nothing. Edits of one item that come
/// within the flush window become one commit.
///
/// @param <T> type of the value
public interface Item<T> {

  /// {@return the repository's part of the place: the key}
  String key();

  /// {@return the repository}
  Repository repository();

  /// {@return the value}
  ///
  /// @throws java.util.NoSuchElementException if it was never created, or is deleted
  T get();

  /// {@return the value, or nothing if it was never created or is deleted}
  Optional<T> value();

  /// {@return a field's value}
  ///
  /// @param field the field
  /// @param <V> type of the field
  /// @throws java.util.NoSuchElementException if there is no value and no default
  <V> V get(Field<T, V> field);

  /// {@return whether there is a value}
  boolean exists();

  /// Sets a field.
  ///
  /// @param field the field
  /// @param value its new value
  /// @param <V> type of the field
  /// @return tells how far the edit has come
  <V> Receipt set(Field<T, V> field, V value);

  /// Changes the value; only fields that differ are written.
  ///
  /// The function runs on the value as it is, without a lock: it holds nobody up. If the item
  /// changes meanwhile, by another thread or by a peer, it is called again with the new value. It
  /// must not edit anything; what it has to compute with other items goes into
  /// [Repository#transaction(Consumer)].
  ///
  /// @param change makes the new value out of the present one; pure
  /// @return tells how far the edit has come
  /// @throws IllegalStateException if the function edits an item of this database
  Receipt update(UnaryOperator<T> change);

  /// Replaces part of a text, as [StringBuilder#replace(int, int, String)] does. The operation
  /// itself is recorded.
  ///
  /// @param field a text field
  /// @param start first index, in `char`s
  /// @param end index after the last one
  /// @param text what comes in its place
  /// @return tells how far the edit has come
  /// @throws IndexOutOfBoundsException if the range is outside of the text, or would split a
  ///   surrogate pair
  Receipt replace(Field<T, String> field, int start, int end, String text);

  /// Deletes the item. Its history stays, and [#restore()] brings it back.
  ///
  /// @return tells how far the edit has come
  Receipt delete();

  /// Brings a deleted item back.
  ///
  /// @return tells how far the edit has come
  Receipt restore();

  /// Commits on given parents instead of on the present heads: for tools that replay a history.
  /// Bypasses nothing else: value, rules and signature are checked as with any edit, and the new
  /// commit is a head until an edit closes the fork.
  ///
  /// Waits until earlier edits of this repository are in the log.
  ///
  /// @param parents commits of this item that are in the log; none for a new root
  /// @param change makes the new value out of the merged value of the parents; it gets nothing for
  ///   a new root
  /// @return tells how far the edit has come
  /// @throws java.util.NoSuchElementException if a parent is not there
  Receipt commitOn(List<CommitId> parents, UnaryOperator<Optional<T>> change);

  /// Closes a fork: a commit without changes whose parents are all heads. Nothing happens where
  /// there is one head.
  ///
  /// @return tells how far the commit has come
  Receipt settle();

  /// {@return the receipt of this handle's place: of the latest local edit, or of the present head
  /// where there was none}
  Receipt receipt();

  /// {@return the commits without children, in the order of their ids}
  List<CommitId> heads();

  /// {@return the commits, newest first, parents after children}
  Stream<Commit> history();

  /// {@return the value at a commit, or nothing if it was deleted there}
  ///
  /// @param commit a commit of this item
  /// @throws java.util.NoSuchElementException if the commit is not there
  Optional<T> at(CommitId commit);

  /// {@return the value as of a point in time, or nothing if there was none, or it was deleted}
  ///
  /// Answers from the commits that are here now, by the clocks of their authors: a peer that was
  /// away may still add to the past. [#at(CommitId)] is exact.
  ///
  /// @param time commits of later milliseconds are left out
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the heads of then cannot be merged
  Optional<T> asOf(Instant time);

  /// {@return the fields that differ between two commits, by name}
  ///
  /// @param before a commit of this item
  /// @param after another one; neither has to be an ancestor of the other
  /// @throws java.util.NoSuchElementException if a commit is not there
  List<Difference> diff(CommitId before, CommitId after);

  /// Brings back the value of a commit, by a new commit on top of the present heads: nothing is
  /// erased, and what others write meanwhile merges. Where the item was deleted at that commit it
  /// is deleted again. Also for a handle with [dev.goatdb.api.schema.Schema#UNTYPED], as long as no
  /// version of the schema lies between.
  ///
  /// @param commit a commit of this item
  /// @return tells how far the edit has come
  /// @throws java.util.NoSuchElementException if the commit is not there
  Receipt revertTo(CommitId commit);

  /// Who wrote which part of a field's present value: each part of a text, in order and without
  /// gaps; anything else as a whole. Edits of this process that are not in the log yet are left
  /// out. Walks back through history until the origin of every part is found.
  ///
  /// @param field a field
  /// @return the parts; none if the field is absent or empty
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if the heads cannot be merged
  List<Blame> blame(Field<T, ?> field);

  /// Why a field is as it is: each merge in which more than one side had changed it, newest first,
  /// beginning with the one of the present heads, if there are several; of earlier ones those that
  /// an edit closed. At most [#MOST_EXPLAINED] merges are looked at.
  ///
  /// @param field a field
  /// @return what the strategy decided; none if no two sides ever changed the field at once
  List<Conflict> explain(Field<T, ?> field);

  /// Most merges that [#explain(Field)] looks at.
  int MOST_EXPLAINED = 1000;

  /// {@return the whole history, to be drawn}
  CommitGraph graph();

  /// Listens to changes, on the database's listener thread, in order. A change is told when its
  /// commit is in the log, so an edit that could not be stored is never told. Each change is told
  /// once: what is told as before is what was told as after the last time. What goes to the log
  /// together is told as one change, and a listener that is slow hears several as one.
  ///
  /// @param listener called once for each change
  /// @return ends it
  Subscription onChange(Consumer<Update<T>> listener);

  /// A change of an item. The old and the new value of a field are those of [#before()] and
  /// [#after()]: `update.before().map(Task::title)`.
  ///
  /// @param before the value before, or nothing
  /// @param after the value after, or nothing
  /// @param fields names of the fields that differ
  /// @param isLocal whether an edit of this process caused it; if not, a peer's did
  /// @param isMerge whether the value after is merged from concurrent edits
  /// @param <T> type of the value
  record Update<T>(
      Optional<T> before, Optional<T> after, Set<String> fields, boolean isLocal, boolean isMerge) {

    /// Copies the fields.
    public Update {
      fields = Set.copyOf(fields);
    }

    /// {@return whether a field differs}
    ///
    /// @param field the field
    public boolean touches(Field<T, ?> field) {
      return fields.contains(field.name());
    }
  }
}
