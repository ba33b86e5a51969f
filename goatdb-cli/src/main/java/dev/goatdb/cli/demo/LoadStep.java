package dev.goatdb.cli.demo;

import dev.goatdb.api.Query;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/// Ann loads the catalogue; Bob watches a live query.
///
/// @param cast the three
/// @param narrator prints and judges
/// @param catalogue what to load
record LoadStep(Cast cast, Narrator narrator, SortedMap<String, Glyph> catalogue) {

  private static final String WATCHED = "Greek";

  void run() {
    narrator.title("1. Ann loads the Unicode catalogue, Bob watches everything Greek");
    cast.connect();
    List<Glyph> expected =
        catalogue.values().stream()
            .filter(LoadStep::isWatched)
            .sorted(Comparator.comparing(Glyph::name))
            .toList();
    LiveMirror mirror = new LiveMirror(expected.size());
    try (Query<Glyph> live =
        cast.bob()
            .repository()
            .query(Glyph.SCHEMA)
            .where(LoadStep::isWatched)
            .sortBy(Glyph::name)
            .open()) {
      live.onChange(mirror);
      Terminal.Watch watch = narrator.watch();
      load();
      reportLoad(watch);
      cast.sync(narrator);
      reportArrival(watch);
      narrator.await(mirror.complete(), () -> "Bob's live query");
      narrator.claim(
          mirror.values().equals(expected) && live.values().equals(expected),
          "Bob's live query showed all %,d Greek characters, sorted, in %,d batches of changes",
          expected.size(),
          mirror.batches());
    }
    boolean isComplete =
        cast.bob().repository().count() == catalogue.size()
            && cast.server().repository().count() == catalogue.size();
    narrator.claim(isComplete, "server and Bob have all %,d items", catalogue.size());
  }

  private static boolean isWatched(Glyph glyph) {
    return glyph.script().equals(WATCHED);
  }

  private void load() {
    long loaded = 0;
    try (ProgressBar bar = narrator.progress("load", catalogue.size())) {
      for (var entry : catalogue.entrySet()) {
        cast.ann().repository().put(Glyph.SCHEMA, entry.getKey(), entry.getValue());
        bar.update(++loaded);
      }
      cast.ann().repository().flush();
    }
  }

  private void reportLoad(Terminal.Watch watch) {
    double rate = watch.perSecond(catalogue.size());
    narrator.figure("items", catalogue.size());
    narrator.figure("loadItemsPerSecond", rate);
    narrator.say(
        "  %,d items, signed and on Ann's disk, in %.2f s: %,.0f items/s",
        catalogue.size(), watch.nanos() / 1e9, rate);
  }

  private void reportArrival(Terminal.Watch watch) {
    double rate = watch.perSecond(catalogue.size());
    narrator.figure("endToEndItemsPerSecond", rate);
    narrator.say(
        "  verified, and on the disks of the server and of Bob, after %.2f s: %,.0f items/s",
        watch.nanos() / 1e9, rate);
  }
}
