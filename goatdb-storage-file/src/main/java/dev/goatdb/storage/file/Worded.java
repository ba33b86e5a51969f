package dev.goatdb.storage.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/// Puts into words what a file system refuses: its own exceptions name a file and leave the rest to
/// the name of their class.
final class Worded {

  private Worded() {}

  /// Something that uses the file system.
  interface Call<T> {
    T run() throws IOException;
  }

  static <T> T worded(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (FileSystemException refused) {
      throw new IOException("%s: %s".formatted(refused.getFile(), reason(refused)), refused);
    }
  }

  private static String reason(FileSystemException refused) {
    return switch (refused) {
      case AccessDeniedException denied ->
          "no permission. Give this user the right to read and write it, or name another place.";
      case FileAlreadyExistsException inTheWay ->
          "a file is in the way of a directory. Move it away, or name another place.";
      default -> {
        String reason = refused.getReason();
        yield reason != null ? reason : refused.getClass().getSimpleName();
      }
    };
  }
}
