package dev.goatdb.api.spi.storage;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
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
    return scan(
        from,
        (position, entry) -> {
          if (position < to) {
            visitor.visit(position, entry);
          }
        });
  }

  /// {@return the position after the last entry; 0 for an empty log} The position of an entry is
  /// the number of entries that were appended before it. It stays the same for good, also when an
  /// entry before it is damaged, and when the log is rewritten.
  long size();

  /// {@return the checkpoints that are kept and whole, in order: the first begins at 0, each
  /// further one where the one before it ends} What they do not cover has to be scanned. Segments
  /// stay valid until the log is closed.
  ///
  /// @throws IOException if the log cannot be read; not if a checkpoint is damaged
  default List<Checkpoint> checkpoints() throws IOException {
    return List.of();
  }

  /// Keeps a checkpoint, instead of those that lie within its stretch. By default nothing is kept,
  /// and every opening scans the whole log.
  ///
  /// The writer calls it. It need not be forced: a crash may lose it.
  ///
  /// @param checkpoint covers entries that are in the log; begins at 0 or where a kept one ends or
  ///   begins
  /// @throws IOException if it could not be written; the log is as before
  default void keep(Checkpoint checkpoint) throws IOException {}

  /// {@return a rough number of bytes that the log takes up on its medium}
  default long bytes() {
    return size();
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
