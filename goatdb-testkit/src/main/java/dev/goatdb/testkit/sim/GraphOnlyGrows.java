package dev.goatdb.testkit.sim;

import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.testkit.sim.SimNode.Place;
import java.util.HashSet;
import java.util.Set;

/// What was a head once is still in the graph later, as a head or below one, unless a crash or a
/// restored copy took it away.
final class GraphOnlyGrows implements Invariant {

  @Override
  public void check(World world) {
    world.nodes.stream().filter(SimNode::isUp).forEach(node -> checkNode(world, node));
  }

  private void checkNode(World world, SimNode node) {
    for (Place place : node.seen()) {
      require(
          world,
          node.repository(place.repository()).commit(place.id()).isPresent(),
          node + " does not know commit " + place + " any more");
    }
    Set<Place> now = new HashSet<>();
    for (String path : World.REPOSITORIES) {
      Repository repository = node.repository(path);
      for (String key : World.KEYS) {
        for (CommitId head : repository.item(Note.SCHEMA, key).heads()) {
          now.add(new Place(path, head));
        }
      }
    }
    node.sees(now);
  }
}
