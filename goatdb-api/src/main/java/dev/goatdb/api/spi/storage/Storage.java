package dev.goatdb.api.spi.storage;

import dev.goatdb.api.commit.RepositoryPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// An opened database: its lock, its repositories, its keys. Any thread. Grows by default methods
/// only.
public interface Storage extends AutoCloseable {

  /// {@return the repositories that exist, sorted}
  ///
  /// @throws IOException if they cannot be listed
  List<RepositoryPath> repositories() throws IOException;

  /// Opens the log of a repository, and makes it if it is not there. A log is open at most once at
  /// a time.
  ///
  /// @param repository the repository
  /// @return its log, recovered
  /// @throws IOException if it cannot be opened or is open already
  CommitLog open(RepositoryPath repository) throws IOException;

  /// Deletes a repository that is not open. Nothing happens if it is not there.
  ///
  /// @param repository the repository
  /// @throws IOException if it is open, or cannot be deleted
  void delete(RepositoryPath repository) throws IOException;

  /// {@return the private keys kept with this database, as written by [#writeKeys(byte[])], or
  /// nothing}
  ///
  /// @throws IOException if they are there and cannot be read
  default Optional<byte[]> readKeys() throws IOException {
    return Optional.empty();
  }

  /// Keeps private keys beside the database, readable by its owner alone, replaced as a whole or
  /// not at all, forced.
  ///
  /// @param keys what to keep
  /// @throws IOException if they cannot be written
  /// @throws UnsupportedOperationException if this storage keeps no keys; the application then
  ///   names a key file
  default void writeKeys(byte[] keys) throws IOException {
    throw new UnsupportedOperationException("this storage keeps no keys");
  }

  /// Gives the lock back. Logs must be closed before. Idempotent.
  ///
  /// @throws IOException if closing fails
  @Override
  void close() throws IOException;
}
