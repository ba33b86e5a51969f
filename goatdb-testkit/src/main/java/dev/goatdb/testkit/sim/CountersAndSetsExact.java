package dev.goatdb.testkit.sim;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// At every commit, and at the heads, a counter is the sum of the increments by then, a mark that
/// is only raised the highest that was set, and a set holds what was added and not removed by
/// anybody who saw it. Each element is added once, so whoever removed it saw it.
final class CountersAndSetsExact implements Invariant {

  @Override
  public void check(World world) {
    for (String path : World.REPOSITORIES) {
      for (String key : World.KEYS) {
        ItemHistory history =
            new ItemHistory(world, world.server().repository(path).item(Note.SCHEMA, key));
        count(world, history);
        history.forEachValue((value, done) -> compare(world, history, value, done));
      }
    }
  }

  private static void count(World world, ItemHistory history) {
    for (Commit commit : history.commits()) {
      world.counts.commits++;
      world.counts.merges += commit.parents().size() > 1 ? 1 : 0;
    }
  }

  private void compare(World world, ItemHistory history, Document value, List<Deed> done) {
    long votes = done.stream().mapToLong(Deed::votes).sum();
    require(
        world,
        value.get(Note.VOTES) == votes,
        history + " counts " + value.get(Note.VOTES) + " instead of " + votes);
    long peak = done.stream().mapToLong(Deed::peak).max().orElse(0);
    require(
        world,
        value.get(Note.PEAK) == peak,
        history + " was raised to " + value.get(Note.PEAK) + " instead of " + peak);
    Set<String> tags = new TreeSet<>();
    done.forEach(deed -> tags.addAll(deed.tagsAdded()));
    done.forEach(deed -> deed.tagsRemoved().forEach(tags::remove));
    Set<String> held = new TreeSet<>(value.get(Note.TAGS));
    require(world, held.equals(tags), history + " holds " + held + " instead of " + tags);
  }
}
