package dev.goatdb.testkit.sim;

/// What a live query says, and what its changes amount to, is what a new query finds.
final class QueriesEqualFullScan implements Invariant {

  @Override
  public void check(World world) {
    for (SimNode node : world.nodes) {
      for (QueryMirror mirror : node.mirrors()) {
        String where = "query " + mirror.name() + " at " + node;
        require(
            world,
            mirror.live().equals(mirror.fresh()),
            where + " has " + mirror.live() + " instead of " + mirror.fresh());
        require(
            world,
            mirror.mirrored().equals(mirror.fresh()),
            where + " told of " + mirror.mirrored() + " instead of " + mirror.fresh());
      }
    }
  }
}
