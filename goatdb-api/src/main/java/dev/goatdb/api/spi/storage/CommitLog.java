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

  /// {@return the position after the last entry; 0 for an empty log} Positions grow; they mean
  /// nothing else to the engine.
  long size();

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
