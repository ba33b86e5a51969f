package dev.goatdb.api.spi.storage;

import dev.goatdb.api.commit.RepositoryPath;
import java.io.IOException;
import java.nio.file.Path;
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

  /// Copies a repository as it is on the medium, also while it is open and written to, into a
  /// directory: one that the provider of this storage opens as a database. What an earlier copy of
  /// the same log holds there is not copied again, as long as the log has only grown since.
  ///
  /// @param repository the repository
  /// @param directory where to, outside of any open database; made if it is not there
  /// @return how many bytes were copied
  /// @throws IOException if it is not there, or that fails; an earlier copy is as before, or
  ///   complete
  /// @throws UnsupportedOperationException if this storage makes no copies
  default long backup(RepositoryPath repository, Path directory) throws IOException {
    throw new UnsupportedOperationException("this storage makes no copies");
  }

  /// Puts a copy that [#backup(RepositoryPath, Path)] made in the place of a repository that is not
  /// open. Going on from it is harmless: each opening of a log begins a chain of its own.
  ///
  /// @param repository the repository
  /// @param directory where the copy is
  /// @throws IOException if the copy is not there, the repository is open, or that fails; what was
  ///   there is still there then
  /// @throws UnsupportedOperationException if this storage makes no copies
  default void restore(RepositoryPath repository, Path directory) throws IOException {
    throw new UnsupportedOperationException("this storage makes no copies");
  }

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
