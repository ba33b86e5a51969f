package dev.goatdb.api.spi.storage;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The append-only log of one repository.
///
/// One thread appends, forces and closes. Any thread reads and scans, also while the log grows. An
/// [IOException] of [#append(List, Durability)] means "did not happen": none of the entries is
/// there. Grows by default methods only.
public interface CommitLog extends AutoCloseable {

  /// Appends entries in order, all or none.
  ///
  /// After a crash the log is a prefix of what was appended, and all that was forced is in it.
  ///
  /// @param entries at least one entry
  /// @param durability how safe they must be when this returns
  /// @return the position after the last entry
  /// @throws IOException if nothing was appended; with [Durability#DISK] also if it cannot be said
  ///   to be on the medium
  long append(List<Entry> entries, Durability durability) throws IOException;

  /// {@return the body of the newest entry of a name, or nothing}
  ///
  /// The segment stays valid until the log is closed.
  ///
  /// @param id the name
  /// @throws IOException if it is there and cannot be read, or its bytes are damaged
  Optional<MemorySegment> read(CommitId id) throws IOException;

  /// {@return the entry at a position; nothing if no entry was ever there, or it was lost} A
  /// position is the smallest name of an entry: four bytes do for most logs.
  ///
  /// The segment stays valid until the log is closed.
  ///
  /// @param position number of the entry
  /// @throws IOException if it is there and cannot be read, or its bytes are damaged
  default Optional<Entry> entry(long position) throws IOException {
    List<Entry> found = new ArrayList<>(1);
    scan(
        position,
        position + 1,
        (at, entry) -> {
          if (at == position) {
            found.add(entry);
          }
        });
    return found.stream().findFirst();
  }

  /// Visits entries in the order in which they were appended. Damaged entries are passed over;
  /// [#damage()] counts them.
  ///
  /// @param from 0, or a position that this log gave
  /// @param visitor called for each entry
  /// @return the position after the last entry visited
  /// @throws IOException if the log cannot be read
  long scan(long from, Visitor visitor) throws IOException;

  /// Visits the entries of a stretch, as [#scan(long, Visitor)] does.
  ///
  /// @param from 0, or a position that this log gave
  /// @param to where to stop: the entry at this position is not visited any more
  /// @param visitor called for each entry
  /// @return the position after the last entry visited
  /// @throws IOException if the log cannot be read
  default long scan(long from, long to, Visitor visitor) throws IOException {
    long end =
        scan(
            from,
            (position, entry) -> {
              if (position < to) {
                visitor.visit(position, entry);
              }
            });
    return Math.max(from, Math.min(end, to));
  }

  /// {@return the position after the last entry; 0 for an empty log} The position of an entry is
  /// the number of entries that were appended before it. It stays the same for good, also when an
  /// entry before it is damaged, and when the log is rewritten.
  long size();

  /// {@return the checkpoints that are kept, in order: the first begins at 0, each further one
  /// where the one before it ends} What they do not cover has to be scanned. Segments stay valid
  /// until the log is closed. To look at all their bytes would take long, so that they are whole is
  /// found out piece by piece: ask [#isIntact(Checkpoint, long, long)] before relying on any.
  ///
  /// @throws IOException if the log cannot be read; not if a checkpoint is damaged
  default List<Checkpoint> checkpoints() throws IOException {
    return List.of();
  }

  /// {@return whether bytes of a checkpoint are still what was kept} If not, leave the checkpoint
  /// out and scan the entries that it covers. The medium is looked at once for each piece of some
  /// 64 KiB, so that asking again costs next to nothing. Any thread.
  ///
  /// @param checkpoint one of [#checkpoints()]
  /// @param offset where the bytes begin in [Checkpoint#bytes()]
  /// @param length how many
  default boolean isIntact(Checkpoint checkpoint, long offset, long length) {
    return true;
  }

  /// Keeps a checkpoint, instead of those that lie within its stretch. By default nothing is kept,
  /// and every opening scans the whole log.
  ///
  /// The writer calls it. It need not be forced: a crash may lose it, and the one that it came
  /// instead of with it.
  ///
  /// @param checkpoint covers entries that are in the log; begins at 0 or where a kept one ends or
  ///   begins, and ends where the log or a kept one ends, or behind all kept ones
  /// @throws IOException if it could not be written; the log is as before
  default void keep(Checkpoint checkpoint) throws IOException {}

  /// {@return a rough number of bytes that the log takes up on its medium}
  default long bytes() {
    return size();
  }

  /// {@return about how many bytes a [#compaction(Compaction.Losses)] would give back} It may look
  /// at the beginning of each group of the log: ask now and then, not at each append. Any thread.
  ///
  /// @throws IOException if the log cannot be read
  default long reclaimable() throws IOException {
    return 0;
  }

  /// Begins to rewrite the log. By default it cannot be rewritten.
  ///
  /// The thread that appends calls it. One at a time.
  ///
  /// @param losses what becomes of the evidence that entries were lost
  /// @return the rewriting, to be closed; nothing if there is none
  /// @throws IOException if there is no room, or one is under way
  default Optional<Compaction> compaction(Compaction.Losses losses) throws IOException {
    return Optional.empty();
  }

  /// {@return whether it takes entries} Any thread.
  default Health health() {
    return Health.GOOD;
  }

  /// Forces everything appended so far to the medium.
  ///
  /// @throws IOException if it cannot be said to be on the medium
  void force() throws IOException;

  /// {@return what was found damaged since the log was opened, one line each, bounded}
  default List<String> damage() {
    return List.of();
  }

  /// Reads everything and checks it, as far as the storage can without knowing what the bodies
  /// mean.
  ///
  /// @return what is damaged, one line each; empty if nothing is
  /// @throws IOException if the log cannot be read
  default List<String> verify() throws IOException {
    scan(0, (position, entry) -> {});
    return damage();
  }

  /// Forces and closes. Segments become invalid. Idempotent.
  ///
  /// @throws IOException if something appended could not be forced; the log is closed all the same
  @Override
  void close() throws IOException;

  /// Sees the entries of a log.
  @FunctionalInterface
  interface Visitor {
    /// Called for each entry, in order.
    ///
    /// @param position the position of the entry
    /// @param entry the entry
    /// @throws IOException to stop the scan
    void visit(long position, Entry entry) throws IOException;
  }
}
