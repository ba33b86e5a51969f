package dev.goatdb.core.repository;

/// Hears what is in the log and in the graph now. Called by the writer, which it must not hold up:
/// it notes what happened and works elsewhere.
@FunctionalInterface
public interface CommitListener {

  /// A batch was appended.
  ///
  /// @param batch what it changed
  void onAppended(AppendedBatch batch);
}
