package dev.goatdb.storage.file;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The index, in memory, of the entries that no checkpoint covers, or of those whose checkpoint has
/// rotted. One thread adds, any thread looks up.
final class HeapIndex implements GroupWalk.Sink {

  private final Records records;
  private final OffsetTable locations = new OffsetTable();
  private final Landmarks landmarks;
  private final long from;
  private final long to;
  private volatile long end;

  /// An index of all that is behind a place.
  ///
  /// @param start where to walk from to see the entries
  /// @param end where the last group ends
  HeapIndex(Records records, Start start, long end) {
    this(records, start, end, 0, Long.MAX_VALUE);
  }

  /// An index of a stretch.
  ///
  /// @param from number of the first entry
  /// @param to number behind the last
  HeapIndex(Records records, Start start, long end, long from, long to) {
    this.records = records;
    this.landmarks = new Landmarks(start);
    this.end = end;
    this.from = from;
    this.to = to;
  }

  /// {@return where what may be read ends}
  long end() {
    return end;
  }

  /// What may be read grows first: who finds a location may read there.
  void extend(long nowEnd) {
    end = nowEnd;
  }

  /// Adds an entry, in place of earlier ones of its id.
  void add(CommitId id, long location) throws IOException {
    locations.put(id.w0(), location, earlier -> records.bears(earlier, id));
  }

  /// Notes where a group of entries begins.
  void addGroup(long at, long first) {
    landmarks.add(at, first);
  }

  /// {@return the location of the newest entry of an id, or 0}
  ///
  /// @throws IOException if an entry that may bear the id is damaged
  long find(CommitId id) throws IOException {
    return locations.find(id.w0(), location -> records.surelyBears(location, id, end));
  }

  /// {@return where a group begins from which to walk to an entry}
  Start groupOf(long number) {
    return landmarks.before(number);
  }

  @Override
  public boolean group(GroupHeader header, long first) {
    if (header.isCommits()) {
      addGroup(header.lsn(), first);
    }
    return first < to;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length)
      throws IOException {
    if (number >= from && number < to) {
      add(Ids.read(bytes, body), position);
    }
  }

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length)
      throws IOException {
    for (int i = 0; i < Block.count(bytes, body); i++) {
      if (number + i >= from && number + i < to) {
        add(Ids.read(bytes, Block.idAt(body, i)), Location.ofBlock(position, i));
      }
    }
  }
}
