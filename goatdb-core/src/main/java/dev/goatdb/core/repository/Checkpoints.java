package dev.goatdb.core.repository;

import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.core.run.Rest;
import dev.goatdb.core.run.RunWriter;
import dev.goatdb.core.run.Runs;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Writes runs: what the log says up to now, for the next opening, and so that items need not stay
/// in memory. The writer's.
///
/// A run that cannot be written costs the next opening time, and nothing else.
final class Checkpoints {

  /// A run is written when this many commits came since the last one.
  private static final long COMMITS = 64 << 10;

  /// A tail that is shorter than this is read as fast as a run is found, at the next opening.
  private static final long LEAST_AT_CLOSE = 256;

  private final CommitLog log;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Consumer<String> warnings;
  private boolean isKept = true;

  Checkpoints(
      CommitLog log, ItemTable items, BundleIndex bundles, Consumer<String> warnings) {
    this.log = log;
    this.items = items;
    this.bundles = bundles;
    this.warnings = warnings;
  }

  /// Writes a run if it is time to.
  void afterAppend() {
    if (isKept && bundles.end() - items.runs().end() >= COMMITS) {
      write();
    }
  }

  /// Writes a run if the next opening gains by it.
  void beforeClose() {
    if (isKept && bundles.end() - items.runs().end() >= LEAST_AT_CLOSE) {
      write();
    }
  }

  /// Writes a run about everything up to now, if something came since the last one.
  void write() {
    long end = bundles.end();
    if (end <= items.runs().end()) {
      return;
    }
    ItemTable.Unsaved unsaved = items.takeUnsaved();
    List<Rest.Move> moves = bundles.takeMoves();
    Rest rest = new Rest(bundles.signed(), moves, bundles.damaged(), unsaved.digests());
    Runs before = unsaved.after();
    try {
      Checkpoint run =
          new RunWriter(before, unsaved.items(), bundles.uncovered(), end)
              .write(unsaved.totals(), rest, before.end());
      log.keep(run);
      Runs after = Runs.of(log);
      if (after.end() == end) {
        bundles.install(after);
        items.install(after);
        return;
      }
      // This storage keeps none.
      isKept = false;
    } catch (IOException e) {
      warnings.accept("a checkpoint cannot be written: " + e.getMessage());
    }
    items.giveBack(unsaved.entries());
    bundles.giveBack(moves);
  }
}
