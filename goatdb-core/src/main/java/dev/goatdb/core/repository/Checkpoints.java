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

  /// At the end, a tail that is shorter than this part of it is left to the next opening, which
  /// reads it in less than a millisecond.
  private static final int SHORT = 256;

  private final CommitLog log;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Consumer<String> warnings;
  private final int every;
  private boolean isKept = true;

  Checkpoints(
      CommitLog log, ItemTable items, BundleIndex bundles, int every, Consumer<String> warnings) {
    this.log = log;
    this.items = items;
    this.bundles = bundles;
    this.every = every;
    this.warnings = warnings;
  }

  /// Writes a run if it is time to.
  void afterAppend() {
    if (isKept && bundles.end() - items.runs().end() >= every) {
      write();
    }
  }

  /// Writes a run if the next opening gains by it.
  void beforeClose() {
    if (isKept && bundles.end() - items.runs().end() > every / SHORT) {
      write();
    }
  }

  /// Writes a run about everything up to now, if something came since the last one.
  void write() {
    long end = bundles.end();
    if (end <= items.runs().end()) {
      return;
    }
    Unsaved unsaved = items.takeUnsaved();
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
