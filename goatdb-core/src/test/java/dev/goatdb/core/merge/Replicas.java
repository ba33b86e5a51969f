package dev.goatdb.core.merge;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Ancestry;
import dev.goatdb.core.graph.Node;
import dev.goatdb.testkit.property.GraphPicture;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Some replicas of one item that edit and hear of each other, and what must have come of it by
/// definition: a counter is the sum of its increments, a set its adds minus the removes that saw
/// them, a register what was written and not overwritten by somebody who saw it, a mark that is
/// only raised the highest that was set; a token in a text or a list is there once unless somebody
/// who saw it deleted it.
final class Replicas {

  /// One thing that happens.
  ///
  /// @param replica who acts
  /// @param from whom he hears of first; himself: nobody
  /// @param edit whether he edits then
  /// @param number chooses what is edited
  record Event(int replica, int from, boolean edit, int number) {}

  /// A whole history as data.
  record Script(int replicas, List<Event> events) {
    static Script draw(
        RandomGenerator random, int leastReplicas, int mostReplicas, int mostEvents) {
      int replicas = leastReplicas + random.nextInt(mostReplicas - leastReplicas + 1);
      List<Event> events = new ArrayList<>();
      int count = 2 + random.nextInt(mostEvents - 1);
      for (int i = 0; i < count; i++) {
        int replica = random.nextInt(replicas);
        int from = random.nextInt(2) == 0 ? replica : random.nextInt(replicas);
        events.add(new Event(replica, from, random.nextInt(4) != 3, random.nextInt(1 << 16)));
      }
      return new Script(replicas, List.copyOf(events));
    }

    /// {@return a picture of the graph that comes of it}
    @Override
    public String toString() {
      List<GraphPicture.Commit> commits = new ArrayList<>();
      List<BitSet> below = new ArrayList<>();
      List<TreeSet<Integer>> heads = new ArrayList<>();
      for (int i = 0; i < replicas; i++) {
        heads.add(new TreeSet<>());
      }
      for (Event event : events) {
        TreeSet<Integer> own = heads.get(event.replica);
        own.addAll(heads.get(event.from));
        List.copyOf(own).forEach(head -> own.removeIf(other -> below.get(head).get(other)));
        if (event.edit || own.isEmpty()) {
          BitSet ancestors = new BitSet();
          own.forEach(parent -> ancestors.set(parent));
          own.forEach(parent -> ancestors.or(below.get(parent)));
          String label = "replica " + event.replica + " number " + event.number;
          commits.add(new GraphPicture.Commit(label, List.copyOf(own)));
          below.add(ancestors);
          own.clear();
          own.add(commits.size() - 1);
        }
      }
      return System.lineSeparator() + GraphPicture.of(commits);
    }
  }

  /// What a commit did.
  private record Deed(
      long increment, Set<String> added, Set<String> removed, Optional<String> owner, long peak) {}

  private static final int MAX_TAGS = 6;

  private final History history;
  private final List<TreeSet<Node>> heads = new ArrayList<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final Token token;

  /// Whether operations on the body are recorded.
  private final boolean recorded;

  /// How the n-th token is written.
  interface Token {
    String text(int n);
  }

  private Replicas(History history, Token token, boolean recorded) {
    this.history = history;
    this.token = token;
    this.recorded = recorded;
  }

  static Replicas run(Script script, History history, Token token) {
    return run(script, history, token, false);
  }

  static Replicas run(Script script, History history, Token token, boolean recorded) {
    Replicas replicas = new Replicas(history, token, recorded);
    for (int i = 0; i < script.replicas; i++) {
      replicas.heads.add(new TreeSet<>(Node.BY_ID));
    }
    script.events.forEach(replicas::happen);
    return replicas;
  }

  History history() {
    return history;
  }

  /// {@return what each replica has as heads, without those that have none}
  List<List<Node>> views() {
    return heads.stream().filter(view -> !view.isEmpty()).map(List::copyOf).toList();
  }

  private void happen(Event event) {
    TreeSet<Node> own = heads.get(event.replica);
    own.addAll(heads.get(event.from));
    keepMaximal(own);
    if (event.edit || own.isEmpty()) {
      Node node = edit(List.copyOf(own), event.number);
      own.clear();
      own.add(node);
    }
  }

  private static void keepMaximal(TreeSet<Node> nodes) {
    for (Node node : List.copyOf(nodes)) {
      BitSet below = Ancestry.of(node.parents());
      nodes.removeIf(other -> below.get(other.ordinal()));
    }
  }

