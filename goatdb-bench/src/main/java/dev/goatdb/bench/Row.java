package dev.goatdb.bench;

import java.util.Optional;

/// What is measured. Lower is better in every row. The order is that of the table; [Phase] says
/// when a row's turn comes.
enum Row {
  /// From the start of a new JVM until the first note is read; the same for all, measured from
  /// outside.
  OPEN_FRESH("open-100k-fresh", "ms", Phase.CLOSED, 3),
  /// From opening in a warm process until the first note is read.
  OPEN_WARM("open-100k-warm", "ms", Phase.CLOSED, 3),
  /// All notes into an empty store, forced once at the end.
  BULK_LOAD("bulk-load-100k", "ms", Phase.LOADING, 3),
  /// One new note, until it is on the medium.
  WRITE_FORCED("write-forced", "µs", Phase.WRITING, 3),
  /// One new note of a burst of single edits that nobody waits for, until the last is with the
  /// operating system.
  WRITE_UNFORCED("write-unforced", "µs", Phase.WRITING, 5),
  /// A hundred new notes, until all are on the medium.
  WRITE_100_FORCED("write-100-forced", "µs", Phase.WRITING, 3),
  /// One note by key, warm, in random order, decoded.
  POINT_READ("point-read", "µs", Phase.READING, 3),
  /// All notes in the order of their keys, warm, decoded.
  SCAN("scan-100k", "ms", Phase.READING, 5),
  /// The tenth of all notes that pass a test on two fields, warm, no index.
  FILTER("filter-query", "ms", Phase.READING, 5),
  /// The first fifty by title of the half that pass a test on one field, warm, no index.
  SORT("sort-query", "ms", Phase.READING, 5),
  /// Size of all files after a clean close, per note.
  FILE_BYTES("file-bytes-per-doc", "bytes", Phase.LOADED, 1),
  /// Java heap in use after a collection, in a new process, once the store is open and one note is
  /// read.
  HEAP_OPEN("heap-open-mib", "MiB", Phase.CLOSED, 1),
  /// One edit, from the call at a peer over a server until another peer's listener hears it, three
  /// databases on loopback.
  SYNC("sync-one-edit", "ms", Phase.SYNCING, 3);

  /// When a row is measured. Later phases find what earlier ones left.
  enum Phase {
    /// Stores are made anew.
    LOADING,
    /// The last load is closed and looked at.
    LOADED,
    /// Stores are opened and closed again.
    CLOSED,
    /// Stores stay open and are only read.
    READING,
    /// Stores stay open and grow.
    WRITING,
    /// Several databases talk to each other.
    SYNCING
  }

  private final String label;
  private final String unit;
  private final Phase phase;
  private final int rounds;

  Row(String label, String unit, Phase phase, int rounds) {
    this.label = label;
    this.unit = unit;
    this.phase = phase;
    this.rounds = rounds;
  }

  /// {@return its name in tables and results}
  String label() {
    return label;
  }

  /// {@return the unit of its figures}
  String unit() {
    return unit;
  }

  /// {@return when its turn comes}
  Phase phase() {
    return phase;
  }

  /// {@return how many samples a quick run takes, those for warming up not counted}
  int rounds() {
    return rounds;
  }

  /// {@return how many samples are thrown away first, so that the code is compiled and the caches
  /// are full}
  int warmups() {
    return switch (phase) {
      case LOADED -> 0;
      case LOADING, CLOSED -> this == BULK_LOAD || this == OPEN_WARM ? 2 : 0;
      case READING -> 4;
      case WRITING -> 6;
      case SYNCING -> 2;
    };
  }

  /// {@return whether it needs a new process for each sample}
  boolean isFresh() {
    return this == OPEN_FRESH || this == HEAP_OPEN;
  }

  /// {@return the name of the second figure that some samples have: the 99th percentile where
  /// single operations are timed}
  String beside() {
    return this == HEAP_OPEN ? "resident" : "p99";
  }

  /// {@return whether a contender can do this at all}
  ///
  /// @param contender the contender
  boolean appliesTo(Contender contender) {
    return this != SYNC || contender.isGoatDb();
  }

  /// {@return what must be known to compare a contender's figure with the others of this row, if
  /// there is something}
  ///
  /// @param contender the contender
  Optional<String> caveat(Contender contender) {
    return switch (contender) {
      case SQLITE_OFF ->
          switch (this) {
            case BULK_LOAD, WRITE_FORCED, WRITE_100_FORCED ->
                Optional.of("never forces: a power failure may lose or damage what it wrote");
            case HEAP_OPEN -> Optional.of("keeps its pages outside of the Java heap");
            default -> Optional.empty();
          };
      case SQLITE_FULL ->
          switch (this) {
            case WRITE_UNFORCED -> Optional.of("cannot but force every edit");
            case HEAP_OPEN -> Optional.of("keeps its pages outside of the Java heap");
            default -> Optional.empty();
          };
      case GOATDB_SIGNED, GOATDB_TRUSTED, MVSTORE -> Optional.empty();
    };
  }
}
