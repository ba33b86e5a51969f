package dev.goatdb.testkit.sim;

import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Edits items by chance, and tells the ledger what was meant. One thread.
final class Author {

  private static final int MARK_NAMES = 3;
  private static final int PROMISES = 4;
  private static final int MOST_BRANCHES = 16;
  private static final Duration QUIET = Duration.ofMillis(60);

  private final World world;
  private final RandomGenerator chance;

  Author(World world) {
    this.world = world;
    this.chance = world.chance;
  }

  /// Makes some edits at a node that is up.
  void edit(SimNode node) {
    edit(node, somePath(), someKey());
  }

  /// Lets several nodes edit one item before any of them hears of another.
  void collide(List<SimNode> nodes) {
    String path = somePath();
    String key = someKey();
    nodes.forEach(node -> node.orCrash(() -> edit(node, path, key)));
  }

  /// Lets an item have many heads: several commits on those that it has, each by itself. A commit
  /// on chosen parents waits for all edits before it, so time passes between them, and the fork
  /// ends where something is still under way.
  void fork(SimNode node) {
    String path = somePath();
    String key = someKey();
    int branches = 2 + chance.nextInt(MOST_BRANCHES - 1);
    List<CommitId> parents = List.of();
    for (int n = 0; n < branches; n++) {
      world.run(QUIET);
      if (!node.isUp() || !isQuiet(node, path)) {
        return;
      }
      Repository repository = node.repository(path);
      Item<Document> item = repository.item(Note.SCHEMA, key);
      List<CommitId> heads = n == 0 ? item.heads() : parents;
      parents = heads;
      boolean isThere = heads.stream().allMatch(head -> repository.commit(head).isPresent());
      if (heads.isEmpty() || heads.size() > MOST_BRANCHES || !isThere || !item.exists()) {
        return;
      }
      node.orCrash(() -> branch(new Place(node, path, item), heads));
    }
  }

  private void branch(Place place, List<CommitId> parents) {
    OtherFields.Change change = new OtherFields(world).vote();
    Receipt receipt = place.item.commitOn(parents, before -> before.map(change.edit()));
    place.did("forked", receipt, change.deed());
  }

  private static boolean isQuiet(SimNode node, String path) {
    return World.KEYS.stream()
        .map(key -> node.repository(path).item(Note.SCHEMA, key))
        .allMatch(item -> item.heads().isEmpty() || item.receipt().appended().isDone());
  }

  private void edit(SimNode node, String path, String key) {
    Repository repository = node.repository(path);
    new Place(node, path, repository.item(Note.SCHEMA, key)).edit();
    for (int more = chance.nextInt(3); more > 0; more--) {
      String next = chance.nextInt(3) == 0 ? someKey() : key;
      new Place(node, path, repository.item(Note.SCHEMA, next)).edit();
    }
  }

  /// The first repository and the first items are edited most, so that histories grow long and
  /// wide.
  private String somePath() {
    return World.REPOSITORIES.get(chance.nextInt(4) / 3);
  }

  private String someKey() {
    int count = World.KEYS.size();
    return World.KEYS.get(Math.min(chance.nextInt(count), chance.nextInt(count)));
  }

  /// Brings back what is deleted at a node, so that its value can be looked at.
  void restoreAll(SimNode node) {
    for (String path : World.REPOSITORIES) {
      for (String key : World.KEYS) {
        Item<Document> item = node.repository(path).item(Note.SCHEMA, key);
        int heads = item.heads().size();
        if (!item.exists() && heads > 0 && heads <= MOST_BRANCHES) {
          new Place(node, path, item).did("restored", item.restore(), Deed.NONE);
        }
      }
    }
  }

  private <E> E pick(List<E> list) {
    return list.get(chance.nextInt(list.size()));
  }

  /// One item at one node.
  private final class Place {

    private final SimNode node;
    private final String path;
    private final Item<Document> item;

    Place(SimNode node, String path, Item<Document> item) {
      this.node = node;
      this.path = path;
      this.item = item;
    }

    void edit() {
      if (item.heads().size() > MOST_BRANCHES) {
        narrow();
        return;
      }
      if (!item.exists()) {
        restoreOrCreate();
        return;
      }
      Document now = item.get();
      switch (chance.nextInt(27)) {
        case 0, 1, 2, 3 -> vote(now);
        case 4, 5 -> addTag(now);
        case 6, 7 -> removeTag(now);
        case 8, 9, 10, 11 -> type(now);
        case 12, 13 -> erase(now);
        case 14 -> did("title", item.set(Note.TITLE, "title " + chance.nextInt(9)), Deed.NONE);
        case 15 -> did("stars", item.set(Note.STARS, chance.nextLong(5)), Deed.NONE);
        case 16 -> did("done", item.set(Note.DONE, chance.nextBoolean()), Deed.NONE);
        case 17 -> mark(now);
        case 18 -> replaceWhole(now);
        case 19 -> rare();
        default -> otherFields(now);
      }
    }

