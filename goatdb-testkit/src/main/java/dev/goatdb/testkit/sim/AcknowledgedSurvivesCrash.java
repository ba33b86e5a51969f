package dev.goatdb.testkit.sim;

import dev.goatdb.testkit.sim.SimNode.Place;

/// A commit of which a node's receipt said that it is durable is there after every restart, unless
/// the storage was put back to a copy from before. One of which it was said that a peer has it is
/// everywhere in the end, unless some storage was put back since.
final class AcknowledgedSurvivesCrash implements Invariant {

  @Override
  public void check(World world) {
    world.nodes.forEach(node -> checkNode(world, node));
    for (Place place : world.elsewhere) {
      require(
          world,
          world.server().repository(place.repository()).commit(place.id()).isPresent(),
          "commit " + place + " was durable at a peer and is gone");
    }
  }

  /// Looks at one node, which is up.
  void checkNode(World world, SimNode node) {
    for (Place place : node.acknowledged()) {
      require(
          world,
          node.repository(place.repository()).commit(place.id()).isPresent(),
          node + " acknowledged commit " + place + " as durable and has not got it");
    }
  }
}
