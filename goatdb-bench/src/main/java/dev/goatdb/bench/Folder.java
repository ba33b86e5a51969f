package dev.goatdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory and all that is in it.
final class Folder {

  private Folder() {}

  /// {@return the size of all files}
  ///
  /// @param directory an existing directory
  /// @throws IOException if one cannot be looked at
  static long size(Path directory) throws IOException {
    long size = 0;
    for (Path path : content(directory)) {
      size += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return size;
  }

  /// Makes an empty directory.
  ///
  /// @param directory is made if it is not there, and emptied if it is
  /// @throws IOException if something cannot be removed
  static void clear(Path directory) throws IOException {
    remove(directory);
    Files.createDirectories(directory);
  }

  /// Removes a directory with all that is in it, if it is there.
  ///
  /// @param directory the directory
  /// @throws IOException if something cannot be removed
  static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path path : content(directory).reversed()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> content(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
