package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.storage.file.RecordFrame.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Goes once through the groups of a file, whole or damaged, and says which entry each record is.
///
/// What cannot be read is either *damage*, below what is known to have been on the medium, or the
/// *torn tail*, above. A torn tail ends the walk. Damage does not: it is searched for records, each
/// of which carries its own mark and checksum and stands at a place that its checksum knows, and
/// the walk goes on at the next header. So a record that was not itself hit is not lost, and bytes
/// that only look like a record are not taken for one.
///
/// Entries are numbered. Headers say the number of the first, and each record the lower bits of its
/// own, so that the number of an entry does not depend on what is left of those before it. A jump
/// in the numbers is itself evidence of a loss: of entries that were lost with the end of the file,
/// or before the file was rewritten.
///
/// Each walk finds the same in the same bytes, so nothing about damage is remembered for reading.
final class GroupWalk {

  private static final long UNKNOWN = 0;

  private final GroupReader reader;
  private final Damage damage;
  private final Sink sink;
  private long at;
  private long seq;
  private long number;
  private boolean isEnded;

  /// Sees what a walk finds, in order.
  interface Sink {
    /// A header that is whole. Its entries follow, if the group is whole as well.
    ///
    /// @param first number of its first entry, or of the next entry if it holds none
    /// @return whether the walk is to go on
    boolean group(GroupHeader header, long first) throws IOException;

    /// An entry, its checksum checked.
    ///
    /// @param number number of the entry
    /// @param position offset of the record in the file
    /// @param bytes holds the body
    /// @param body where the body begins in `bytes`
    /// @param length bytes of the body
    void entry(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException;

    /// Several entries in a [Block], its checksum checked.
    ///
    /// @param number number of the first
    void block(long number, long position, MemorySegment bytes, long body, int length)
        throws IOException;
  }

  /// Where a walk begins.
  ///
  /// @param at a group begins here
  /// @param seq the number of the group, or 0 if it is not known
  /// @param number of its first entry
  record Start(long at, long seq, long number) {
    static final Start OF_FILE = new Start(Layout.FIRST_GROUP, 1, 0);
  }

  /// What is known to have been on the medium; asked only when something is not whole, for the
  /// answer may cost a search.
  interface Durable {
    /// {@return the place below which nothing can be a torn tail}
    ///
    /// @param damagedAt where something is not whole
    long upTo(long damagedAt) throws IOException;
  }

  GroupWalk(GroupReader reader, Damage damage, Start start, Sink sink) {
    this.reader = reader;
    this.damage = damage;
    this.sink = sink;
    this.at = start.at;
    this.seq = start.seq;
    this.number = start.number;
  }

  /// Walks over what is known to be good up to `durable`, and on to `limit`.
  ///
  /// @return where the last good group ends, or the torn tail begins
  long run(long limit, Durable durable) throws IOException {
    while (at < limit && !isEnded) {
      GroupHeader header = reader.headerAt(at, limit);
      boolean isWhole = header != null && isWhole(header, durable);
      boolean isNext = header != null && (seq == UNKNOWN || header.seq() == seq);
      if ((!isWhole || !isNext) && at >= durable.upTo(at)) {
        return at;
      }
      if (header != null && isWhole) {
        if (!isNext) {
          damage.add(at, "group %d stands here, expected %d".formatted(header.seq(), seq));
        }
        deliver(header);
        at = header.end();
      } else {
        passDamage(header, Math.min(limit, durable.upTo(at)));
      }
      seq = header == null ? UNKNOWN : header.seq() + 1;
    }
    return at;
  }

  /// {@return the number of the next entry behind what was walked over}
  long number() {
    return number;
  }

  /// {@return the number of the next group, 0 if it is not known}
  long seq() {
    return seq;
  }

  /// A checkpoint is large and can be derived again: where it is known to have been on the medium,
  /// its pieces are checked when they are used.
  private boolean isWhole(GroupHeader header, Durable durable) throws IOException {
    boolean isCheckpoint = header.type() == GroupType.CHECKPOINT.code();
    return isCheckpoint && header.end() <= durable.upTo(0)
        ? CheckpointGroup.isDescribed(reader, header)
        : reader.isWhole(header);
  }

