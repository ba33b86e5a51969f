package dev.goatdb.api.spi.metrics;

import dev.goatdb.api.commit.RepositoryPath;

/// One thing that the engine did. Times are in nanoseconds. More cases may come: whoever switches
/// over them has a `default`.
public sealed interface Measurement {

  /// A repository was opened.
  ///
  /// @param repository which
  /// @param commits how many commits it has
  /// @param nanos how long it took
  record Opened(RepositoryPath repository, long commits, long nanos) implements Measurement {}

  /// Commits were appended to a log, as one group.
  ///
  /// @param repository whose
  /// @param commits how many
  /// @param bytes how much
  /// @param isLocal whether this process made them
  /// @param nanos how long the append took
  record Appended(RepositoryPath repository, int commits, long bytes, boolean isLocal, long nanos)
      implements Measurement {}

  /// A log was forced to its medium.
  ///
  /// @param repository whose
  /// @param nanos how long it took
  record Forced(RepositoryPath repository, long nanos) implements Measurement {}

  /// Concurrent versions of an item were merged.
  ///
  /// @param repository where
  /// @param heads how many
  /// @param nanos how long it took
  record Merged(RepositoryPath repository, int heads, long nanos) implements Measurement {}

  /// A frame went to a peer or came from one.
  ///
  /// @param isSent whether it went out
  /// @param bytes its length
  record Frame(boolean isSent, int bytes) implements Measurement {}

  /// A query was evaluated, as a whole or over what changed.
  ///
  /// @param source the repository, or whatever it reads
  /// @param items how many items were looked at
  /// @param nanos how long it took
  record Evaluated(String source, int items, long nanos) implements Measurement {}
}
