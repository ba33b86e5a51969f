package dev.goatdb.testkit.sim;

import dev.goatdb.api.commit.Commit;
import java.util.List;

/// What a session writes that may only read is nowhere but in its own database, and its database
/// hears of the refusal.
final class NoUnauthorizedCommitVisible implements Invariant {

  @Override
  public void check(World world) {
    for (SimNode node : world.nodes) {
      for (String path : World.REPOSITORIES) {
        for (String key : World.KEYS) {
          checkItem(world, node, node.repository(path).item(Note.SCHEMA, key).history().toList());
        }
      }
    }
  }

  private void checkItem(World world, SimNode node, List<Commit> history) {
    for (Commit commit : history) {
      if (world.readers.contains(commit.author())) {
        require(world, node.isReader(), node + " has " + commit + ", which a reader wrote");
        boolean isJudged = commit.time().millis() <= world.latestBelieved();
        require(
            world,
            node.refusals() > 0 || !isJudged,
            node + " wrote " + commit + " and heard no refusal");
      }
    }
  }
}
