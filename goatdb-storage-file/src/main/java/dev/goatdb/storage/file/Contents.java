package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.util.List;

/// How the entries of a file are found: by checkpoints, and for what they do not cover by an index
/// in memory. Immutable, but for the index, which grows. Any thread.
///
/// @param source what they are read from
/// @param checkpoints without gaps, from the first entry on
/// @param tail index of what is behind them
record Contents(Source source, List<CheckpointGroup> checkpoints, HeapIndex tail) {

  /// A file to read from.
  ///
  /// @param reader its groups
  /// @param records its entries
  /// @param damage what was found damaged in it
  record Source(GroupReader reader, Records records, Damage damage) {}

  Contents {
    checkpoints = List.copyOf(checkpoints);
  }

  /// {@return the number behind the last entry that a checkpoint covers}
  long covered() {
    return checkpoints.isEmpty() ? 0 : checkpoints.getLast().to();
  }

  /// {@return the location of the newest entry of an id, or 0}
  ///
  /// @throws IOException if an entry that may bear the id is damaged
  long find(CommitId id) throws IOException {
    long location = tail.find(id);
    for (int i = checkpoints.size() - 1; i >= 0 && location == 0; i--) {
      location = checkpoints.get(i).find(id);
    }
    return location;
  }

  /// {@return the location of the entry of a number, or 0 if it is lost}
  long locate(long number) throws IOException {
    if (number < covered()) {
      return checkpoints.get(indexOf(number)).locate(number);
    }
    EntrySearch search = new EntrySearch(number);
    walk(groupOf(number), search);
    return search.location();
  }

  /// {@return where what may be read ends}
  long end() {
    return tail.end();
  }

  /// Walks over what may be read. All of it is known to be good, or damaged.
  void walk(Start start, GroupWalk.Sink sink) throws IOException {
    long end = end();
    new GroupWalk(source.reader, source.damage, start, sink).run(end, at -> end);
  }

  /// {@return where a group begins from which to walk to an entry}
  Start groupOf(long number) {
    return number < covered()
        ? checkpoints.get(indexOf(number)).groupOf(number)
        : tail.groupOf(number);
  }

  private int indexOf(long number) {
    int index = 0;
    while (number >= checkpoints.get(index).to()) {
      index++;
    }
    return index;
  }
}
