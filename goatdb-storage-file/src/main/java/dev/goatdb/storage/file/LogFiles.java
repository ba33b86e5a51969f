package dev.goatdb.storage.file;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of a database's logs: their names, how they come to be, how they go.
///
/// A file appears under its name only when it is whole and forced, and disappears from under its
/// name before it is deleted, so a crash leaves no half of one; what it leaves under other names is
/// swept away at the next opening of the database.
final class LogFiles {

  private static final String SUFFIX = ".goat";
  private static final String DELETED = ".goat.deleted-";

  /// Matches no repository's file, for those end in ".goat", whatever the repository is called.
  private static final Pattern LEFT_OVER =
      Pattern.compile(".*\\.goat\\.(tmp|deleted)-[0-9a-f]{32}");

  private final Path root;
  private final Disk disk;
  private final Env env;
  private final BlockCache cache = new BlockCache();

  LogFiles(Path root, Disk disk, Env env) {
    this.root = root;
    this.disk = disk;
    this.env = env;
  }

  Path path(RepositoryPath repository) {
    return directory(repository).resolve(repository.name() + SUFFIX);
  }

  List<RepositoryPath> list() throws IOException {
    List<RepositoryPath> found = new ArrayList<>();
    for (Path type : disk.list(root)) {
      for (Path file : disk.list(type)) {
        repository(type, file).ifPresent(found::add);
      }
    }
    return found.stream().sorted().toList();
  }

  /// Removes what a crash may have left.
  void sweep() throws IOException {
    for (Path type : disk.list(root)) {
      for (Path file : disk.list(type)) {
        if (LEFT_OVER.matcher(file.getFileName().toString()).matches()) {
          disk.delete(file);
        }
      }
    }
  }

  boolean exists(RepositoryPath repository) throws IOException {
    return disk.exists(path(repository));
  }

  /// Opens and recovers the file of a repository, and makes it if it is not there.
  FileLog open(RepositoryPath repository, Runnable onClosed) throws IOException {
    Place place = place(repository);
    if (!disk.exists(place.path())) {
      create(repository, place);
    }
    return new FileLog(place, place.open(), onClosed);
  }

  Place place(RepositoryPath repository) {
    return new Place(disk, path(repository), repository.toString(), env, cache);
  }

  void delete(RepositoryPath repository) throws IOException {
    Path path = path(repository);
    if (!disk.exists(path)) {
      return;
    }
    Path away = path.resolveSibling(repository.name() + DELETED + place(repository).newFileId());
    disk.rename(path, away);
    disk.forceDirectory(directory(repository));
    disk.delete(away);
  }

  private void create(RepositoryPath repository, Place place) throws IOException {
    disk.makeDirectory(directory(repository));
    try {
      Place.Unfinished unfinished = place.begin();
      try (DiskFile file = unfinished.file()) {
        file.force();
      } catch (IOException failed) {
        disk.delete(unfinished.path());
        throw failed;
      }
      disk.rename(unfinished.path(), place.path());
    } catch (IOException failed) {
      String message = "%s: could not be made: %s. Make room on the disk, or name another place.";
      throw new IOException(message.formatted(place.path(), failed.getMessage()), failed);
    }
    disk.forceDirectory(directory(repository));
  }

  private Path directory(RepositoryPath repository) {
    return root.resolve(repository.type());
  }

  private static Optional<RepositoryPath> repository(Path type, Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String repository = name.substring(0, name.length() - SUFFIX.length());
    try {
      return Optional.of(new RepositoryPath(type.getFileName().toString(), repository));
    } catch (IllegalArgumentException somethingElse) {
      return Optional.empty();
    }
  }
}
