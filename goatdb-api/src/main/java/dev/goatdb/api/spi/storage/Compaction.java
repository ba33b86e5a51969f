package dev.goatdb.api.spi.storage;

import java.io.IOException;

/// A log that is being rewritten: packed more tightly, and without what is of no use any more.
/// Entries keep their positions, checkpoints that count are kept.
///
/// [#copy()] takes long and runs on any thread, one, while the log is read and appended to.
/// [#finish()] is short, and called by the thread that appends. A crash leaves the log as it was or
/// as it will be.
public interface Compaction extends AutoCloseable {

  /// What becomes of the evidence that entries were lost.
  enum Losses {
    /// It stays: who verifies the log later is told as well.
    REMEMBER,
    /// It goes: what was lost came back under other positions, or nobody wants to be told again.
    FORGET
  }

  /// Copies what is there.
  ///
  /// @throws IOException if that fails; the log is as before
  void copy() throws IOException;

  /// Copies what came since, and puts the copy in the place of the log. Segments that were given
  /// out stay valid.
  ///
  /// @throws IOException if that fails; the log is as before, or takes no more, which
  ///   [CommitLog#health()] says
  void finish() throws IOException;

  /// Gives up if it was not finished. Idempotent.
  ///
  /// @throws IOException if what was copied cannot be removed
  @Override
  void close() throws IOException;
}