  private void deliver(GroupHeader header) throws IOException {
    reader.requireKnown(header);
    noteJump(header);
    if (!sink.group(header, number)) {
      isEnded = true;
      return;
    }
    if (!header.isCommits()) {
      return;
    }
    long end = number + header.count();
    MemorySegment bytes = reader.payload(header);
    Kind kind = header.isCompressed() ? Kind.BLOCK : Kind.ENTRY;
    for (long next = 0; next < header.length(); ) {
      if (!isRecord(kind, bytes, next, header.length())) {
        throw noSense(header, next);
      }
      next = deliver(kind, header.lsn() + GROUP_HEADER_BYTES, bytes, next);
    }
    if (number != end) {
      throw noSense(header, 0);
    }
  }

  private IOException noSense(GroupHeader header, long where) {
    long offset = header.lsn() + GROUP_HEADER_BYTES + where;
    return new IOException(
        "%s: offset %d: a whole group with a record that makes no sense; this is a defect of the writer"
            .formatted(reader.path, offset));
  }

  /// {@return where the next record begins}
  private long deliver(Kind kind, long base, MemorySegment bytes, long record) throws IOException {
    int length = RecordFrame.length(bytes, record);
    long body = record + RECORD_HEADER_BYTES;
    if (kind == Kind.BLOCK) {
      sink.block(number, base + record, bytes, body, length);
      number += Block.count(bytes, body);
    } else {
      sink.entry(number, base + record, bytes, body, length);
      number++;
    }
    return record + RecordFrame.bytes(length);
  }

  private void noteJump(GroupHeader header) {
    long first = header.firstOr(number);
    if (first != number && (header.flags() & GroupHeader.FORGIVEN) == 0) {
      damage.add(
          at, "entry %d stands here, expected %d: those between are lost".formatted(first, number));
    }
    number = first;
  }

  /// Takes the records out of a damaged place and finds its end.
  ///
  /// @param header the group's header if that at least is whole
  private void passDamage(@Nullable GroupHeader header, long durable) throws IOException {
    if (header == null) {
      long end = reader.nextHeader(at + Long.BYTES, durable);
      int saved = salvage(at, end);
      String what = "bytes up to %d hold no group header that checks; %d records were saved";
      damage.add(at, what.formatted(end, saved));
      at = end;
      return;
    }
    long end = Math.min(header.end(), durable);
    if (header.isCommits()) {
      reader.requireKnown(header);
      noteJump(header);
      long next = number + header.count();
      boolean goesOn = sink.group(header, number);
      int saved = goesOn ? salvage(at + GROUP_HEADER_BYTES, end) : header.count();
      String what = "%d of %d records of the group here are damaged";
      damage.add(at, what.formatted(header.count() - saved, header.count()));
      isEnded = !goesOn;
      number = goesOn ? next : number;
    } else if (GroupType.maySkip(header.type())) {
      damage.add(at, "a group is damaged that holds only what can be derived again");
    } else {
      damage.add(at, "a group without entries is damaged; no entries are lost");
    }
    at = end;
  }

  /// {@return how many entries were saved}
  private int salvage(long from, long to) throws IOException {
    MemorySegment bytes = reader.disk.read(from, Math.max(0, to - from));
    long before = number;
    int saved = 0;
    long next = 0;
    while (next + RECORD_HEADER_BYTES <= bytes.byteSize()) {
      Kind kind = kindOf(bytes, next, from + next);
      if (kind == null) {
        next += RecordFrame.ALIGNMENT;
        continue;
      }
      if (kind != Kind.PLAIN) {
        number = FileId.numberOf(RecordFrame.mark(bytes, next), number);
      }
      before = number;
      next = deliver(kind, from, bytes, next);
      saved += (int) (number - before);
    }
    return saved;
  }

  /// {@return what kind of record is whole at an offset, or null if there is none}
  private @Nullable Kind kindOf(MemorySegment bytes, long record, long position) {
    if (!RecordFrame.isFrame(bytes, record, bytes.byteSize(), reader.file)) {
      return null;
    }
    int crc = Layout.crc32c(bytes, record + RECORD_HEADER_BYTES, RecordFrame.length(bytes, record));
    for (Kind kind : Kind.values()) {
      if (RecordFrame.checks(kind, crc, bytes, record, position, reader.file)) {
        return isRecord(kind, bytes, record, bytes.byteSize()) ? kind : null;
      }
    }
    return null;
  }

  /// Marks of openings are shorter than an id, so that they are not taken for entries where their
  /// header is lost.
  private boolean isRecord(Kind kind, MemorySegment bytes, long record, long limit) {
    if (!RecordFrame.isFrame(bytes, record, limit, reader.file)) {
      return false;
    }
    int length = RecordFrame.length(bytes, record);
    return kind == Kind.BLOCK
        ? Block.isSane(bytes, record + RECORD_HEADER_BYTES, length)
        : length >= CommitId.BYTES;
  }
}