    private void otherFields(Document now) {
      OtherFields.Change change = new OtherFields(world).change(now);
      did(change.what(), change.writeTo(item), change.deed());
    }

    /// An edit on so many heads would first close some of them and wait for that, and who waits
    /// stops the time.
    private void narrow() {
      if (isQuiet(node, path)) {
        List<CommitId> some = item.heads().subList(0, MOST_BRANCHES);
        did("narrowed", item.commitOn(some, UnaryOperator.identity()), Deed.NONE);
      }
    }

    void did(String what, Receipt receipt, Deed deed) {
      world.note(node + " " + what + " at " + item + (deed.equals(Deed.NONE) ? "" : " " + deed));
      world.ledger.note(receipt, deed);
      if (chance.nextInt(PROMISES) == 0) {
        node.promise(path, receipt);
      }
    }

    private void restoreOrCreate() {
      try {
        did("restored", item.restore(), Deed.NONE);
      } catch (NoSuchElementException neverWritten) {
        String token = world.newToken();
        long votes = chance.nextInt(3);
        Document first =
            Document.of(Note.SCHEMA)
                .with(Note.TITLE, "new " + chance.nextInt(9))
                .with(Note.VOTES, votes)
                .with(Note.BODY, token + " ");
        item.repository().put(Note.SCHEMA, item.key(), first);
        did("created", item.receipt(), Deed.votes(votes).and(Deed.typed(token)));
      }
    }

    private void vote(Document now) {
      long votes = chance.nextInt(-3, 6);
      if (votes != 0) {
        did("voted", item.set(Note.VOTES, now.get(Note.VOTES) + votes), Deed.votes(votes));
      }
    }

    private void addTag(Document now) {
      String tag = world.newToken();
      Set<String> tags = new HashSet<>(now.get(Note.TAGS));
      tags.add(tag);
      did("tagged", item.set(Note.TAGS, tags), Deed.tagAdded(tag));
    }

    private void removeTag(Document now) {
      Set<String> tags = new TreeSet<>(now.get(Note.TAGS));
      if (!tags.isEmpty()) {
        String tag = pick(List.copyOf(tags));
        tags.remove(tag);
        did("untagged", item.set(Note.TAGS, tags), Deed.tagRemoved(tag));
      }
    }

    private void type(Document now) {
      String token = world.newToken();
      String body = now.get(Note.BODY);
      List<Integer> places = new ArrayList<>(List.of(0));
      for (int i = 0; i < body.length(); i++) {
        if (body.charAt(i) == ' ') {
          places.add(i + 1);
        }
      }
      int at = pick(places);
      String text = token + " ";
      // Half the time as an operation, half the time as a new text to be compared with the old one.
      Receipt receipt =
          chance.nextBoolean()
              ? item.replace(Note.BODY, at, at, text)
              : item.set(Note.BODY, body.substring(0, at) + text + body.substring(at));
      did("typed", receipt, Deed.typed(token));
    }

    private void erase(Document now) {
      String body = now.get(Note.BODY);
      if (body.isEmpty()) {
        return;
      }
      String token = pick(Arrays.asList(body.split(" ")));
      int at = (" " + body).indexOf(" " + token + " ");
      Receipt receipt = item.replace(Note.BODY, at, at + token.length() + 1, "");
      did("erased", receipt, Deed.erased(token));
    }

    private void mark(Document now) {
      TreeMap<String, String> marks = new TreeMap<>(now.get(Note.MARKS));
      String name = "m" + chance.nextInt(MARK_NAMES);
      if (marks.remove(name) == null || chance.nextBoolean()) {
        marks.put(name, "v" + chance.nextInt(100));
      }
      did("marked", item.set(Note.MARKS, marks), Deed.NONE);
    }

    private void replaceWhole(Document now) {
      String tag = world.newToken();
      Set<String> tags = new HashSet<>(now.get(Note.TAGS));
      tags.add(tag);
      Document next =
          now.with(Note.TAGS, tags)
              .with(Note.VOTES, now.get(Note.VOTES) + 1)
              .with(Note.STARS, now.get(Note.STARS) + 1);
      item.repository().put(Note.SCHEMA, item.key(), next);
      did("replaced", item.receipt(), Deed.votes(1).and(Deed.tagAdded(tag)));
    }

    private void rare() {
      if (chance.nextInt(3) == 0) {
        did("deleted", item.delete(), Deed.NONE);
      } else if (item.heads().size() > 1 && item.receipt().appended().isDone()) {
        // With an edit under way settle() would wait for it.
        did("settled", item.settle(), Deed.NONE);
      }
    }
  }
}
