package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Single records of a file, by position. Any thread.
final class Records {

  private final DiskFile disk;
  private final FileId file;
  private final Path path;
  private final Damage damage;

  Records(DiskFile disk, FileId file, Path path, Damage damage) {
    this.disk = disk;
    this.file = file;
    this.path = path;
    this.damage = damage;
  }

  /// {@return whether the record at a position bears an id, as far as its bytes say}
  boolean bears(long position, CommitId id) throws IOException {
    MemorySegment bytes = disk.read(position + RECORD_HEADER_BYTES, CommitId.BYTES);
    return Ids.bears(bytes, 0, id);
  }

  /// As [#bears(long, CommitId)], but a damaged id does not pass for another one.
  ///
  /// @param limit where the readable part of the file ends
  /// @throws IOException if it does not bear the id because it is damaged
  boolean surelyBears(long position, CommitId id, long limit) throws IOException {
    if (bears(position, id)) {
      return true;
    }
    checked(position, limit);
    return false;
  }

  /// {@return the body of the record at a position, without the id}
  ///
  /// @param limit where the readable part of the file ends
  /// @throws IOException if the record is damaged
  MemorySegment body(long position, long limit) throws IOException {
    MemorySegment record = checked(position, limit);
    return content(record, RECORD_HEADER_BYTES, RecordFrame.length(record, 0));
  }

  static MemorySegment content(MemorySegment bytes, long body, int length) {
    return bytes.asSlice(body + CommitId.BYTES, length - CommitId.BYTES).asReadOnly();
  }

  private MemorySegment checked(long position, long limit) throws IOException {
    int length = RecordFrame.length(disk.read(position, RECORD_HEADER_BYTES), 0);
    if (length >= CommitId.BYTES && length <= Layout.MAX_GROUP_BYTES) {
      long bytes = RecordFrame.bytes(length);
      if (position + bytes <= limit) {
        MemorySegment record = disk.read(position, bytes);
        if (RecordFrame.isFrame(record, 0, bytes, file)
            && RecordFrame.checks(record, 0, position, file)) {
          return record;
        }
      }
    }
    damage.add(position, "a record is damaged");
    throw new IOException("%s: offset %d: a record is damaged".formatted(path, position));
  }
}
