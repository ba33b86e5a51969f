package dev.goatdb.cli.demo;

import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// The connection is cut, both edit the same items, the connection comes back.
///
/// @param cast the three
/// @param narrator prints and judges
/// @param catalogue gives the keys
record OfflineStep(Cast cast, Narrator narrator, SortedMap<String, Glyph> catalogue) {

  private static final List<String> SHOWN =
      List.of(
          UnicodeCatalogue.key(0x1F410), UnicodeCatalogue.key(0x221E), UnicodeCatalogue.key(0x3B1));
  private static final int EDITED = 300;

  /// What was there, what each wrote, and what must come of it.
  private record Conflict(String key, Glyph base, Glyph ann, Glyph bob) {

    /// Whether a merged value has everything of both sides.
    boolean isMergedIn(Glyph merged) {
      Set<String> tags = new HashSet<>(ann.tags());
      tags.addAll(bob.tags());
      tags.remove(UnicodeCatalogue.UNSORTED);
      return merged.likes() == ann.likes() + bob.likes() - base.likes()
          && merged.tags().equals(tags)
          && merged.note().equals("Ann was here. " + base.note() + " So was Bob.")
          && Set.of(ann.alias(), bob.alias()).contains(merged.alias());
    }
  }

  void run() {
    narrator.title("3. The connection is cut; both edit the same items; the connection comes back");
    cast.disconnect();
    List<Conflict> conflicts = keys().stream().map(this::edit).toList();
    cast.ann().db().flush();
    cast.bob().db().flush();
    boolean isApart =
        conflicts.stream().noneMatch(c -> c.ann().equals(cast.bob().item(c.key()).get()));
    narrator.claim(isApart, "apart: neither sees what the other wrote to %,d items", EDITED);
    cast.connect();
    cast.sync(narrator);
    conflicts.stream().filter(c -> SHOWN.contains(c.key())).forEach(this::show);
    judge(conflicts);
  }

  private List<String> keys() {
    Set<String> keys = new TreeSet<>(SHOWN);
    catalogue.keySet().stream()
        .filter(key -> !SHOWN.contains(key))
        .limit(EDITED - SHOWN.size())
        .forEach(keys::add);
    return List.copyOf(keys);
  }

  private Conflict edit(String key) {
    Item<Glyph> ann = cast.ann().item(key);
    Item<Glyph> bob = cast.bob().item(key);
    Glyph base = ann.get();
    ann.update(glyph ->
        glyph
            .withAlias("Ann's " + base.name())
            .withTags(changed(glyph.tags(), "Ann", UnicodeCatalogue.UNSORTED))
            .withLikes(glyph.likes() + 2));
    ann.replace(Glyph.NOTE, 0, 0, "Ann was here. ");
    bob.update(glyph ->
        glyph
            .withAlias("Bob's " + base.name())
            .withTags(changed(glyph.tags(), "Bob", ""))
            .withLikes(glyph.likes() + 3));
    int end = bob.get().note().length();
    bob.replace(Glyph.NOTE, end, end, " So was Bob.");
    return new Conflict(key, base, ann.get(), bob.get());
  }

  private static Set<String> changed(Set<String> tags, String added, String removed) {
    Set<String> changed = new HashSet<>(tags);
    changed.add(added);
    changed.remove(removed);
    return changed;
  }

  private void judge(List<Conflict> conflicts) {
    boolean isMerged =
        conflicts.stream().allMatch(c -> c.isMergedIn(cast.server().item(c.key()).get()));
    narrator.claim(
        isMerged,
        "%,d items merged: both texts, all likes, every tag added or removed, one of both aliases",
        conflicts.size());
    boolean isSame =
        conflicts.stream()
            .map(Conflict::key)
            .allMatch(key ->
                cast.ann().item(key).get().equals(cast.bob().item(key).get())
                    && cast.ann().item(key).get().equals(cast.server().item(key).get()));
    narrator.claim(isSame, "Ann, Bob and the server show the same merged values");
    narrator.claim(
        conflicts.stream().allMatch(this::keepsBothSides),
        "history keeps what each side had written, under the name of who wrote it");
  }

  /// Both sides are heads still: a merge is what one sees, and writes nothing.
  private boolean keepsBothSides(Conflict conflict) {
    Map<SessionId, Glyph> sides = sides(cast.server().item(conflict.key()));
    return sides.size() == 2
        && conflict.ann().equals(sides.get(cast.ann().db().session().id()))
        && conflict.bob().equals(sides.get(cast.bob().db().session().id()));
  }

  private Map<SessionId, Glyph> sides(Item<Glyph> item) {
    Map<SessionId, Glyph> sides = new HashMap<>();
    for (CommitId head : item.heads()) {
      Optional<Commit> commit = cast.server().repository().commit(head);
      Optional<Glyph> value = item.at(head);
      if (commit.isPresent() && value.isPresent()) {
        sides.put(commit.get().author(), value.get());
      }
    }
    return sides;
  }

  private void show(Conflict conflict) {
    Glyph merged = cast.ann().item(conflict.key()).get();
    narrator.say("  %s %s", conflict.key(), conflict.base().name());
    show("before", conflict.base());
    show("Ann", conflict.ann());
    show("Bob", conflict.bob());
    show("merged", merged);
  }

  private void show(String who, Glyph glyph) {
    narrator.say(
        "    %-7s likes %3d  tags %s  alias '%s'",
        who, glyph.likes(), new TreeSet<>(glyph.tags()), glyph.alias());
    narrator.say("            note '%s'", glyph.note());
  }
}
