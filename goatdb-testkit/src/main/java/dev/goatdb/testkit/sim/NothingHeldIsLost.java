package dev.goatdb.testkit.sim;

import dev.goatdb.testkit.sim.SimNode.Place;
import java.util.LinkedHashSet;
import java.util.Set;

/// What anybody has when peace begins, all have in the end, whoever made it.
final class NothingHeldIsLost implements Invariant {

  private final Set<Place> held = new LinkedHashSet<>();

  /// Notes what the honest nodes have.
  void remember(World world) {
    for (SimNode node : world.honest()) {
      for (String path : World.REPOSITORIES) {
        for (String key : World.KEYS) {
          node.repository(path)
              .item(Note.SCHEMA, key)
              .history()
              .forEach(commit -> held.add(new Place(path, commit.id())));
        }
      }
    }
  }

  @Override
  public void check(World world) {
    for (Place place : held) {
      for (SimNode node : world.nodes) {
        require(
            world,
            node.repository(place.repository()).commit(place.id()).isPresent(),
            node + " has not got commit " + place);
      }
    }
  }
}
