package dev.goatdb.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A directory to work in: one that the user named, which stays, or a new one for the time being,
/// which goes. One thread.
public final class Workplace implements AutoCloseable {

  private final Path directory;
  private final boolean isTemporary;

  private Workplace(Path directory, boolean isTemporary) {
    this.directory = directory;
    this.isTemporary = isTemporary;
  }

  /// {@return the directory that was named, or a temporary one}
  ///
  /// @param named what the user named
  public static Workplace of(Optional<Path> named) {
    try {
      if (named.isPresent()) {
        return new Workplace(Files.createDirectories(named.get()), false);
      }
      return new Workplace(Files.createTempDirectory("goatdb-"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// {@return the directory}
  public Path directory() {
    return directory;
  }

  /// Deletes what was temporary.
  @Override
  public void close() {
    if (isTemporary) {
      DiskUsage.delete(directory);
    }
  }
}
