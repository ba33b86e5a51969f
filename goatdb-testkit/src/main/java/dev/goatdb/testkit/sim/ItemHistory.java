package dev.goatdb.testkit.sim;

import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The graph of one item and what each of its commits did. Immutable.
final class ItemHistory {

  private final Item<Document> item;
  private final List<Commit> commits;
  private final List<BitSet> ancestries = new ArrayList<>();
  private final List<Deed> deeds = new ArrayList<>();

  /// Reads the history of an item.
  ///
  /// @throws Violation if there is a commit that no edit made
  ItemHistory(World world, Item<Document> item) {
    this.item = item;
    this.commits = item.history().toList().reversed();
    Map<CommitId, Integer> places = new HashMap<>();
    for (int n = 0; n < commits.size(); n++) {
      Commit commit = commits.get(n);
      BitSet ancestry = new BitSet();
      for (CommitId parent : commit.parents()) {
        ancestry.or(ancestries.get(place(places, commit, parent)));
      }
      ancestry.set(n);
      ancestries.add(ancestry);
      deeds.add(deed(world, commit));
      places.put(commit.id(), n);
    }
  }

  private static int place(Map<CommitId, Integer> places, Commit commit, CommitId parent) {
    Integer place = places.get(parent);
    if (place == null) {
      throw new Violation("ParentsBeforeChildren", commit + " comes before its parent " + parent);
    }
    return place;
  }

  private static Deed deed(World world, Commit commit) {
    return world
        .ledger
        .find(commit.id())
        .orElseThrow(() -> new Violation("EveryCommitWasMeant", "no edit made " + commit));
  }

  List<Commit> commits() {
    return commits;
  }

  /// Hands over the value of every commit that has one, and of the heads, each with what was done
  /// by then.
  void forEachValue(BiConsumer<Document, List<Deed>> consumer) {
    for (int n = 0; n < commits.size(); n++) {
      List<Deed> done = ancestries.get(n).stream().mapToObj(deeds::get).toList();
      Optional<Document> value = item.at(commits.get(n).id());
      value.ifPresent(document -> consumer.accept(document, done));
    }
    item.value().ifPresent(document -> consumer.accept(document, deeds));
  }

  /// {@return everything that was done}
  List<Deed> deeds() {
    return deeds;
  }

  @Override
  public String toString() {
    return item.toString();
  }
}
