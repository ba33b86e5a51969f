package dev.goatdb.testkit.storage;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.api.spi.storage.StorageProvider;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Keeps databases in memory, under locations such as `mem:server`. A database lives as long as
/// this provider does.
///
/// Made for tests and simulators: [#crash(URI, RandomGenerator)] ends an opening as a loss of power
/// does, [#snapshot(URI)] and [#restore(URI, MemorySnapshot)] copy a database and put the copy in
/// its place, and [#observe(URI, StorageObserver)] sees each call before it is carried out and may
/// make it fail. Any thread.
public final class MemoryStorageProvider implements StorageProvider {

  private final Map<String, MemoryDatabase> databases = new ConcurrentHashMap<>();

  /// A provider without databases.
  public MemoryStorageProvider() {}

  @Override
  public String name() {
    return "mem";
  }

  @Override
  public Storage open(URI location, Env env) throws IOException {
    return database(location).open();
  }

  /// Ends the opening of a database as a loss of power does: of each log, what was forced stays,
  /// and of what was appended after, a beginning of a length that chance chooses. What was opened
  /// before throws [IOException] from now on. If the database is not open, nothing happens: closing
  /// forces.
  ///
  /// @param location the database
  /// @param chance chooses what is lost
  public void crash(URI location, RandomGenerator chance) {
    database(location).crash(chance);
  }

  /// {@return a copy of a database as it is now, forced or not}
  ///
  /// @param location the database, open or not
  public MemorySnapshot snapshot(URI location) {
    return database(location).snapshot();
  }

  /// Puts a copy in the place of what is there, as somebody does who restores a backup.
  ///
  /// @param location the database, which is not open
  /// @param snapshot a copy, of this database or of another one
  /// @throws IllegalStateException if the database is open
  public void restore(URI location, MemorySnapshot snapshot) {
    database(location).restore(snapshot);
  }

  /// Lets an observer see each call that changes a database before it is carried out, in place of
  /// the observer before it.
  ///
  /// @param location the database
  /// @param observer sees the calls, and makes one fail by throwing
  public void observe(URI location, StorageObserver observer) {
    database(location).observe(observer);
  }

  private MemoryDatabase database(URI location) {
    return databases.computeIfAbsent(location.getSchemeSpecificPart(), MemoryDatabase::new);
  }
}
