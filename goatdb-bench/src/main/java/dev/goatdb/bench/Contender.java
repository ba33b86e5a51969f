package dev.goatdb.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// Who is measured. The order is that of the columns.
enum Contender {
  /// GoatDB as it comes: every commit signed.
  GOATDB_SIGNED("goatdb-signed"),
  /// GoatDB where every peer is one's own: signatures and rules switched off.
  GOATDB_TRUSTED("goatdb-trusted"),
  /// SQLite that forces each transaction.
  SQLITE_FULL("sqlite-full"),
  /// SQLite that leaves forcing to the operating system.
  SQLITE_OFF("sqlite-off"),
  /// H2's MVStore.
  MVSTORE("mvstore");

  /// What each may keep in memory, whatever it keeps: decoded values, pages or objects.
  static final long CACHE_BYTES = 64L << 20;

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /// {@return its name in tables and results}
  String label() {
    return label;
  }

  /// {@return its store in a directory, made if it is not there}
  ///
  /// @param directory an existing directory that holds nothing else
  /// @throws SQLException if SQLite fails
  Store open(Path directory) throws SQLException {
    // Not a lambda for each: in a new process, linking them would take longer than some of these
    // take to open.
    return switch (this) {
      case GOATDB_SIGNED -> new GoatStore(directory, GoatStore.Trust.SIGNED);
      case GOATDB_TRUSTED -> new GoatStore(directory, GoatStore.Trust.TRUSTED);
      case SQLITE_FULL -> new SqliteStore(directory, SynchronousMode.FULL);
      case SQLITE_OFF -> new SqliteStore(directory, SynchronousMode.OFF);
      case MVSTORE -> new MvNoteStore(directory);
    };
  }

  /// {@return whether this is GoatDB}
  boolean isGoatDb() {
    return this == GOATDB_SIGNED || this == GOATDB_TRUSTED;
  }
}
