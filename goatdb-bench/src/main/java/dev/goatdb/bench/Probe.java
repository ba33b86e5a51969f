package dev.goatdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Takes samples of one contender inside of its worker process. It keeps the store open from one
/// sample to the next where the row's phase allows that, and compares whatever the store gives with
/// what plain Java works out of the same notes.
final class Probe implements AutoCloseable {

  private static final int OPENINGS = 5;
  private static final int FORCED = 200;
  private static final int TOGETHER = 100;
  private static final int TOGETHER_TIMES = 15;
  private static final int BURST = 10_000;
  private static final int READS = 20_000;
  private static final int EDITS = 100;

  private final Contender contender;
  private final Path directory;
  private final int documents;
  private Optional<List<Keyed>> input = Optional.empty();
  private Optional<Notes.Answers> answers = Optional.empty();
  private Optional<Store> open = Optional.empty();
  private Optional<SyncPath> syncPath = Optional.empty();
  private int written;

  /// @param contender who is measured
  /// @param directory for its files
  /// @param documents how many notes it holds
  Probe(Contender contender, Path directory, int documents) {
    this.contender = contender;
    this.directory = directory;
    this.documents = documents;
    this.written = documents;
  }

  /// {@return a sample of a row}
  ///
  /// @param row the row
  /// @param round which sample this is; negative when warming up
  /// @throws SQLException if SQLite fails
  /// @throws IOException if a file cannot be read or removed
  Sample sample(Row row, int round) throws SQLException, IOException {
    return switch (row) {
      case BULK_LOAD -> load();
      case FILE_BYTES -> size();
      case OPEN_WARM -> openings(round);
      case POINT_READ -> pointReads(round);
      case SCAN -> scan();
      case FILTER -> filter();
      case SORT -> sort();
      case WRITE_FORCED -> forced();
      case WRITE_100_FORCED -> together();
      case WRITE_UNFORCED -> burst();
      case SYNC -> edits();
      case OPEN_FRESH, HEAP_OPEN ->
          throw new IllegalArgumentException(row.label() + " needs a process of its own");
    };
  }

  private Sample load() throws SQLException, IOException {
    close();
    Folder.clear(directory);
    if (input.isEmpty()) {
      input = Optional.of(Notes.range(0, documents));
    }
    written = documents;
    try (Store store = contender.open(directory)) {
      Watch watch = new Watch();
      store.load(input.get());
      double millis = watch.millis();
      expect(documents, store.count(), "notes after loading");
      return Sample.of(millis);
    }
  }

  private Sample size() throws SQLException, IOException {
    close();
    return Sample.of((double) Folder.size(directory) / documents);
  }

  private Sample openings(int round) throws SQLException {
    close();
    double[] times = new double[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      int number = (int) Math.floorMod((round * OPENINGS + i) * 7_919L, (long) documents);
      Note expected = Notes.at(number);
      Watch watch = new Watch();
      try (Store store = contender.open(directory)) {
        Note read = store.read(Notes.key(number));
        times[i] = watch.millis();
        expect(expected, read, "first note");
      }
    }
    return Sample.ofEach(times);
  }

  private Sample pointReads(int round) throws SQLException {
    Store store = store();
    // All of them when warming up for the last time, so that every cache that can hold them does.
    int count = round == -1 ? documents : Math.min(READS, documents);
    List<String> keys = Notes.shuffledKeys(documents, round).subList(0, count);
    long expected = 0;
    for (String key : keys) {
      expected += Notes.at(Integer.parseInt(key.substring(1))).weight();
    }
    Watch watch = new Watch();
    long weight = store.readEach(keys);
    double micros = watch.micros() / count;
    expect(expected, weight, "weight of the notes read by key");
    return Sample.of(micros);
  }

  private Sample scan() throws SQLException {
    Store store = store();
    Watch watch = new Watch();
    long weight = store.scan();
    double millis = watch.millis();
    expect(answers().all(), weight, "weight of all notes in order");
    return Sample.of(millis);
  }

  private Sample filter() throws SQLException {
    Store store = store();
    Watch watch = new Watch();
    List<Note> found = store.openBelow(Notes.LOW_RANK);
    double millis = watch.millis();
    expect(answers().low(), found, "notes that pass");
    return Sample.of(millis);
  }

  private Sample sort() throws SQLException {
    Store store = store();
    Watch watch = new Watch();
    List<Note> found = store.firstOpen(Notes.FIRST);
    double millis = watch.millis();
    expect(answers().first(), found, "first notes");
    return Sample.of(millis);
  }

  private Sample forced() throws SQLException {
    Store store = store();
    double[] times = new double[FORCED];
    List<Keyed> notes = next(FORCED);
    for (int i = 0; i < FORCED; i++) {
      Watch watch = new Watch();
      store.writeForced(notes.get(i));
      times[i] = watch.micros();
    }
    return written(store, Sample.ofEach(times));
  }

  private Sample together() throws SQLException {
    Store store = store();
    double[] times = new double[TOGETHER_TIMES];
    for (int i = 0; i < TOGETHER_TIMES; i++) {
      List<Keyed> notes = next(TOGETHER);
      Watch watch = new Watch();
      store.writeTogether(notes);
      times[i] = watch.micros();
    }
    return written(store, Sample.ofEach(times));
  }

  private Sample burst() throws SQLException {
    Store store = store();
    // Who has to force each edit gets fewer of them: its figure is the same, and the others need
    // not wait so long.
    int size = Row.WRITE_UNFORCED.caveat(contender).isPresent() ? BURST / 40 : BURST;
    List<Keyed> notes = next(size);
    Watch watch = new Watch();
    store.writeEach(notes);
    return written(store, Sample.of(watch.micros() / size));
  }

  private Sample edits() throws SQLException, IOException {
    if (syncPath.isEmpty()) {
      close();
      syncPath = Optional.of(SyncPath.open(directory.resolveSibling("peers"), contender));
    }
    return Sample.ofEach(syncPath.get().edits(EDITS));
  }

  private List<Keyed> next(int count) {
    List<Keyed> notes = Notes.range(written, count);
    written += count;
    return notes;
  }

  private Sample written(Store store, Sample sample) throws SQLException {
    expect(written, store.count(), "notes after writing");
    expect(Notes.at(written - 1), store.read(Notes.key(written - 1)), "last note written");
    return sample;
  }

  private Store store() throws SQLException {
    if (open.isEmpty()) {
      input = Optional.empty();
      Store store = contender.open(directory);
      open = Optional.of(store);
      check(store);
    }
    return open.get();
  }

  /// Compares everything once before it is measured, field by field.
  private void check(Store store) throws SQLException {
    expect(written, store.count(), "notes after opening");
    for (String key : Notes.shuffledKeys(documents, -1).subList(0, Math.min(1_000, documents))) {
      expect(Notes.at(Integer.parseInt(key.substring(1))), store.read(key), key);
    }
  }

  private Notes.Answers answers() {
    if (answers.isEmpty()) {
      answers = Optional.of(Notes.Answers.of(documents));
    }
    return answers.get();
  }

  private void expect(long expected, long found, String what) {
    expect((Object) expected, found, what);
  }

  private void expect(Object expected, Object found, String what) {
    if (!expected.equals(found)) {
      throw new IllegalStateException(
          "%s: %s should be %s, but found %s".formatted(contender.label(), what, expected, found));
    }
  }

  /// Closes the store and what was opened beside it. Opens again on demand.
  @Override
  public void close() throws SQLException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
    if (syncPath.isPresent()) {
      syncPath.get().close();
      syncPath = Optional.empty();
    }
  }
}