  /// Every kind of field is edited at once; removals choose among what is seen.
  private Node edit(List<Node> parents, int number) {
    State before = history.before(parents, History.NOTE);
    Map<String, Value> changes = new HashMap<>();
    long increment = number % 5 - 2;
    if (increment != 0) {
      changes.put("count", Value.of(History.count(before) + increment));
    }
    int n = deeds.size();
    Set<String> added = new HashSet<>(Set.of(token.text(n)));
    Set<String> removed = new HashSet<>();
    Set<String> tags = new HashSet<>(History.tags(before));
    tags.add(token.text(n));
    String body = History.body(before);
    List<Splice> splices = new ArrayList<>();
    List<String> steps = new ArrayList<>(History.steps(before));
    List<String> seen = new TreeSet<>(History.tags(before)).stream().toList();
    if (!seen.isEmpty() && (number % 3 == 0 || seen.size() > MAX_TAGS)) {
      String victim = seen.get(number % seen.size());
      tags.remove(victim);
      removed.add(victim);
      for (int at = body.indexOf(victim); at >= 0; at = body.indexOf(victim)) {
        splices.add(new Splice(body.codePointCount(0, at), length(victim), ""));
        body = body.replaceFirst(Pattern.quote(victim), "");
      }
      steps.removeIf(victim::equals);
    }
    steps.add(number / 7 % (steps.size() + 1), token.text(n));
    changes.put("steps", History.STEPS.encode(steps).orElseThrow());
    changes.put("tags", History.TAGS.encode(tags).orElseThrow());
    int place = place(body, token.text(n), number);
    splices.add(new Splice(body.codePointCount(0, place), 0, token.text(n)));
    changes.put("body", Value.of(body.substring(0, place) + token.text(n) + body.substring(place)));
    changes.put("title", Value.of(token.text(n)));
    Optional<String> owner = number % 4 == 0 ? Optional.of(token.text(n)) : Optional.empty();
    owner.ifPresent(
        name -> changes.put("owner", History.OWNER.encode(List.of(name)).orElseThrow()));
    long peak = History.peak(before) + number % 9 / 3;
    changes.put("peak", Value.of(peak));
    deeds.add(new Deed(increment, added, removed, owner, peak));
    Node node = history.edit(parents, changes);
    if (recorded) {
      history.record(node, splices.toArray(Splice[]::new));
    }
    return node;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// {@return a place between two tokens of a text, never inside one}
  private static int place(String body, String token, int number) {
    char first = token.charAt(0);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < body.length(); i++) {
      if (body.charAt(i) == first) {
        places.add(i);
      }
    }
    places.add(body.length());
    return places.get(number / 7 % places.size());
  }

  long expectedCount(List<Node> tips) {
    return Ancestry.of(tips).stream().mapToLong(i -> deeds.get(i).increment).sum();
  }

  /// Each token is added once, so a remove that saw it is one below which it lies: any remove of
  /// it.
  Set<String> expectedTags(List<Node> tips) {
    Set<String> tags = new HashSet<>();
    BitSet ancestors = Ancestry.of(tips);
    ancestors.stream().forEach(i -> tags.addAll(deeds.get(i).added));
    ancestors.stream().forEach(i -> tags.removeAll(deeds.get(i).removed));
    return tags;
  }

  long expectedPeak(List<Node> tips) {
    return Ancestry.of(tips).stream().mapToLong(i -> deeds.get(i).peak).max().orElse(0);
  }

  /// {@return the owners that nobody overwrote who saw them}
  Set<String> expectedOwners(List<Node> tips) {
    BitSet current = Ancestry.of(tips);
    for (int i = current.nextSetBit(0); i >= 0; i = current.nextSetBit(i + 1)) {
      if (deeds.get(i).owner.isEmpty()) {
        current.clear(i);
      }
    }
    for (int i = current.length(); (i = current.previousSetBit(i - 1)) >= 0; ) {
      current.andNot(Ancestry.of(history.graph().nodeAt(i).parents()));
    }
    Set<String> owners = new HashSet<>();
    current.stream().forEach(i -> deeds.get(i).owner.ifPresent(owners::add));
    return owners;
  }

  /// {@return all tokens that were typed below some tips, also those that were deleted}
  Set<String> typedTokens(List<Node> tips) {
    Set<String> tokens = new HashSet<>();
    Ancestry.of(tips).stream().forEach(i -> tokens.addAll(deeds.get(i).added));
    return tokens;
  }
}
