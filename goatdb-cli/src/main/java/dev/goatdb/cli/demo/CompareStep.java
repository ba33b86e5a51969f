package dev.goatdb.cli.demo;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.cli.terminal.ProgressBar;
import java.util.List;

/// Whether the three databases hold the same, to the byte.
///
/// @param cast the three
/// @param narrator prints and judges
record CompareStep(Cast cast, Narrator narrator) {

  void run() {
    narrator.title("5. All three are compared and verified");
    List<Party> all = List.of(cast.server(), cast.ann(), cast.bob());
    List<String> digests = all.stream().map(party -> party.repository().digest()).toList();
    narrator.claim(
        digests.stream().distinct().count() == 1,
        "one digest over all commits: %s…",
        digests.getFirst().substring(0, 16));
    List<String> keys = cast.server().repository().keys();
    boolean hasSameKeys = all.stream().allMatch(party -> party.repository().keys().equals(keys));
    narrator.claim(
        hasSameKeys && keys.stream().allMatch(this::hasOneContent),
        "equal heads and equal values in all %,d items",
        keys.size());
    for (Party party : all) {
      verify(party);
    }
  }

  private boolean hasOneContent(String key) {
    List<CommitId> heads = cast.server().item(key).heads();
    Glyph value = cast.server().item(key).get();
    return List.of(cast.ann(), cast.bob()).stream()
        .map(party -> party.item(key))
        .allMatch(item -> item.heads().equals(heads) && item.get().equals(value));
  }

  private void verify(Party party) {
    try (ProgressBar bar = narrator.progress("verify", 0)) {
      GoatDb.Report report = party.db().verify(progress -> bar.update(progress.done()));
      report.findings().stream().limit(5).forEach(finding -> narrator.say("  %s", finding));
      narrator.claim(
          report.findings().isEmpty(),
          "%s: %,d commits verified: checksums, ids, signatures, parents",
          party.name(),
          report.commits());
    }
  }
}
