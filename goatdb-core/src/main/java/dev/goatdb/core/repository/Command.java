package dev.goatdb.core.repository;

import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import java.util.List;
import java.util.function.Consumer;

/// What the writer is asked to do.
sealed interface Command {

  /// Make a commit.
  record Append(Draft draft) implements Command {}

  /// Make the commits of a transaction, all or none.
  record AppendGroup(List<Draft> drafts) implements Command {}

  /// Take commits in.
  record Receive(VerifiedBundle bundle, List<VerifiedCommit> commits, Consumer<Admitted> done)
      implements Command {}

  /// Force what was asked for before.
  record Force(Runnable done, Consumer<Exception> failed) implements Command {}

  /// Force what was asked for before, and say so if some of it could not be written since somebody
  /// asked last.
  record Flush(Runnable done, Consumer<Exception> failed) implements Command {}

  /// Do something while nothing else changes.
  record Run(Runnable task) implements Command {}
}
