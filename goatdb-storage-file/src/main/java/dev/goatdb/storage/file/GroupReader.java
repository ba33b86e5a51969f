package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;
import static dev.goatdb.storage.file.Layout.INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds groups in a file and checks them. Any thread.
final class GroupReader {

  private static final long NONE = -1;
  private static final long ZERO_STEP = 4096;
  private static final long SEARCH_WINDOW = 1 << 20;

  final DiskFile disk;
  final FileId file;
  final Path path;

  GroupReader(DiskFile disk, FileId file, Path path) {
    this.disk = disk;
    this.file = file;
    this.path = path;
  }

  /// {@return the header at an offset, or null if there is none that is whole and whose group ends
  /// before a limit}
  @Nullable GroupHeader headerAt(long at, long limit) throws IOException {
    if (at < 0 || at + GROUP_HEADER_BYTES > limit) {
      return null;
    }
    GroupHeader header = GroupHeader.parse(disk.read(at, GROUP_HEADER_BYTES), 0, at, file);
    return header == null || header.end() > limit ? null : header;
  }

  boolean isWhole(GroupHeader header) throws IOException {
    MemorySegment payload = payload(header);
    return header.payloadCrc() == Layout.crc32c(payload, 0, payload.byteSize());
  }

  MemorySegment payload(GroupHeader header) throws IOException {
    return disk.read(header.lsn() + GROUP_HEADER_BYTES, header.payloadBytes());
  }

  void requireKnown(GroupHeader header) throws IOException {
    if (!header.isKnown() && !GroupType.maySkip(header.type())) {
      throw new IOException(
          "%s: offset %d: group of type %d, flags %d is not known to this version. Open the database with a newer version."
              .formatted(path, header.lsn(), header.type(), header.flags()));
    }
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

  /// {@return the offset of the next header that is whole, or the limit}
  long nextHeader(long from, long limit) throws IOException {
    long at = Layout.align(from, Long.BYTES);
    while (at + GROUP_HEADER_BYTES <= limit) {
      MemorySegment window = disk.read(at, Math.min(SEARCH_WINDOW, limit - at));
      long found = headerIn(window, at, limit);
      if (found != NONE) {
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
    return NONE;
  }
}
