package dev.goatdb.testkit.storage;

import java.io.IOException;

/// Sees the calls to a storage before they are carried out.
@FunctionalInterface
public interface StorageObserver {

  /// Called before a call is carried out. An exception makes the call fail, as if the medium had
  /// refused it: nothing of it happens. A crash may be ordered from here, too; the call then fails
  /// by itself.
  ///
  /// @param call what is about to happen
  /// @throws IOException to make it fail
  void before(Call call) throws IOException;

  /// A call that changes something.
  enum Call {
    /// A repository is opened.
    OPEN,
    /// Entries are appended.
    APPEND,
    /// What was appended is forced, by itself or as part of an append.
    FORCE,
    /// A checkpoint is kept.
    KEEP,
    /// A log is closed.
    CLOSE,
    /// A repository is deleted.
    DELETE,
    /// Keys are written.
    WRITE_KEYS
  }
}
