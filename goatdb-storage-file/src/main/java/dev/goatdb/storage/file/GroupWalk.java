package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Goes through the groups of a file, whole or damaged.
///
/// What cannot be read is either *damage*, below what is known to have been on the medium, or the
/// *torn tail*, above. A torn tail ends the walk. Damage does not: it is searched for records, each
/// of which carries its own mark and checksum and stands at a place that its checksum knows, and
/// the walk goes on at the next header. So a record that was not itself hit is not lost, and bytes
/// that only look like a record are not taken for one.
///
/// Each walk finds the same in the same bytes, so nothing about damage is remembered for reading.
final class GroupWalk {

  private static final long UNKNOWN = -1;
  private static final long ZERO_STEP = 4096;
  private static final long SEARCH_WINDOW = 1 << 20;

  private final DiskFile disk;
  private final FileId file;
  private final Path path;
  private final Damage damage;

  /// Sees what a walk finds, in order.
  interface Sink {
    /// A header that is whole. Its records follow.
    void group(GroupHeader header) throws IOException;

    /// A record of a [GroupType#COMMITS] group, its checksum checked.
    ///
    /// @param position offset of the record in the file
    /// @param bytes holds the body
    /// @param body where the body begins in `bytes`
    /// @param length bytes of the body
    void record(long position, MemorySegment bytes, long body, int length) throws IOException;
  }

  GroupWalk(DiskFile disk, FileId file, Path path, Damage damage) {
    this.disk = disk;
    this.file = file;
    this.path = path;
    this.damage = damage;
  }

  /// Walks from the beginning of a group, over what is known to be good up to `durable`, and on to
  /// `limit`.
  ///
  /// @return where the last good group ends, or the torn tail begins
  long walk(long from, long limit, Durable durable, Sink sink) throws IOException {
    long at = from;
    long seq = UNKNOWN;
    while (at < limit) {
      GroupHeader header = headerAt(at, limit);
      boolean isWhole = header != null && isWhole(header);
      boolean isNext = header != null && (seq == UNKNOWN || header.seq() == seq);
      if ((!isWhole || !isNext) && at >= durable.upTo(at)) {
        return at;
      }
      if (header != null && isWhole) {
        if (!isNext) {
          damage.add(at, "group %d stands here, expected %d".formatted(header.seq(), seq));
        }
        deliver(header, sink);
        at = header.end();
      } else {
        at = passDamage(at, header, Math.min(limit, durable.upTo(at)), sink);
      }
      seq = header == null ? UNKNOWN : header.seq() + 1;
    }
    return at;
  }

  /// What is known to have been on the medium; asked only when something is not whole, for the
  /// answer may cost a search.
  interface Durable {
    /// {@return the place below which nothing can be a torn tail}
    ///
    /// @param damagedAt where something is not whole
    long upTo(long damagedAt) throws IOException;
  }

  /// {@return the largest durable place that a header at or after an offset knows of}
  long largestDurable(long from, long limit) throws IOException {
    long largest = 0;
    long at = from;
    while ((at = nextHeader(at, limit)) < limit) {
      GroupHeader header = headerAt(at, limit);
      if (header == null) {
        break;
      }
      largest = Math.max(largest, header.durableLsn());
      at = isWhole(header) ? header.end() : at + Long.BYTES;
    }
    return largest;
  }

  private @Nullable GroupHeader headerAt(long at, long limit) throws IOException {
    if (at + GROUP_HEADER_BYTES > limit) {
      return null;
    }
    GroupHeader header = GroupHeader.parse(disk.read(at, GROUP_HEADER_BYTES), 0, at, file);
    return header == null || header.end() > limit ? null : header;
  }

  private boolean isWhole(GroupHeader header) throws IOException {
    MemorySegment payload = payload(header);
    return header.payloadCrc() == Layout.crc32c(payload, 0, payload.byteSize());
  }

  private MemorySegment payload(GroupHeader header) throws IOException {
    return disk.read(header.lsn() + GROUP_HEADER_BYTES, header.payloadBytes());
  }

