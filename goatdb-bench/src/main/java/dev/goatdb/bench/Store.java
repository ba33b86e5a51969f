package dev.goatdb.bench;

import java.sql.SQLException;
import java.util.List;

/// What every contender can do, each in the way that its own documentation recommends. Methods are
/// coarse on purpose: loops stand inside of them, so that no call through this interface falls into
/// a measured microsecond. One thread.
///
/// Reads give decoded [Note]s with all fields, since that is what a program works with.
interface Store extends AutoCloseable {

  /// Writes notes into an empty store and forces them to the medium once, at the end.
  ///
  /// @param notes the notes, keys ascending
  /// @throws SQLException if SQLite fails
  void load(List<Keyed> notes) throws SQLException;

  /// {@return the note of a key}
  ///
  /// @param key its key
  /// @throws SQLException if SQLite fails
  Note read(String key) throws SQLException;

  /// Reads notes one by one.
  ///
  /// @param keys their keys
  /// @return the sum of their weights
  /// @throws SQLException if SQLite fails
  long readEach(List<String> keys) throws SQLException;

  /// Reads all notes in the order of their keys.
  ///
  /// @return the sum of their weights
  /// @throws SQLException if SQLite fails
  long scan() throws SQLException;

  /// {@return all notes that are not done and have a rank below a bound, in the order of their
  /// keys}
  ///
  /// @param rank the bound
  /// @throws SQLException if SQLite fails
  List<Note> openBelow(long rank) throws SQLException;

  /// {@return the first notes by title that are not done}
  ///
  /// @param count how many
  /// @throws SQLException if SQLite fails
  List<Note> firstOpen(int count) throws SQLException;

  /// Writes one note and returns when it is on the medium, where this contender can wait for that.
  ///
  /// @param note the note
  /// @throws SQLException if SQLite fails
  void writeForced(Keyed note) throws SQLException;

  /// Writes notes and returns when all are on the medium, where this contender can wait for that.
  ///
  /// @param notes the notes
  /// @throws SQLException if SQLite fails
  void writeTogether(List<Keyed> notes) throws SQLException;

  /// Writes notes, each an edit of its own that a reader could see at once, without forcing, where
  /// this contender can leave that. Returns when all are handed to the operating system.
  ///
  /// @param notes the notes
  /// @throws SQLException if SQLite fails
  void writeEach(List<Keyed> notes) throws SQLException;

  /// {@return the number of notes}
  ///
  /// @throws SQLException if SQLite fails
  long count() throws SQLException;

  @Override
  void close() throws SQLException;
}
