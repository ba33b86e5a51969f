package dev.goatdb.storage.file;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;

/// Keeps a database in a directory: one append-only file for each repository, `<type>/<name>.goat`,
/// and the keys in `keys.pem`.
///
/// Locations are `file:` URIs, as [Path#toUri()] gives them. A closed database is backed up by
/// copying its directory.
///
/// Logs are appended to, forced and closed on threads that nobody interrupts: an interrupt during a
/// force makes it fail, and a log whose force has failed takes no more until it is opened again.
/// Reading may be interrupted.
public final class FileStorageProvider implements StorageProvider {

  private static final String SCHEME = "file";

  /// For [java.util.ServiceLoader].
  public FileStorageProvider() {}

  @Override
  public String name() {
    return SCHEME;
  }

  @Override
  public Storage open(URI location, Env env) throws IOException {
    return FileStorage.open(directory(location), env);
  }

  private static Path directory(URI location) throws IOException {
    try {
      return Path.of(location);
    } catch (IllegalArgumentException | FileSystemNotFoundException malformed) {
      throw new IOException(
          "%s: not the place of a directory: %s. Write file:/path/to/directory."
              .formatted(location, malformed.getMessage()),
          malformed);
    }
  }
}
