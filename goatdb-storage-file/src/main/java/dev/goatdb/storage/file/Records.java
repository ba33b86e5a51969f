package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.storage.file.RecordFrame.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Single entries of a file, by [Location]. Any thread.
final class Records {

  private final DiskFile disk;
  private final FileId file;
  private final Path path;
  private final Damage damage;
  private final BlockCache cache;

  Records(DiskFile disk, FileId file, Path path, Damage damage, BlockCache cache) {
    this.disk = disk;
    this.file = file;
    this.path = path;
    this.damage = damage;
    this.cache = cache;
  }

  /// {@return whether the entry at a location bears an id, as far as its bytes say}
  boolean bears(long location, CommitId id) throws IOException {
    return Ids.bears(disk.read(idAt(location), CommitId.BYTES), 0, id);
  }

  /// As [#bears(long, CommitId)], but a damaged id does not pass for another one.
  ///
  /// @param limit where the readable part of the file ends
  /// @throws IOException if it does not bear the id because it is damaged
  boolean surelyBears(long location, CommitId id, long limit) throws IOException {
    if (bears(location, id)) {
      return true;
    }
    checked(location, limit);
    return false;
  }

  /// {@return the body of the entry at a location, without the id}
  ///
  /// @param limit where the readable part of the file ends
  /// @throws IOException if it is damaged
  MemorySegment body(long location, long limit) throws IOException {
    if (Location.isInBlock(location)) {
      return unpacked(location, limit).copy(Location.ordinal(location));
    }
    MemorySegment record = checked(location, limit);
    return content(record, RECORD_HEADER_BYTES, RecordFrame.length(record, 0));
  }

  /// {@return the entry at a location}
  ///
  /// @throws IOException if it is damaged
  Entry entry(long location, long limit) throws IOException {
    MemorySegment body = body(location, limit);
    return new Entry(Ids.read(disk.read(idAt(location), CommitId.BYTES), 0), body);
  }

  static MemorySegment content(MemorySegment bytes, long body, int length) {
    return bytes.asSlice(body + CommitId.BYTES, length - CommitId.BYTES).asReadOnly();
  }

  private static long idAt(long location) {
    long body = Location.position(location) + RECORD_HEADER_BYTES;
    return Location.isInBlock(location) ? Block.idAt(body, Location.ordinal(location)) : body;
  }

  private Block.Unpacked unpacked(long location, long limit) throws IOException {
    long position = Location.position(location);
    Block.Unpacked kept = cache.find(file, position);
    if (kept != null) {
      return kept;
    }
    MemorySegment record = checked(location, limit);
    Block.Unpacked block;
    try {
      block = Block.unpack(record, RECORD_HEADER_BYTES, RecordFrame.length(record, 0));
    } catch (IOException malformed) {
      throw new IOException(
          "%s: offset %d: %s".formatted(path, position, malformed.getMessage()), malformed);
    }
    cache.keep(file, position, block);
    return block;
  }

  /// {@return the record of a location, once its checksum is found to be right}
  private MemorySegment checked(long location, long limit) throws IOException {
    long position = Location.position(location);
    int length = RecordFrame.length(disk.read(position, RECORD_HEADER_BYTES), 0);
    if (length >= CommitId.BYTES && length <= Layout.MAX_GROUP_BYTES) {
      long bytes = RecordFrame.bytes(length);
      if (position + bytes <= limit) {
        MemorySegment record = disk.read(position, bytes);
        if (RecordFrame.isFrame(record, 0, bytes, file) && isKind(location, record, position)) {
          return record;
        }
      }
    }
    damage.add(position, "a record is damaged");
    throw new IOException("%s: offset %d: a record is damaged".formatted(path, position));
  }

  private boolean isKind(long location, MemorySegment record, long position) {
    int crc = Layout.crc32c(record, RECORD_HEADER_BYTES, RecordFrame.length(record, 0));
    return Location.isInBlock(location)
        ? RecordFrame.checks(Kind.BLOCK, crc, record, 0, position, file)
        : RecordFrame.checks(Kind.ENTRY, crc, record, 0, position, file)
            || RecordFrame.checks(Kind.PLAIN, crc, record, 0, position, file);
  }
}
