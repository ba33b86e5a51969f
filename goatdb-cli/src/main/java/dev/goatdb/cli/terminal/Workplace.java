package dev.goatdb.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A directory to work in: one that the user named, which stays, or a new one for the time being,
/// which goes, also when the user interrupts the command. One thread.
public final class Workplace implements AutoCloseable {

  private final Path directory;

  /// Deletes what is temporary at the end of the process.
  private final @Nullable Thread hook;

  private Workplace(Path directory, @Nullable Thread hook) {
    this.directory = directory;
    this.hook = hook;
  }

  /// {@return the directory that was named, or a temporary one}
  ///
  /// @param named what the user named
  public static Workplace of(Optional<Path> named) {
    try {
      if (named.isPresent()) {
        return new Workplace(Files.createDirectories(named.get()), null);
      }
      Path directory = Files.createTempDirectory("goatdb-");
      Thread hook = Thread.ofPlatform().unstarted(() -> deleteAtEnd(directory));
      Runtime.getRuntime().addShutdownHook(hook);
      return new Workplace(directory, hook);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAtEnd(Path directory) {
    try {
      DiskUsage.delete(directory);
    } catch (UncheckedIOException _) {
      // The process ends in the middle of writing; what it makes now is left to the system.
    }
  }

  /// {@return the directory}
  public Path directory() {
    return directory;
  }

  /// Deletes what is temporary.
  @Override
  public void close() {
    if (hook == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return; // the process ends, and the hook is at it
    }
    DiskUsage.delete(directory);
  }
}
