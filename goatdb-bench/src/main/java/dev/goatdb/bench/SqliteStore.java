package dev.goatdb.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// SQLite through its JDBC driver, used well: a column for each field, a table clustered by its
/// key, prepared statements, a write-ahead log (one force for a commit, where a rollback journal
/// needs several), the file locked by this process alone as the other contenders have it, and as
/// much cache as they get. No index but the key: the others have none either.
final class SqliteStore implements Store {

  // Constants, because joining texts at run time takes a new process about ten milliseconds.
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS notes(key TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL,"
          + " rank INTEGER NOT NULL, done INTEGER NOT NULL, tags TEXT NOT NULL) WITHOUT ROWID";
  private static final String FIELDS = "SELECT title, body, rank, done, tags FROM notes ";
  private static final String BY_KEY = FIELDS + "WHERE key = ?";
  private static final String ALL = FIELDS + "ORDER BY key";
  private static final String BELOW = FIELDS + "WHERE done = 0 AND rank < ? ORDER BY key";
  private static final String FIRST = FIELDS + "WHERE done = 0 ORDER BY title, key LIMIT ?";

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement byKey;
  private final PreparedStatement all;
  private final PreparedStatement below;
  private final PreparedStatement first;
  private final PreparedStatement count;

  SqliteStore(Path directory, SynchronousMode synchronous) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synchronous);
    config.setLockingMode(LockingMode.EXCLUSIVE);
    config.setCacheSize(-(int) (Contender.CACHE_BYTES / 1024));
    connection =
        config.createConnection(
            "jdbc:sqlite:".concat(directory.resolve("notes.sqlite").toString()));
    try (var statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    insert = connection.prepareStatement("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)");
    byKey = connection.prepareStatement(BY_KEY);
    all = connection.prepareStatement(ALL);
    below = connection.prepareStatement(BELOW);
    first = connection.prepareStatement(FIRST);
    count = connection.prepareStatement("SELECT count(*) FROM notes");
  }

  @Override
  public void load(List<Keyed> notes) throws SQLException {
    writeTogether(notes);
  }

  @Override
  public Note read(String key) throws SQLException {
    byKey.setString(1, key);
    try (ResultSet row = byKey.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("no note " + key);
      }
      return decode(row);
    }
  }

  @Override
  public long readEach(List<String> keys) throws SQLException {
    long sum = 0;
    for (String key : keys) {
      sum += read(key).weight();
    }
    return sum;
  }

  @Override
  public long scan() throws SQLException {
    long sum = 0;
    try (ResultSet row = all.executeQuery()) {
      while (row.next()) {
        sum += decode(row).weight();
      }
    }
    return sum;
  }

  @Override
  public List<Note> openBelow(long rank) throws SQLException {
    below.setLong(1, rank);
    return list(below);
  }

  @Override
  public List<Note> firstOpen(int count) throws SQLException {
    first.setInt(1, count);
    return list(first);
  }

  private static List<Note> list(PreparedStatement query) throws SQLException {
    List<Note> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(decode(row));
      }
    }
    return found;
  }

  private static Note decode(ResultSet row) throws SQLException {
    String tags = row.getString(5);
    return new Note(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getInt(4) != 0,
        tags.isEmpty() ? Set.of() : Set.of(tags.split(" ")));
  }

  private void insert(Keyed keyed) throws SQLException {
    Note note = keyed.note();
    insert.setString(1, keyed.key());
    insert.setString(2, note.title());
    insert.setString(3, note.body());
    insert.setLong(4, note.rank());
    insert.setInt(5, note.done() ? 1 : 0);
    insert.setString(6, String.join(" ", note.tags()));
    insert.executeUpdate();
  }

  @Override
  public void writeForced(Keyed note) throws SQLException {
    insert(note);
  }

  @Override
  public void writeTogether(List<Keyed> notes) throws SQLException {
    connection.setAutoCommit(false);
    for (Keyed note : notes) {
      insert(note);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void writeEach(List<Keyed> notes) throws SQLException {
    for (Keyed note : notes) {
      insert(note);
    }
  }

  @Override
  public long count() throws SQLException {
    try (ResultSet row = count.executeQuery()) {
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
