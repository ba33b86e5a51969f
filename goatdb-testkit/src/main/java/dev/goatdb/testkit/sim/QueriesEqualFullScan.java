package dev.goatdb.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/// What a live query says, and what its changes amount to, is what a new query finds.
final class QueriesEqualFullScan implements Invariant {

  @Override
  public void check(World world) {
    for (SimNode node : world.nodes) {
      for (QueryMirror mirror : node.mirrors()) {
        String where = "query " + mirror.name() + " at " + node;
        compare(world, where + " has", mirror.live(), mirror.fresh());
        compare(world, where + " told of", mirror.mirrored(), mirror.fresh());
      }
    }
  }

  private void compare(
      World world, String what, List<QueryMirror.Line> rows, List<QueryMirror.Line> expected) {
    List<QueryMirror.Line> wrong = new ArrayList<>(rows);
    wrong.removeAll(expected);
    List<QueryMirror.Line> absent = new ArrayList<>(expected);
    absent.removeAll(rows);
    require(world, rows.equals(expected), what + " " + wrong + " instead of " + absent);
  }
}
