package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Which database, and how a command opens it.
///
/// Whoever may read and write the directory may do anything in it, so commands allow everything at
/// home; what a peer may do is decided by the rules of the peers it writes to, as those of `serve`.
final class DatabaseOptions {

  /// A scheme has two letters at least, so that a drive of Windows is none.
  private static final Pattern URI_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  @Option(
      names = "--db",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the database.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String location;

  /// The configuration of a command that works for the owner of the directory.
  GoatDbConfig config() {
    return GoatDbConfig.DEFAULT.defaultVerdict(Verdict.ALLOW);
  }

  /// Opens the database, and makes it if it is not there.
  GoatDb open(GoatDbConfig config) {
    return GoatDb.open(uri(), config);
  }

  /// Opens a database that is there.
  ///
  /// @throws CommandFailure if it is not: a question must not make one
  GoatDb openExisting(GoatDbConfig config) {
    if (!isUri() && isMissing(Path.of(location))) {
      throw CommandFailure.failed("no database in " + location);
    }
    return open(config);
  }

  /// A repository that is there.
  ///
  /// @throws CommandFailure if it is not
  static Repository existing(GoatDb db, String path) {
    List<RepositoryPath> there = db.repositories();
    if (!there.contains(RepositoryPath.parse(path))) {
      String known = there.isEmpty() ? "there is none yet" : "there are " + there;
      throw CommandFailure.notThere("no repository " + path + " in this database; " + known);
    }
    return db.repository(path);
  }

  /// What the user called it.
  String name() {
    return location;
  }

  private URI uri() {
    return isUri() ? URI.create(location) : Path.of(location).toAbsolutePath().normalize().toUri();
  }

  private boolean isUri() {
    return URI_FORM.matcher(location).matches();
  }

  /// A directory of other files is no database, and a question must not put keys into it.
  private static boolean isMissing(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Files.notExists(directory); // a file gets the storage's own message
    }
    try (Stream<Path> entries = Files.find(directory, 2, (path, _) -> isPart(path))) {
      return entries.findAny().isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return false; // the storage says better what cannot be read
    }
  }

  private static boolean isPart(Path path) {
    String name = path.getFileName().toString();
    return name.equals("keys.pem") || name.endsWith(".goat");
  }
}
