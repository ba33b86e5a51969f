package dev.goatdb.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file system as far as logs need it. All I/O on logs goes through this, so that the crash
/// harness can stand in for it and lose, tear and reorder what was not forced.
interface Disk {

  boolean exists(Path file) throws IOException;

  /// Makes a directory and its parents, and forces the entries.
  void makeDirectory(Path directory) throws IOException;

  /// {@return the files and directories in a directory, sorted; nothing if it is not there}
  List<Path> list(Path directory) throws IOException;

  /// Opens a file for reading and writing, and makes it if it is not there.
  DiskFile open(Path file) throws IOException;

  /// Renames atomically, in place of what has that name.
  void rename(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  /// Forces the names in a directory.
  void forceDirectory(Path directory) throws IOException;
}
