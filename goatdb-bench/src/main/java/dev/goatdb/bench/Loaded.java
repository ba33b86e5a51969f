package dev.goatdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A database of 100,000 notes in a directory of its own, for JMH benchmarks.
final class Loaded {

  /// How many notes.
  static final int COUNT = 100_000;

  private final Path directory;
  private final GoatStore.Trust trust;

  private Loaded(Path directory, GoatStore.Trust trust) {
    this.directory = directory;
    this.trust = trust;
  }

  /// {@return a new database with its notes, closed}
  ///
  /// @param trust `signed` or `trusted`
  /// @throws IOException if there is no room for it
  static Loaded make(String trust) throws IOException {
    // Beside the build's other output, and not in the system's temporary folder, which may be
    // memory.
    Path parent =
        Files.createDirectories(Path.of(System.getProperty("goatdb.bench", "."), "target"));
    Loaded loaded =
        new Loaded(
            Files.createTempDirectory(parent, "jmh"),
            GoatStore.Trust.valueOf(trust.toUpperCase(Locale.ROOT)));
    try (GoatStore store = loaded.open()) {
      store.load(Notes.range(0, COUNT));
    }
    return loaded;
  }

  /// {@return the database, opened}
  GoatStore open() {
    return new GoatStore(directory, trust);
  }

  /// Removes its files.
  ///
  /// @throws IOException if one cannot be removed
  void remove() throws IOException {
    Folder.remove(directory);
  }
}