  private void deliver(GroupHeader header, Sink sink) throws IOException {
    requireKnown(header);
    sink.group(header);
    if (!header.isCommits()) {
      return;
    }
    long start = header.lsn() + GROUP_HEADER_BYTES;
    MemorySegment bytes = payload(header);
    long at = 0;
    for (int i = 0; i < header.count(); i++) {
      if (!isEntry(bytes, at, header.length())) {
        throw new IOException(
            "%s: offset %d: a whole group with a record that makes no sense; this is a defect of the writer"
                .formatted(path, start + at));
      }
      int length = RecordFrame.length(bytes, at);
      sink.record(start + at, bytes, at + RECORD_HEADER_BYTES, length);
      at += RecordFrame.bytes(length);
    }
  }

  private void requireKnown(GroupHeader header) throws IOException {
    boolean isKnown = GroupType.isKnown(header.type()) && header.flags() == 0;
    if (!isKnown && !GroupType.maySkip(header.type())) {
      throw new IOException(
          "%s: offset %d: group of type %d, flags %d is not known to this version. Open the database with a newer version."
              .formatted(path, header.lsn(), header.type(), header.flags()));
    }
  }

  /// Takes the records out of a damaged place and finds its end.
  ///
  /// @param header the group's header if that at least is whole
  private long passDamage(long at, @Nullable GroupHeader header, long durable, Sink sink)
      throws IOException {
    if (header == null) {
      long end = nextHeader(at + Long.BYTES, durable);
      int saved = salvage(at, end, sink);
      String what = "bytes up to %d hold no group header that checks; %d records were saved";
      damage.add(at, what.formatted(end, saved));
      return end;
    }
    long end = Math.min(header.end(), durable);
    if (!header.isCommits()) {
      damage.add(at, "a group without entries is damaged; no entries are lost");
      return end;
    }
    requireKnown(header);
    int saved = salvage(at + GROUP_HEADER_BYTES, end, sink);
    String what = "%d of %d records of the group here are damaged";
    damage.add(at, what.formatted(header.count() - saved, header.count()));
    return end;
  }

  private int salvage(long from, long to, Sink sink) throws IOException {
    MemorySegment bytes = disk.read(from, Math.max(0, to - from));
    int saved = 0;
    long at = 0;
    while (at + RECORD_HEADER_BYTES <= bytes.byteSize()) {
      boolean isRecord =
          isEntry(bytes, at, bytes.byteSize()) && RecordFrame.checks(bytes, at, from + at, file);
      if (isRecord) {
        int length = RecordFrame.length(bytes, at);
        sink.record(from + at, bytes, at + RECORD_HEADER_BYTES, length);
        saved++;
        at += RecordFrame.bytes(length);
      } else {
        at += RecordFrame.ALIGNMENT;
      }
    }
    return saved;
  }

  /// Marks of openings are shorter than an id, so that they are not taken for entries where their
  /// header is lost.
  private boolean isEntry(MemorySegment bytes, long at, long limit) {
    return RecordFrame.isFrame(bytes, at, limit, file)
        && RecordFrame.length(bytes, at) >= CommitId.BYTES;
  }

  /// {@return the offset of the next header that is whole, or the limit}
  private long nextHeader(long from, long limit) throws IOException {
    long at = Layout.align(from, Long.BYTES);
    while (at + GROUP_HEADER_BYTES <= limit) {
      MemorySegment window = disk.read(at, Math.min(SEARCH_WINDOW, limit - at));
      long found = headerIn(window, at, limit);
      if (found != UNKNOWN) {
        return found;
      }
      // a header may lie across the end of the window
      at += (window.byteSize() - GROUP_HEADER_BYTES + Long.BYTES) & -Long.BYTES;
    }
    return limit;
  }

  private long headerIn(MemorySegment window, long start, long limit) {
    for (long i = 0; i + GROUP_HEADER_BYTES <= window.byteSize(); i += Long.BYTES) {
      if (i % ZERO_STEP == 0
          && Layout.isZero(window, i, Math.min(ZERO_STEP, window.byteSize() - i))) {
        i += ZERO_STEP - Long.BYTES;
      } else if (window.get(INT, i) == GroupHeader.MAGIC) {
        GroupHeader header = GroupHeader.parse(window, i, start + i, file);
        if (header != null && header.end() <= limit) {
          return start + i;
        }
      }
    }
    return UNKNOWN;
  }
}
