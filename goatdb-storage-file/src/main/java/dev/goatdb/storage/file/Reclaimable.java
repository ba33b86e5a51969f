package dev.goatdb.storage.file;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/// About what a rewriting would give back: checkpoints that do not count any more, marks, and what
/// packing saves in groups that are not packed. It looks at headers alone.
final class Reclaimable {

  /// Of entries that are not packed, two in five bytes are saved.
  private static final int SAVED_OF_FIVE = 2;

  private Reclaimable() {}

  static long of(Contents contents) throws IOException {
    Set<Long> live =
        contents.checkpoints().stream()
            .map(group -> group.member().at())
            .collect(Collectors.toUnmodifiableSet());
    GroupReader reader = contents.source().reader();
    long end = contents.end();
    long bytes = 0;
    long at = Layout.FIRST_GROUP;
    while (at < end) {
      GroupHeader header = reader.headerAt(at, end);
      long next = header == null ? reader.nextHeader(at + Long.BYTES, end) : header.end();
      if (header == null || !header.isCommits() && !live.contains(at)) {
        bytes += next - at;
      } else if (header.isCommits() && !header.isCompressed()) {
        bytes += (next - at) * SAVED_OF_FIVE / 5;
      }
      at = next;
    }
    return bytes;
  }
}
