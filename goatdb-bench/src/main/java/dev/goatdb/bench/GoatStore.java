package dev.goatdb.bench;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Schema;
import java.nio.file.Path;
import java.util.List;

/// GoatDB, through its public face and as its documentation says: edits return at once, and waiting
/// is asked for.
final class GoatStore implements Store {

  static final Schema<Note> NOTE = Schema.of(Note.class, "note", 1);

  private final GoatDb database;
  private final Repository notes;

  GoatStore(Path directory, Trust trust) {
    database = GoatDb.open(directory, trust.config());
    notes = database.repository("/data/notes");
  }

  /// Whether commits are signed.
  enum Trust {
    /// Every commit is signed by its session.
    SIGNED,
    /// Signatures and rules are switched off.
    TRUSTED;

    GoatDbConfig config() {
      // The budget for decoded values is the default one, as a user would have it.
      return GoatDbConfig.DEFAULT.schemas(NOTE).trusted(this == TRUSTED);
    }
  }

  /// {@return the repository, for benchmarks that measure single calls}
  Repository notes() {
    return notes;
  }

  @Override
  public void load(List<Keyed> all) {
    writeTogether(all);
  }

  @Override
  public Note read(String key) {
    return notes.item(NOTE, key).get();
  }

  @Override
  public long readEach(List<String> keys) {
    long sum = 0;
    for (String key : keys) {
      sum += notes.item(NOTE, key).get().weight();
    }
    return sum;
  }

  @Override
  public long scan() {
    long sum = 0;
    for (Query.Row<Note> row : notes.query(NOTE).list()) {
      sum += row.value().weight();
    }
    return sum;
  }

  @Override
  public List<Note> openBelow(long rank) {
    return values(notes.query(NOTE).where(note -> !note.done() && note.rank() < rank));
  }

  @Override
  public List<Note> firstOpen(int count) {
    return values(notes.query(NOTE).where(note -> !note.done()).sortBy(Note::title).limit(count));
  }

  private static List<Note> values(Query.Builder<Note> query) {
    return query.list().stream().map(Query.Row::value).toList();
  }

  @Override
  public void writeForced(Keyed note) {
    notes.put(NOTE, note.key(), note.note()).receipt().durable().join();
  }

  @Override
  public void writeTogether(List<Keyed> all) {
    for (Keyed note : all) {
      notes.put(NOTE, note.key(), note.note());
    }
    notes.flush();
  }

  @Override
  public void writeEach(List<Keyed> all) {
    for (Keyed note : all) {
      notes.put(NOTE, note.key(), note.note());
    }
    // One writer, one order: when the last is in the log, all are.
    notes.item(NOTE, all.getLast().key()).receipt().appended().join();
  }

  @Override
  public long count() {
    return notes.count();
  }

  @Override
  public void close() {
    database.close();
  }
}
