package dev.goatdb.cli.demo;

import dev.goatdb.cli.terminal.DiskUsage;
import dev.goatdb.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.SortedMap;
import tools.jackson.databind.node.ObjectNode;

/// The demonstration, from the first line to the last.
public final class Demo {

  private final Narrator narrator;
  private final Path directory;

  /// Prepares a demonstration.
  ///
  /// @param terminal where it is told
  /// @param directory where the three databases are made; empty
  /// @param isQuiet whether to say nothing, because only the report is wanted
  public Demo(Terminal terminal, Path directory, boolean isQuiet) {
    this.narrator = new Narrator(terminal, isQuiet);
    this.directory = directory;
  }

  /// Runs it.
  ///
  /// @return the figures and the claims, and whether all of them hold
  public ObjectNode run() {
    narrator.say("GoatDB: a server, two peers, three databases in %s", directory);
    SortedMap<String, Glyph> catalogue = UnicodeCatalogue.read();
    long bytesOnWire;
    try (Cast cast = new Cast(directory)) {
      narrator.say("  the server listens on %s", cast.address());
      new LoadStep(cast, narrator, catalogue).run();
      new LatencyStep(cast, narrator).run();
      new OfflineStep(cast, narrator, catalogue).run();
      new RefillStep(cast, narrator).run();
      new CompareStep(cast, narrator).run();
      bytesOnWire = cast.bytesOnWire();
    }
    reportBytes(bytesOnWire, catalogue.size());
    narrator.figure("seconds", narrator.seconds());
    narrator.title(
        narrator.everythingHolds()
            ? "All %d claims hold; %.1f s.".formatted(narrator.claimCount(), narrator.seconds())
            : "A claim FAILED.");
    return narrator.report();
  }

  private void reportBytes(long bytesOnWire, int items) {
    long onDisk = DiskUsage.of(directory.resolve("server"));
    narrator.figure("bytesOnWire", bytesOnWire);
    narrator.figure("bytesOnDisk", onDisk);
    narrator.figure("bytesOnDiskPerItem", (double) onDisk / items);
    narrator.title("Figures");
    narrator.say(
        "  wire: %,d bytes in all, from Ann to the server to Bob, and all of it back to the server",
        bytesOnWire);
    narrator.say(
        "  disk: %,d bytes at the server, %,d an item with its signed history",
        onDisk, onDisk / items);
  }
}
