package dev.goatdb.testkit.sim;

import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.api.GoatDb.Status;

/// In the end nothing waits any more, and nothing failed on the way. Where something was lost, a commit
/// may be left over that was sent before its parents were lost.
final class QueuesBounded implements Invariant {

  @Override
  public void check(World world) {
    for (SimNode node : world.nodes) {
      Status status = node.database().status();
      for (RepositoryStatus repository : status.repositories()) {
        require(
            world,
            node.isReader() || repository.parked() == 0 || world.counts.crashes > 0,
            repository.parked() + " commits of " + repository.path() + " wait at " + node);
      }
      require(world, status.listenerFailures() == 0, "a listener failed: " + status.warnings());
      require(
          world,
          status.warnings().stream().noneMatch(line -> line.contains("failed in one step")),
          node + " warns: " + status.warnings());
    }
  }
}
